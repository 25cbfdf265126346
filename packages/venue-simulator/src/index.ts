/** A simulator from code: for tests, which choose its clock and its faults. */
export { fixed, formatFixed } from './kernel/fixed.ts';
export * from './server/faults.ts';
export * from './simulator.ts';
export { realClock, VirtualClock, type WorldClock } from './world/clock.ts';
export type { CustomerKey } from './world/customers.ts';
