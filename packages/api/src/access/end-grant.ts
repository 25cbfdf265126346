/** Takes a role back, at once: what makes things safer needs nobody else's agreement. */
import { countHolders, endGrant as end, findGrant } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { err, ok } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { told } from '../approval/sentences.ts';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfGrant } from './look-up.ts';
import { grantId, reasonSchema } from './schemas.ts';

export const endGrant = act('access.endGrant')
  .input(z.strictObject({ grantId, reason: reasonSchema }))
  .output(z.strictObject({}))
  .change({
    resource: (ctx, input) => resourceOfGrant(ctx, input.grantId),
    subject: (input) => input.grantId,
    run: async ({ ctx, input: { grantId: id, reason }, tx, at }) => {
      const stored = await findGrant(tx, id);
      if (stored === undefined) return err(new Refusal('NotFound'));
      const { person, role, organisation } = stored.grant;
      if (role === 'Administrator') {
        const where = { organisation: organisation.id, role, except: id, at };
        if ((await countHolders(tx, where)) === 0) {
          return err(told({ code: 'LastAdministrator' }));
        }
      }
      if (!(await end(tx, { id, by: ctx.person, at, why: reason }))) {
        return err(new Refusal('Conflict', 'This role has ended already. Nothing was done.'));
      }
      await sendMail(tx, securityNotice(person, 'RoleEnded', at));
      return ok({
        answer: {},
        events: [
          {
            action: 'access.endGrant',
            subject: { kind: 'Grant', id },
            before: { person, role, until: stored.grant.until },
            after: { until: at },
            reason,
          },
        ],
      });
    },
  });
