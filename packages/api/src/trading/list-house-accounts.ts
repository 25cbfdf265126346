/** The accounts of the house, in whose names blocks are worked, with what the ledger says of each. */
import { read } from '@ultrathink/db';
import { listHouseHoldings } from '@ultrathink/db/trading';
import { type AccountId, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../procedures/query.ts';

const amount = z.string().max(80);

export const listHouseAccounts = query('trading.readBlocks')
  .output(
    z.strictObject({
      accounts: z.array(
        z.strictObject({
          id: idSchema<AccountId>(),
          name: z.string(),
          openedAt: utcTimeSchema,
          holdings: z.array(z.strictObject({ asset: z.string(), balance: amount, held: amount })),
        }),
      ),
    }),
  )
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('trading.readBlocks', { kind: 'Firm' });
    const { shard } = ctx.services.door;
    const accounts = await read(database, actor, (tx) => listHouseHoldings(tx, shard));
    return {
      accounts: accounts.map(({ holdings, ...one }) => ({ ...one, holdings: [...holdings] })),
    };
  });
