/** Orders, executions, funds and positions as pages and programs read them: the engine's projections. */
export * from './account-of.ts';
export * from './blocks.ts';
export * from './doubts.ts';
export * from './evidence-pack.ts';
export * from './executions.ts';
export * from './flows.ts';
export * from './holdings.ts';
export * from './limit-use.ts';
export * from './movements.ts';
export * from './one-order.ts';
export * from './order-evidence.ts';
export * from './order-trail.ts';
export * from './orders.ts';
export * from './replays.ts';
export * from './results.ts';
export * from './traded.ts';
export * from './under-stop.ts';
