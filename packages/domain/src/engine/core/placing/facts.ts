/** What risk's checks are made of, for one child order on its way to one venue. */
import {
  type Asset,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  listItems,
  mapGet,
  msBetween,
  ONE,
  type Price,
  toEpochMs,
  ZERO,
} from '../../../kernel/index.ts';
import { otherSide, type Side } from '../../../market-data/index.ts';
import {
  type Facts,
  limitPriceOf,
  type OpenOrder,
  type OrderToCheck,
  type SentOrder,
} from '../../../risk/index.ts';
import type { BookExcerpt, ClOrdId } from '../../../trading/index.ts';
import { markingOf, valueOfAsset } from '../apply/figures.ts';
import { alikeKey, workingKey } from '../working.ts';
import { type Figured, scopeFiguresOf } from './figures.ts';
import { limitsOf, maxLeverageOf, readingsOf } from './limits.ts';
import { balanceAt, feeRateAt } from './money.ts';
import { type Sight, shareOf, venueOf } from './sight.ts';

/** The collar's period, and how much of it the marks keep. */
const PERIOD_MS = 5 * 60_000;
/** Of orders of the other side, best first: where the best can't be met none can. */
const MOST_OPEN = 16;

export interface Asked extends Figured {
  /** Held at the place for earlier children of the same plan. */
  readonly heldBefore: Decimal;
  /** It waits for its price, and is looked at again when that comes. */
  readonly isWaiting: boolean;
}

export function factsOf(sight: Sight, order: OrderToCheck, asked: Asked): Facts {
  const { state, at, work, isMarked, slice } = sight;
  const { venue, part } = asked;
  const here = venueOf(sight, venue);
  const book = here?.book ?? null;
  const mark = isMarked ? mapGet(state.marks.instruments, work.instrument) : undefined;
  const limits = limitsOf(sight, venue, part);
  const orderQty = part === null ? work.orderQty : shareOf(part, work.orderQty);
  return {
    at,
    whole: {
      orderQty: orderQty as typeof work.orderQty,
      terms: work.terms,
      isReduceOnly: work.isReduceOnly,
    },
    limits,
    states: readingsOf(sight, order.venueKey, part),
    terms: here?.terms ?? null,
    reference: slice?.reference ?? null,
    periodReference: periodReferenceOf(sight),
    quote: book === null ? null : quoteOf(book, at),
    worstPrice:
      book === null || limitPriceOf(order.terms) !== null
        ? null
        : worstPriceOf(book, work.side, order.orderQty),
    quoteValue: quoteValueOf(sight),
    feeRate: feeRateAt(sight, venue),
    ...balancesOf(sight, asked),
    median: medianOf(sight),
    throttle: throttleOf(sight),
    sentOrders: sentOf(sight),
    openOrders: asked.isWaiting ? [] : openAt(sight, asked),
    dailyVolume: mark?.dailyVolume ?? null,
    maxLeverage: maxLeverageOf(sight, part),
    scopes: scopeFiguresOf(sight, asked),
  };
}

function periodReferenceOf({ state, at, work, isMarked }: Sight): Price | null {
  if (!isMarked) return null;
  const kept = mapGet(state.marks.history, work.instrument) ?? [];
  return kept.find((one) => msBetween(one.at, at) <= PERIOD_MS)?.price ?? null;
}

function quoteOf(book: BookExcerpt, at: Facts['at']): Facts['quote'] {
  if (book.kind !== 'Good') return null;
  const [bid, ask] = [book.bids[0], book.asks[0]];
  if (bid === undefined || ask === undefined) return null;
  const ageMs = toEpochMs(at) - toEpochMs(book.at);
  return { bid: decimal(bid[0]) as Price, ask: decimal(ask[0]) as Price, ageMs };
}

/** The last price that taking so much of the book reaches; null where it is too thin for it. */
export function worstPriceOf(book: BookExcerpt, side: Side, quantity: Decimal): Price | null {
  if (book.kind !== 'Good') return null;
  let taken = ZERO;
  for (const [price, size] of side === 'Buy' ? book.asks : book.bids) {
    taken = add(taken, decimal(size));
    if (compare(taken, quantity) >= 0) return decimal(price) as Price;
  }
  return null;
}

/** Currency of valuation for one unit of quote asset. */
export function quoteValueOf({ state, quote, isMarked }: Sight): Decimal | null {
  if (quote === state.config.currency) return ONE;
  return isMarked ? (valueOfAsset(markingOf(state), quote as Asset) ?? null) : null;
}

/** Of a block's own child what all its parts have; no account at the venue: not known. */
function balancesOf(sight: Sight, { venue, part, heldBefore, side }: Asked) {
  const place = sight.usable.get(venue)?.terms.id;
  if (place === undefined) return { base: null, quoteAsset: null };
  const parts = part === null ? sight.work.parts : [part];
  const of = (asset: string, isSpent: boolean) =>
    balanceAt(sight.state, parts, asset, place, isSpent ? heldBefore : ZERO);
  return {
    base: of(sight.base, side === 'Sell'),
    quoteAsset: of(sight.quote, side === 'Buy'),
  };
}

/** The lower middle of an even count is between both. */
function medianOf({ state, work }: Sight): Facts['median'] {
  const sizes = mapGet(state.risk.sizes, `${work.account}|${work.instrument}`);
  if (sizes === undefined) return { qty: ZERO, count: 0 };
  const known = MEDIANS.get(sizes);
  if (known !== undefined) return known;
  const made = medianIn(sizes);
  MEDIANS.set(sizes, made);
  return made;
}

type Median = NonNullable<Facts['median']>;
/** Each child of a plan, and each part of a block, is held against the same one. */
const MEDIANS = new WeakMap<readonly Decimal[], Median>();

function medianIn(sizes: readonly Decimal[]): Median {
  const sorted = sizes.toSorted(compare);
  const count = sorted.length;
  const [low, high] = [sorted[(count - 1) >> 1], sorted[count >> 1]];
  if (low === undefined || high === undefined) return { qty: ZERO, count: 0 };
  return { qty: divide(add(low, high), decimal('2'), 18, 'Down'), count };
}

/** A person who looks at each order is no repeated execution. */
function throttleOf({ state, work }: Sight): Facts['throttle'] {
  if (!work.isAutomatic) return { repeats: 0, isOff: false };
  return mapGet(state.risk.throttles, throttleKey(work)) ?? { repeats: 0, isOff: false };
}

export const throttleKey = (work: Pick<Sight['work'], 'strategy' | 'account'>): string =>
  work.strategy ?? work.account;

/**
 * The last order that says the same, if there is one: parents alone, because a child is what an order
 * made. What stands already was judged by it when it was placed.
 */
function sentOf({ state, at, work }: Sight): readonly SentOrder[] {
  if (work.isCounted) return [];
  const last = mapGet(state.alike, alikeKey(work));
  if (last === undefined) return [];
  const { account, instrument, side, orderQty, terms } = work;
  const clOrdId = last.clOrdId as ClOrdId;
  const ageMs = msBetween(last.at, at);
  return [{ clOrdId, account, instrument, side, orderQty, terms, ageMs }];
}

function openAt({ state, work }: Sight, { venue, side }: Asked): readonly OpenOrder[] {
  const key = workingKey(venue, work.instrument, otherSide(side));
  const open = mapGet(state.working, key);
  return open === undefined ? [] : listItems(open, MOST_OPEN);
}
