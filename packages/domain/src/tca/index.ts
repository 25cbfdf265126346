/** What trading cost, against what it was decided by: pure figures, exact until they become bps. */
export * from './aggregate.ts';
export * from './costs.ts';
export * from './facts.ts';
export * from './scorecard.ts';
