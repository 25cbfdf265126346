/** What people decided for the engine to hold to, and how it is told. */
export * from './agreements.ts';
export * from './clients.ts';
export { listCompletedStops } from './completed-stops.ts';
export * from './outbox.ts';
export * from './risk.ts';
export * from './rules.ts';
export type { Keeping, Version } from './version.ts';
