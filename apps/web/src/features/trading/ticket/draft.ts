/** An order that is being written: what stands in the fields, and the wish it makes. Pure. */
import {
  type AccountId,
  type Decimal,
  decimal,
  divide,
  isZero,
  multiply,
  parseDecimal,
  toText,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import {
  ORD_TYPES,
  type OrdType,
  TIMES_IN_FORCE,
  type TimeInForce,
} from '@ultrathink/domain/trading';
import { z } from 'zod';
import type { Wish } from '../model.ts';

const figure = z.string().max(40).nullable();

export const draftSchema = z.object({
  /** Prices and sizes of one instrument mean nothing for another. */
  instrument: z.string().max(40),
  side: z.enum(['Buy', 'Sell']),
  ordType: z.enum(ORD_TYPES),
  /** In base asset, on the lot: what the engine gets. */
  orderQty: figure,
  /** In quote asset, where somebody wrote that instead; the quantity is made of it. */
  notional: figure,
  price: figure,
  stopPx: figure,
  timeInForce: z.enum(TIMES_IN_FORCE),
  expireTime: figure,
  isPostOnly: z.boolean(),
  isReduceOnly: z.boolean(),
});
export type Draft = z.infer<typeof draftSchema>;

export const emptyDraft = (instrument: string, side: Draft['side'] = 'Buy'): Draft => ({
  instrument,
  side,
  ordType: 'Limit',
  orderQty: null,
  notional: null,
  price: null,
  stopPx: null,
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  isReduceOnly: false,
});

/** What another page fills in by the address: a position to close, a hedge. */
interface AskedOrder {
  readonly side: string | null;
  readonly qty: string | null;
  readonly reduceOnly: string | null;
}

/** Null where the address asks for no order, or for none that can be. */
export function draftAsked(
  instrument: string,
  { side, qty, reduceOnly }: AskedOrder,
): Draft | null {
  const isSide = side === 'Buy' || side === 'Sell';
  if (!isSide || qty === null || !/^(?=.*[1-9])\d{1,12}(\.\d{1,18})?$/.test(qty)) return null;
  return {
    ...emptyDraft(instrument, side),
    ordType: 'Market',
    timeInForce: 'ImmediateOrCancel',
    orderQty: qty,
    isReduceOnly: reduceOnly === '1',
  };
}

export const needsPrice = (ordType: OrdType): boolean =>
  ordType === 'Limit' || ordType === 'StopLimit' || ordType === 'LimitIfTouched';
export const needsStop = (ordType: OrdType): boolean => ordType !== 'Market' && ordType !== 'Limit';

const RESTS: ReadonlySet<TimeInForce> = new Set(['GoodTillCancel', 'GoodTillDate', 'Day']);
export const mayPost = ({ ordType, timeInForce }: Draft): boolean =>
  ordType === 'Limit' && RESTS.has(timeInForce);

/** Best prices at the moment; null where a side is missing. */
export interface Touch {
  readonly bid: string | null;
  readonly ask: string | null;
}

export interface Conversion {
  readonly price: string;
  readonly from: 'limit' | 'trigger' | 'ask' | 'bid';
}

/** The price that quantity and notional are converted by: the order's own, else what it would meet. */
export function conversionOf(draft: Draft, { bid, ask }: Touch): Conversion | null {
  const own = needsPrice(draft.ordType) ? draft.price : null;
  if (own !== null) return { price: own, from: 'limit' };
  const stopPx = needsStop(draft.ordType) ? draft.stopPx : null;
  if (stopPx !== null) return { price: stopPx, from: 'trigger' };
  const [price, from] = draft.side === 'Buy' ? ([ask, 'ask'] as const) : ([bid, 'bid'] as const);
  return price === null ? null : { price, from };
}

const read = (text: string | null): Decimal | null => {
  const parsed = text === null ? null : parseDecimal(text);
  return parsed?.ok === true ? parsed.value : null;
};

/** The most whole lots that a sum buys at a price: never more than was meant. */
export function quantityFor(notional: string, price: string, lot: string): string | null {
  const [sum, each, step] = [read(notional), read(price), read(lot)];
  if (sum === null || each === null || step === null || isZero(each) || isZero(step)) return null;
  return toText(multiply(divide(sum, multiply(each, step), 0, 'Down'), step));
}

export function notionalOf(orderQty: string | null, price: string | null): string | null {
  const [quantity, each] = [read(orderQty), read(price)];
  return quantity === null || each === null ? null : toText(multiply(quantity, each));
}

/** The draft with a change made; a notional that was written is converted again where it has to be. */
export function changed(draft: Draft, to: Partial<Draft>, touch: Touch, lot: string): Draft {
  const next = { ...draft, ...to };
  if ('orderQty' in to) return { ...next, notional: null };
  const isRepriced =
    'notional' in to || 'price' in to || 'stopPx' in to || 'ordType' in to || 'side' in to;
  if (next.notional === null || !isRepriced) {
    return 'notional' in to ? { ...next, orderQty: null } : next;
  }
  const at = conversionOf(next, touch);
  return { ...next, orderQty: at === null ? null : quantityFor(next.notional, at.price, lot) };
}

/** The order as the engine is asked for it; null while something of it is missing. */
export function wishOf(draft: Draft, account: string | null): Wish | null {
  const { side, orderQty, timeInForce, isPostOnly, isReduceOnly, instrument } = draft;
  const terms = termsOf(draft);
  const quantity = read(orderQty);
  if (account === null || quantity === null || isZero(quantity) || terms === null) return null;
  const isDated = timeInForce === 'GoodTillDate';
  if (isDated && draft.expireTime === null) return null;
  return {
    beneficiary: { kind: 'Account', account: account as AccountId },
    strategy: null,
    instrument: instrument as Wish['instrument'],
    side,
    orderQty: toText(quantity),
    terms,
    timeInForce,
    expireTime: isDated ? (draft.expireTime as UtcTime) : null,
    isPostOnly: isPostOnly && mayPost(draft),
    isReduceOnly,
  };
}

function termsOf({ ordType, price, stopPx }: Draft): Wish['terms'] | null {
  switch (ordType) {
    case 'Market':
      return { ordType };
    case 'Limit':
      return price === null ? null : { ordType, price };
    case 'Stop':
    case 'MarketIfTouched':
      return stopPx === null ? null : { ordType, stopPx };
    default:
      return price === null || stopPx === null ? null : { ordType, price, stopPx };
  }
}

/** What is still missing, in the words of the fields; null when nothing is. */
export function missingOf(draft: Draft, account: string | null): string | null {
  const missing = [
    account === null ? 'an account' : null,
    draft.orderQty === null || isZero(decimal(draft.orderQty)) ? 'a quantity' : null,
    needsStop(draft.ordType) && draft.stopPx === null ? 'a trigger price' : null,
    needsPrice(draft.ordType) && draft.price === null ? 'a limit price' : null,
    draft.timeInForce === 'GoodTillDate' && draft.expireTime === null ? 'an expiry' : null,
  ].filter((one) => one !== null);
  if (missing.length === 0) return null;
  const last = missing.pop();
  return missing.length === 0 ? `${last}` : `${missing.join(', ')} and ${last}`;
}
