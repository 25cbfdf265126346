/** Figures of Coinbase Advanced Trade, and what this adapter takes where it is told nothing else. */
import type { ConnectionLimits } from '../contract/connection.ts';
import type { VenueTraits } from '../contract/index.ts';
import type { BudgetRule } from '../line/index.ts';
import { COINBASE } from './parse-products.ts';

export const LIMITS: ConnectionLimits = {
  actMs: 15_000,
  questionMs: 10_000,
  // The venue takes no such bound: a token is good for two minutes, whatever we would like.
  acceptanceMs: 120_000,
  silenceMs: 5_000,
  refreshMs: 60_000,
  // GET /accounts gives no more; orders and fills would give more.
  pageRows: 250,
};

/** Heartbeats come once a second: less than that can't be told from silence. */
const SHORTEST_SILENCE_MS = 2_500;

export const silenceOf = ({ silenceMs }: ConnectionLimits): number =>
  Math.max(silenceMs, SHORTEST_SILENCE_MS);

/** The same text again with the same id gives the order that is there, so absence is not asked for. */
export const TRAITS: VenueTraits = {
  venue: COINBASE,
  replace: 'InPlace',
  cancelAll: true,
  deadManSwitch: null,
  absence: { acceptanceMs: null, marginMs: 0, isResendSafe: true },
};

/** "Requests per second per IP: 10" for what needs no key. */
export const ADDRESS_BUDGETS: Readonly<Record<string, BudgetRule>> = {
  public: { kind: 'Bucket', capacity: 10, refillPerSecond: 10, keptForCancels: 0 },
};

/** "Requests per second: 30" of one user. */
export const KEY_BUDGETS: Readonly<Record<string, BudgetRule>> = {
  private: { kind: 'Bucket', capacity: 30, refillPerSecond: 30, keptForCancels: 5 },
};

/** "8 unauthenticated messages per second per IP" over a stream. */
export const SENDS_PER_SECOND = 8;

/** The whole book of a deep market comes as one message of some megabytes. */
export const STREAM_MESSAGE_BYTES = 64 * 1024 * 1024;

/** After a subscription was refused. */
export const REFUSED_PAUSE_MS = 5_000;
