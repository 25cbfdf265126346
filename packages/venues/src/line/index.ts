/** The line's one door, for the adapters of this package. */
export type { AddressBudget, AddressSetup, BudgetRule } from './budget.ts';
export type {
  BreakerSummary,
  Headroom,
  LatencySummary,
  LineHealth,
  StreamDown,
  StreamHealth,
} from './health.ts';
export type { Feedback, Line, LineRequest, LineResult, SignedRequest } from './line.ts';
export type { LineLimits, LineSetup, MeasuredLine, Secrets } from './setup.ts';
export type { Stream, StreamOptions } from './stream-options.ts';
export { realTimers, type Timers } from './timers.ts';
// `createLine(setup: LineSetup): MeasuredLine`, `createAddressBudget(setup: AddressSetup):
// AddressBudget` and `openStream(options: StreamOptions): Stream` come with the next commit.
