/** The line's one door, for the adapters of this package. */
export {
  type AddressBudget,
  type BudgetRule,
  type BudgetRules,
  createAddressBudget,
} from './budget.ts';
export { ClockOffset } from './clock-offset.ts';
export { createLine } from './create-line.ts';
export type { LineHealth, StreamDown, StreamHealth } from './health.ts';
export { keepOffset } from './keep-offset.ts';
export type { Feedback, Line, LineRequest, LineResult, SignedRequest } from './line.ts';
export { openStream } from './open-stream.ts';
export type { LineSetup } from './setup.ts';
export type { Stream, StreamOptions } from './stream-options.ts';
export { realTimers, type Timers } from './timers.ts';
