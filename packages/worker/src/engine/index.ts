/** The shell's door, for what measures it: the parts that `start-trading.ts` puts together. */
export { answerWithoutVenues } from '../market-data/no-markets.ts';
export { ActsMeter } from './acts-meter.ts';
export { Callers } from './callers.ts';
export { createDecide, type Outcome } from './commands.ts';
export { openDoor } from './door.ts';
export { DOOR_LIMITS } from './door-limits.ts';
export { type AccountLine, Effects } from './effects.ts';
export { EvidenceKeeper } from './evidence.ts';
export type { EnginePorts, VenueEffect } from './ports.ts';
export { Relay } from './relay.ts';
export { Run } from './run.ts';
export { Snapshots } from './snapshots.ts';
export { noticesOf } from './trading-notices.ts';
