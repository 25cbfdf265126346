/** Keeps a view of a table under a name, in place of one's own of that id. */
import { saveTableView } from '@ultrathink/db/identity';
import { plainTextSchema, ROLE_SPECS } from '@ultrathink/domain/access';
import { err, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { act } from '../../procedures/act.ts';
import { MOST_OWN, sharedWith, tableName, viewAddress, viewId } from './schemas.ts';

export const saveView = act('self.keepViews')
  .input(
    z.strictObject({
      table: tableName,
      id: viewId,
      name: plainTextSchema(60).min(1),
      address: viewAddress,
      /** Roles of one's own organisation; empty: nobody else sees it. */
      sharedWith,
    }),
  )
  .output(z.strictObject({}))
  .change({
    resource: ({ person }) => ({ kind: 'Self', person }),
    subject: ({ table, id }) => `${table}:${id}`,
    run: async ({ ctx, input, tx, at }) => {
      const { organisation } = ctx.caller;
      if (input.sharedWith.some((role) => ROLE_SPECS[role].kind !== organisation.kind)) {
        return err(new Refusal('InvalidInput', 'Nobody here has such a role. Nothing was kept.'));
      }
      const client = organisation.kind === 'Client' ? organisation.client : null;
      const view = { ...input, owner: ctx.person, organisation: organisation.id, client, at };
      if (!(await saveTableView(tx, view, MOST_OWN))) {
        const full = `You keep ${MOST_OWN} views of this table already. Remove one first.`;
        return err(new Refusal('Conflict', full));
      }
      return ok({
        answer: {},
        events: [
          {
            action: 'self.keepView',
            subject: { kind: 'TableView', id: `${input.table}:${input.id}` },
            after: { name: input.name, sharedWith: input.sharedWith },
          },
        ],
      });
    },
  });
