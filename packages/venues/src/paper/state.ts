/** A paper account as plain JSON text, and back: every figure is decimal text, nothing is guessed. */
import { type Id, idSchema, type Result, utcTimeSchema } from '@ultrathink/domain/kernel';
import { type InstrumentId, parseInstrument } from '@ultrathink/domain/market-data';
import {
  type OrderTerms,
  TIMES_IN_FORCE,
  type VenueFill,
  type VenueOrder,
} from '@ultrathink/domain/trading';
import { z } from 'zod';
import { amount, asset, type Malformed, price, quantity, readTextAs } from '../common/reading.ts';
import type { PaperState } from './parts.ts';

const instrument = z
  .custom<InstrumentId>((text) => typeof text === 'string' && parseInstrument(text).ok)
  .describe('BTC/EUR');
const side = z.enum(['Buy', 'Sell']);
const clOrdId = idSchema<Id<'ClOrdId'>>();

const terms: z.ZodType<OrderTerms> = z.discriminatedUnion('ordType', [
  z.strictObject({ ordType: z.literal('Market') }),
  z.strictObject({ ordType: z.literal('Limit'), price }),
  z.strictObject({ ordType: z.enum(['Stop', 'MarketIfTouched']), stopPx: price }),
  z.strictObject({ ordType: z.enum(['StopLimit', 'LimitIfTouched']), price, stopPx: price }),
]);

const sent: z.ZodType<VenueOrder> = z.strictObject({
  clOrdId,
  instrument,
  side,
  orderQty: quantity,
  terms,
  timeInForce: z.enum(TIMES_IN_FORCE),
  expireTime: utcTimeSchema.nullable(),
  isPostOnly: z.boolean(),
});

const order = z.strictObject({
  sent,
  orderId: z.string().min(1),
  status: z.enum([
    'New',
    'PartiallyFilled',
    'Filled',
    'PendingCancel',
    'Canceled',
    'Rejected',
    'Expired',
  ]),
  cumQty: amount,
  notional: amount,
  held: amount,
  isTriggered: z.boolean(),
  place: z
    .strictObject({ ahead: amount, unexplained: amount, leftAt: utcTimeSchema.nullable() })
    .nullable(),
  placedAt: utcTimeSchema,
  at: utcTimeSchema,
  text: z.string().nullable(),
});

const fill: z.ZodType<VenueFill> = z.strictObject({
  execId: z.string().min(1),
  orderId: z.string().min(1),
  clOrdId: clOrdId.nullable(),
  instrument,
  side,
  lastQty: quantity,
  lastPx: price,
  fee: z.strictObject({ amount, asset }).nullable(),
  isMaker: z.boolean().nullable(),
  at: utcTimeSchema,
});

const state: z.ZodType<PaperState> = z.strictObject({
  balances: z.array(z.strictObject({ asset, total: amount, held: amount })),
  orders: z.array(order),
  fills: z.array(fill),
  taken: z.array(
    z.strictObject({ instrument, side, price: z.string(), shown: amount, taken: amount }),
  ),
  last: z.array(z.strictObject({ instrument, price: amount })),
  forgotten: z.strictObject({
    orders: utcTimeSchema.nullable(),
    fills: utcTimeSchema.nullable(),
  }),
  deadManAt: utcTimeSchema.nullable(),
});

/** `PaperConnection.state()` read back. */
export function parsePaperState(text: string): Result<PaperState, Malformed> {
  return readTextAs(state, text);
}
