/** The line's one door, for the adapters of this package. */
export {
  type AddressBudget,
  type AddressSetup,
  type BudgetRule,
  type BudgetRules,
  createAddressBudget,
} from './budget.ts';
export { ClockOffset, type OffsetReading } from './clock-offset.ts';
export { createLine } from './create-line.ts';
export type {
  BreakerSummary,
  Headroom,
  LatencySummary,
  LineHealth,
  StreamDown,
  StreamHealth,
} from './health.ts';
export { keepOffset, type OffsetKeeper, type OffsetKeeping } from './keep-offset.ts';
export type { Feedback, Line, LineRequest, LineResult, SignedRequest } from './line.ts';
export { openStream } from './open-stream.ts';
export type { LineLimits, LineSetup, MeasuredLine, Secrets } from './setup.ts';
export type { Stream, StreamOptions } from './stream-options.ts';
export { realTimers, type Timers } from './timers.ts';
