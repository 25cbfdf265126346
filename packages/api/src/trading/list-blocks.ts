/** Blocks with their sealed rules, and what each account has of them so far; the house's accounts. */
import { read } from '@ultrathink/db';
import { type Block, listHouseAccounts, listBlocks as stored } from '@ultrathink/db/trading';
import {
  type AccountId,
  type ClientId,
  decimal,
  divide,
  idSchema,
  isZero,
  type PersonId,
  toText,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import {
  ALLOCATION_METHODS,
  type ClOrdId,
  ORD_STATUSES,
  ORD_TYPES,
} from '@ultrathink/domain/trading';
import { z } from 'zod';
import { query } from '../procedures/query.ts';

const MOST = 100;
const PRICE_SCALE = 8;

const amount = z.string().max(80);
const account = idSchema<AccountId>();

const versionSchema = z.strictObject({
  version: z.int().positive(),
  /** SHA-256 of the canonical rule, as the trail has it. */
  hash: z.string(),
  at: utcTimeSchema,
  method: z.enum(ALLOCATION_METHODS),
  legs: z.array(z.strictObject({ account, client: idSchema<ClientId>(), weight: amount })),
  /** Why it replaced the version before. */
  reason: z.string().nullable(),
});

const blockSchema = z.strictObject({
  clOrdId: idSchema<ClOrdId>(),
  house: account,
  placedBy: idSchema<PersonId>().nullable(),
  instrument: instrumentTextSchema,
  side: z.enum(['Buy', 'Sell']),
  ordType: z.enum(ORD_TYPES),
  price: amount.nullable(),
  orderQty: amount,
  cumQty: amount,
  avgPx: amount.nullable(),
  timeInForce: z.string(),
  ordStatus: z.enum(ORD_STATUSES),
  placedAt: utcTimeSchema,
  endedAt: utcTimeSchema.nullable(),
  /** Oldest first. */
  versions: z.array(versionSchema),
  shares: z.array(
    z.strictObject({
      account,
      client: idSchema<ClientId>(),
      cumQty: amount,
      notional: amount,
      avgPx: amount.nullable(),
      fills: z.int(),
    }),
  ),
  /** What each account got more, or less, after its fills were divided; oldest first. */
  corrections: z.array(
    z.strictObject({
      at: utcTimeSchema,
      /** Of the rule by which it is divided from then on. */
      version: z.int().positive(),
      why: z.enum(['Evened', 'Reallocated']),
      account,
      quantity: amount,
      notional: amount,
      commission: amount,
    }),
  ),
});

export const listBlocks = query('trading.readBlocks')
  .input(z.strictObject({ most: z.int().min(1).max(MOST).default(50) }))
  .output(
    z.strictObject({
      houses: z.array(z.strictObject({ id: account, name: z.string() })),
      /** Newest first: those of which the caller may see every client. */
      blocks: z.array(blockSchema).max(MOST),
    }),
  )
  .query(async ({ ctx, input: { most } }) => {
    const { database, actor } = await ctx.authorise('trading.readBlocks', { kind: 'Firm' });
    return read(database, actor, async (tx) => {
      const houses = await listHouseAccounts(tx, ctx.services.door.shard);
      const blocks = await stored(tx, { most });
      return {
        houses: houses.map(({ id, name }) => ({ id, name })),
        blocks: blocks.map(blockText),
      };
    });
  });

function blockText({ versions, shares, ...block }: Block): z.input<typeof blockSchema> {
  const text = {
    ...block,
    versions: versions.map(({ terms, ...version }) => ({
      ...version,
      method: terms.method,
      legs: terms.legs.map(({ account: of, client, weight }) => ({ account: of, client, weight })),
      reason: terms.reallocation?.reason ?? null,
    })),
    shares: shares.map((share) => ({ ...share, avgPx: averageOf(share) })),
  };
  // The schema judges what the database says.
  return text as z.input<typeof blockSchema>;
}

function averageOf({ cumQty, notional }: Block['shares'][number]): string | null {
  const quantity = decimal(cumQty);
  if (isZero(quantity)) return null;
  return toText(divide(decimal(notional), quantity, PRICE_SCALE, 'HalfEven'));
}
