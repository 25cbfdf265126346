/** Figures of Kraken spot, as its pages state them, and what this adapter takes where asked nothing. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { ConnectionLimits } from '../contract/connection.ts';
import type { VenueTraits } from '../contract/index.ts';
import type { BudgetRule } from '../line/index.ts';
import { KRAKEN } from './parse-listings.ts';

export const LIMITS: ConnectionLimits = {
  actMs: 15_000,
  questionMs: 10_000,
  // `deadline` of AddOrder: 2 to 60 s.
  acceptanceMs: 5_000,
  // A heartbeat comes each second where nothing else does.
  silenceMs: 5_000,
  refreshMs: 60_000,
  // ClosedOrders and TradesHistory give no more.
  pageRows: 50,
};

/** From the deadline on: what the engine has still under way, and readers that lag. */
const SETTLING_MS = 10_000;

export function traitsOf({ acceptanceMs }: ConnectionLimits): VenueTraits {
  return {
    venue: KRAKEN,
    replace: 'InPlace',
    cancelAll: true,
    deadManSwitch: { mostSeconds: 86_399 },
    absence: { acceptanceMs, marginMs: SETTLING_MS, isResendSafe: false },
  };
}

/** What an account's verification lets it do (guides "Spot REST rate limits", "Spot Trading Limits"). */
export interface KrakenTier {
  /** The counter of a key: each question adds to it, and it falls with time. */
  readonly counter: { readonly most: number; readonly fallsPerSecond: number };
  /** The matching engine's counter of each pair. */
  readonly trades: { readonly most: number; readonly fallsPerSecond: number };
}

export const KRAKEN_TIERS = {
  Starter: {
    counter: { most: 15, fallsPerSecond: 0.33 },
    trades: { most: 60, fallsPerSecond: 1 },
  },
  Intermediate: {
    counter: { most: 20, fallsPerSecond: 0.5 },
    trades: { most: 125, fallsPerSecond: 2.34 },
  },
  Pro: {
    counter: { most: 20, fallsPerSecond: 1 },
    trades: { most: 180, fallsPerSecond: 3.75 },
  },
} as const satisfies Readonly<Record<string, KrakenTier>>;

/** Public requests, by address: one a second, and some at once. */
export const ADDRESS_BUDGETS: Readonly<Record<string, BudgetRule>> = {
  public: { kind: 'Bucket', capacity: 15, refillPerSecond: 1, keptForCancels: 0 },
};

/** What stays for cancels: the switch and cancel-all count as questions, a fast cancel costs eight. */
const COUNTER_KEPT = 0.15;
const TRADES_KEPT = 0.3;

export const keptForCancels = ({ trades }: KrakenTier): number =>
  Math.floor(trades.most * TRADES_KEPT);

export function keyBudgets(
  { counter, trades }: KrakenTier,
  instruments: readonly InstrumentId[],
): Readonly<Record<string, BudgetRule>> {
  const rule = (of: KrakenTier['counter'], kept: number): BudgetRule => ({
    kind: 'Bucket',
    capacity: of.most,
    refillPerSecond: of.fallsPerSecond,
    keptForCancels: Math.floor(of.most * kept),
  });
  const names = [...instruments.map(tradesBudget), tradesBudget(null)];
  return {
    counter: rule(counter, COUNTER_KEPT),
    ...Object.fromEntries(names.map((name) => [name, rule(trades, TRADES_KEPT)])),
  };
}

/** Null for every pair that the account was not said to trade: they share one, which is stricter. */
export const tradesBudget = (instrument: InstrumentId | null): string =>
  `trades ${instrument ?? 'other'}`;
