/** What is told of orders, executions and holdings. Amounts are decimal text. */
import type { OrderRow } from '@ultrathink/db/trading';
import {
  type AccountId,
  type ClientId,
  idSchema,
  type PersonId,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import {
  CHECK_CODES,
  CHECK_VERDICTS,
  type ClOrdId,
  ORD_STATUSES,
  ORD_TYPES,
  PROTECTIONS,
  TIMES_IN_FORCE,
} from '@ultrathink/domain/trading';
import { z } from 'zod';

const amount = z.string().max(80);
const side = z.enum(['Buy', 'Sell']);
const clOrdId = idSchema<ClOrdId>();

/** Rows of a list at once. */
export const MOST_ROWS = 200;

export const rejectionSchema = z.discriminatedUnion('by', [
  z.object({
    by: z.enum(['Risk', 'Compliance']),
    refusals: z.array(
      z.object({
        check: z.string(),
        code: z.string(),
        limit: amount.nullable(),
        actual: amount.nullable(),
      }),
    ),
  }),
  z.object({ by: z.literal('Venue'), reason: z.string(), code: z.string(), text: z.string() }),
  z.object({
    by: z.literal('Engine'),
    reason: z.object({ code: z.string(), detail: z.string().optional() }),
  }),
]);

export const orderSchema = z.strictObject({
  clOrdId,
  level: z.enum(['Parent', 'Child']),
  parentClOrdId: clOrdId.nullable(),
  account: idSchema<AccountId>(),
  client: idSchema<ClientId>().nullable(),
  placedBy: idSchema<PersonId>().nullable(),
  venue: z.string().nullable(),
  instrument: instrumentTextSchema,
  side,
  ordType: z.enum(ORD_TYPES),
  price: amount.nullable(),
  stopPx: amount.nullable(),
  orderQty: amount,
  cumQty: amount,
  leavesQty: amount,
  avgPx: amount.nullable(),
  timeInForce: z.enum(TIMES_IN_FORCE),
  expireTime: utcTimeSchema.nullable(),
  isPostOnly: z.boolean(),
  isReduceOnly: z.boolean(),
  ordStatus: z.enum(ORD_STATUSES),
  protection: z.enum(PROTECTIONS),
  rejection: rejectionSchema.nullable(),
  unconfirmedSince: utcTimeSchema.nullable(),
  placedAt: utcTimeSchema,
  endedAt: utcTimeSchema.nullable(),
});

export const executionSchema = z.strictObject({
  execId: z.string(),
  venueAccount: z.string(),
  venue: z.string(),
  clOrdId: clOrdId.nullable(),
  parentClOrdId: clOrdId.nullable(),
  account: idSchema<AccountId>().nullable(),
  client: idSchema<ClientId>().nullable(),
  instrument: instrumentTextSchema,
  side,
  lastQty: amount,
  lastPx: amount,
  fee: z.strictObject({ amount, asset: z.string() }).nullable(),
  isMaker: z.boolean().nullable(),
  at: utcTimeSchema,
  tradedAt: utcTimeSchema,
});

export const checkSchema = z.strictObject({
  code: z.enum(CHECK_CODES),
  verdict: z.enum(CHECK_VERDICTS),
  reason: z.string(),
  limit: amount.nullable(),
  actual: amount.nullable(),
  words: z.record(z.string(), z.string()),
});

/** A stored row as it is told; the schema is what judges it. */
export const orderText = (row: OrderRow): OrderText => row as unknown as OrderText;
type OrderText = z.input<typeof orderSchema>;

/** Of a list of ids or words to narrow by. */
const MOST_CHOSEN = 200;

/** What a list may be narrowed to; nothing of it widens what the caller may see. */
export const narrowing = {
  client: idSchema<ClientId>().nullable().default(null),
  account: idSchema<AccountId>().nullable().default(null),
  instrument: instrumentTextSchema.nullable().default(null),
};

/** As above, one of several; null: whichever. */
export const choosing = {
  clients: z.array(idSchema<ClientId>()).max(MOST_CHOSEN).nullable().default(null),
  accounts: z.array(idSchema<AccountId>()).max(MOST_CHOSEN).nullable().default(null),
  instruments: z.array(instrumentTextSchema).max(MOST_CHOSEN).nullable().default(null),
  side: side.nullable().default(null),
  from: utcTimeSchema.nullable().default(null),
  until: utcTimeSchema.nullable().default(null),
};
