/** What moved in a client's accounts: trades, deposits, withdrawals, corrections. Newest first. */
import { read } from '@ultrathink/db';
import { listMovements as stored } from '@ultrathink/db/trading';
import { type AccountId, type AnyId, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { oneClient } from '../access/asked-client.ts';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';

const MOST = 200;
const amount = z.string().max(100);

/** As the ledger names why something moved. */
const MOVEMENT_CAUSES = [
  'Trade',
  'Deposit',
  'Withdrawal',
  'Transfer',
  'ShortfallRepaid',
  'Evening',
  'Reallocation',
  'Adjustment',
  'Reversal',
  'Correction',
] as const;

const movementSchema = z.strictObject({
  entry: idSchema(),
  at: utcTimeSchema,
  account: idSchema<AccountId>(),
  cause: z.string(),
  reference: z.string().nullable(),
  /** What the account has more, or less; fees and commission are in it. */
  amounts: z.array(z.strictObject({ asset: z.string(), amount })).max(20),
  /** Of a trade, as its venue told it. */
  trade: z
    .strictObject({
      clOrdId: idSchema<ClOrdId>(),
      venue: z.string(),
      instrument: instrumentTextSchema,
      side: z.enum(['Buy', 'Sell']),
      lastQty: amount,
      lastPx: amount,
      /** The venue's; null where it was told later. */
      fee: z.strictObject({ amount, asset: z.string() }).nullable(),
    })
    .nullable(),
});

export const listMovements = query('ledger.read')
  .input(
    z.strictObject({
      /** One's own where it is left out. */
      clientId: clientId.optional(),
      account: idSchema<AccountId>().nullable().default(null),
      causes: z.array(z.enum(MOVEMENT_CAUSES)).min(1).max(MOVEMENT_CAUSES.length).optional(),
      /** Those booked before this one. */
      beforeAt: utcTimeSchema.optional(),
      beforeEntry: idSchema<AnyId>().optional(),
      most: z.int().min(1).max(MOST).default(50),
    }),
  )
  .output(z.strictObject({ movements: z.array(movementSchema).max(2 * MOST) }))
  .query(async ({ ctx, input }) => {
    const resource = oneClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('ledger.read', resource);
    const { account, causes, beforeAt, beforeEntry, most } = input;
    const before =
      beforeAt === undefined || beforeEntry === undefined
        ? null
        : { at: beforeAt, entry: beforeEntry };
    const search = { client: resource.client, account, causes: causes ?? null, before, most };
    const movements = await read(database, actor, (tx) => stored(tx, search));
    return { movements: movements.slice(0, 2 * MOST) as z.input<typeof movementSchema>[] };
  });
