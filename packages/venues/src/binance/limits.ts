/** Figures of Binance spot, as its pages state them, and what this adapter takes where asked nothing. */
import type { ConnectionLimits } from '../contract/connection.ts';
import type { VenueTraits } from '../contract/index.ts';
import type { BudgetRule } from '../line/index.ts';
import { BINANCE } from './parse-instruments.ts';

export const LIMITS: ConnectionLimits = {
  // The venue's own backend gives up after 10 s.
  actMs: 15_000,
  questionMs: 10_000,
  // recvWindow: the default is 5 s, of which most is room for clocks that nobody measured.
  acceptanceMs: 3_000,
  // The venue pings every 20 s, and we every 5 s.
  silenceMs: 15_000,
  refreshMs: 60_000,
  // GET /api/v3/myTrades and allOrders give no more.
  pageRows: 1000,
};

/** From the end of recvWindow on: what the backend may take (10 s), and readers that lag. */
const SETTLING_MS = 12_000;

export function traitsOf({ acceptanceMs }: ConnectionLimits): VenueTraits {
  return {
    venue: BINANCE,
    replace: 'CancelReplace',
    cancelAll: true,
    deadManSwitch: null,
    absence: { acceptanceMs, marginMs: SETTLING_MS, isResendSafe: false },
  };
}

/** REQUEST_WEIGHT, by address: 6,000 a minute. */
export const ADDRESS_BUDGETS: Readonly<Record<string, BudgetRule>> = {
  weight: { kind: 'Window', capacity: 6000, windowMs: 60_000, keptForCancels: 300 },
};

/** ORDERS, by account: 100 in ten seconds. A cancel costs none. */
export const KEY_BUDGETS: Readonly<Record<string, BudgetRule>> = {
  orders: { kind: 'Window', capacity: 100, windowMs: 10_000, keptForCancels: 0 },
};
