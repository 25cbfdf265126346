/**
 * What checks are made of: one order on its way to one venue, and the figures that others keep. A figure
 * that is not known, or too old to be believed, is null; every check that needs it then refuses.
 */
import {
  type AccountId,
  absolute,
  add,
  type ClientId,
  type Decimal,
  greaterThan,
  type Id,
  multiply,
  NUMERIC_SCALE,
  type Price,
  type Quantity,
  roundTo,
  signOf,
  subtract,
  type UtcTime,
} from '../kernel/index.ts';
import type { InstrumentId, Side, TradingTerms, VenueId } from '../market-data/index.ts';
import type { ClOrdId, OrderTerms, VenueOrder } from '../trading/index.ts';
import { type Limit, type LimitKind, type LimitLevel, limitsFor, type Scopes } from './limits.ts';
import type { StateReading } from './trading-state.ts';

export type StrategyId = Id<'StrategyId'>;

export interface OrderToCheck extends VenueOrder {
  readonly client: ClientId;
  readonly account: AccountId;
  readonly strategy: StrategyId | null;
  readonly venue: VenueId;
  readonly venueKey: string;
  /** `Flattening` is the engine's alone: it closes a position because FLATTEN stands. */
  readonly isFlattening: boolean;
}

/** Figures of one level an order stands on. Money is in the firm's currency of valuation. */
export interface ScopeFigures {
  /** In this instrument, in base asset; negative is short. */
  readonly position: Decimal | null;
  /** What open orders in this instrument may still buy and sell, in base asset, without this order. */
  readonly workingBuy: Decimal | null;
  readonly workingSell: Decimal | null;
  /** Of all other instruments, each at its worst with its open orders counted. */
  readonly grossElsewhere: Decimal | null;
  readonly netElsewhere: { readonly low: Decimal; readonly high: Decimal } | null;
  readonly equity: Decimal | null;
  readonly dayPnl: Decimal | null;
  readonly peakEquity: Decimal | null;
  readonly startEquity: Decimal | null;
  /** In this instrument today, in base asset. */
  readonly tradedToday: Decimal | null;
  /** Value held at this order's venue, with what is on its way there. */
  readonly heldAtVenue: Decimal | null;
  /** Messages sent within the window that the limit is for. */
  readonly messages: number | null;
  /** With this order in it. */
  readonly valueAtRisk: Decimal | null;
  /** Days whose loss was larger than the value at risk, in the window of backtesting. */
  readonly varBreaches: number | null;
}

/** An order of ours that may still trade. */
export interface OpenOrder {
  readonly clOrdId: ClOrdId;
  readonly client: ClientId;
  readonly account: AccountId;
  readonly venue: VenueId;
  readonly instrument: InstrumentId;
  readonly side: Side;
  /** Null: it takes any price. */
  readonly price: Price | null;
}

export interface SentOrder {
  readonly clOrdId: ClOrdId;
  readonly account: AccountId;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly orderQty: Quantity;
  readonly terms: OrderTerms;
  /** Milliseconds before now. */
  readonly ageMs: number;
}

export interface Balance {
  readonly total: Decimal;
  /** By open orders and transfers, in full. */
  readonly held: Decimal;
}

/** The order that a child is a part of: slips of the hand and repeats are judged by all of it. */
export interface Whole {
  readonly orderQty: Quantity;
  readonly terms: OrderTerms;
  /** It may do nothing but bring a position closer to zero. */
  readonly isReduceOnly: boolean;
}

export interface Facts {
  readonly at: UtcTime;
  /** Absent: the order stands for itself. */
  readonly whole?: Whole;
  readonly limits: readonly Limit[] | null;
  readonly states: readonly StateReading[] | null;
  readonly terms: TradingTerms | null;
  /** The instrument's price as all venues have it, and as it was over the collar's period. */
  readonly reference: Price | null;
  readonly periodReference: Price | null;
  /** Of this order's venue. */
  readonly quote: { readonly bid: Price; readonly ask: Price; readonly ageMs: number } | null;
  /** The worst price a market order of this quantity may get. */
  readonly worstPrice: Price | null;
  /** Currency of valuation for one unit of quote asset. */
  readonly quoteValue: Decimal | null;
  /** Of the venue at our tier: 0.001 is ten basis points. */
  readonly feeRate: Decimal | null;
  /** At the venue, for the order's account. */
  readonly base: Balance | null;
  readonly quoteAsset: Balance | null;
  /** Of orders of this account in this instrument, in base asset; `count` of how many. */
  readonly median: { readonly qty: Decimal; readonly count: number } | null;
  readonly throttle: { readonly repeats: number; readonly isOff: boolean } | null;
  readonly sentOrders: readonly SentOrder[] | null;
  readonly openOrders: readonly OpenOrder[] | null;
  /** Traded in the instrument on an average day, in base asset. */
  readonly dailyVolume: Decimal | null;
  readonly maxLeverage: {
    readonly tier: Decimal | null;
    readonly regime: Decimal | null;
    readonly product: Decimal | null;
  };
  readonly scopes: Readonly<Record<LimitLevel, ScopeFigures | null>>;
}

