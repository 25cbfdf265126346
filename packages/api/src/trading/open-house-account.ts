/** Opens an account of the house, in whose name blocks are worked. It holds nothing of its own. */
import { insertHouseAccount } from '@ultrathink/db/trading';
import { type AccountId, err, idSchema, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';

export const openHouseAccount = act('trading.openHouseAccount')
  .input(z.strictObject({ name: z.string().trim().min(1).max(100) }))
  .output(z.strictObject({ accountId: idSchema<AccountId>() }))
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ name }) => name,
    run: async ({ ctx, input: { name }, tx, at }) => {
      const { ids, door } = ctx.services;
      const id = ids.next<AccountId>();
      const { shard } = door;
      if (!(await insertHouseAccount(tx, { id, shard, name, by: ctx.person, at }))) {
        return err(
          new Refusal('Conflict', `There is an account "${name}" already. Nothing was done.`),
        );
      }
      return ok({
        answer: { accountId: id },
        events: [
          {
            action: 'trading.openHouseAccount',
            subject: { kind: 'Account', id },
            after: { name, shard },
          },
        ],
      });
    },
  });