/** A level with this order in it: where the position can get to, and whether that is only closer to zero. */
export interface Reach {
  readonly low: Decimal;
  readonly high: Decimal;
  /** The larger of the two, without its sign. */
  readonly worst: Decimal;
  readonly reduces: boolean;
}

/** An order with its facts, and what several checks need of them, worked out once. */
export interface Subject {
  readonly order: OrderToCheck;
  readonly facts: Facts;
  readonly limits: ReadonlyMap<LimitKind, readonly Limit[]> | null;
  /** Value of one unit of base asset, at the dearest price that this order may trade at. */
  readonly unitValue: Decimal | null;
  /** Of the whole order. */
  readonly value: Decimal | null;
  /** In base asset, by level; null where a figure is missing. */
  readonly reach: Readonly<Record<LimitLevel, Reach | null>>;
}

const FIRM = 'firm';

function scopesOf({ client, account, strategy, instrument, venue }: OrderToCheck): Scopes {
  return { firm: FIRM, client, account, strategy, instrument, venue };
}

export function limitPriceOf(terms: OrderTerms): Price | null {
  return 'price' in terms ? terms.price : null;
}

export function stopPriceOf(terms: OrderTerms): Price | null {
  return 'stopPx' in terms ? terms.stopPx : null;
}

export function wholeOf({ orderQty, terms }: OrderToCheck, { whole }: Facts): Whole {
  return whole ?? { orderQty, terms, isReduceOnly: false };
}

/** A position is worth its mark, a purchase what is paid: the dearest of both is never too little. */
function dearest(order: OrderToCheck, facts: Facts): Decimal | null {
  const { reference, quoteValue } = facts;
  if (reference === null || quoteValue === null) return null;
  let price: Decimal = reference;
  for (const { terms } of [order, wholeOf(order, facts)]) {
    for (const own of [limitPriceOf(terms), stopPriceOf(terms)]) {
      if (own !== null && greaterThan(own, price)) price = own;
    }
  }
  return roundTo(multiply(price, quoteValue), NUMERIC_SCALE, 'Up');
}

/** Where this order can take a level's position; null where a figure of it is missing. */
export function reachOf(
  { side, orderQty }: OrderToCheck,
  figures: ScopeFigures | null,
): Reach | null {
  if (figures === null) return null;
  const { position, workingBuy, workingSell } = figures;
  if (position === null || workingBuy === null || workingSell === null) return null;
  const buys = side === 'Buy' ? add(workingBuy, orderQty) : workingBuy;
  const sells = side === 'Sell' ? add(workingSell, orderQty) : workingSell;
  const high = add(position, buys);
  const low = subtract(position, sells);
  const reduces = side === 'Buy' ? signOf(high) <= 0 : signOf(low) >= 0;
  const [up, down] = [absolute(high), absolute(low)];
  return { low, high, worst: greaterThan(down, up) ? down : up, reduces };
}

function reachesOf(order: OrderToCheck, { scopes }: Facts): Subject['reach'] {
  return {
    firm: reachOf(order, scopes.firm),
    client: reachOf(order, scopes.client),
    account: reachOf(order, scopes.account),
    strategy: reachOf(order, scopes.strategy),
    instrument: reachOf(order, scopes.instrument),
    venue: reachOf(order, scopes.venue),
  };
}

export function subjectOf(order: OrderToCheck, facts: Facts): Subject {
  const unitValue = dearest(order, facts);
  return {
    order,
    facts,
    limits: facts.limits === null ? null : limitsFor(facts.limits, scopesOf(order), facts.at),
    unitValue,
    value: unitValue === null ? null : multiply(unitValue, wholeOf(order, facts).orderQty),
    reach: reachesOf(order, facts),
  };
}
