/** The database's door: how a process connects, and the two ways through. */
export * from './actor.ts';
export * from './audit/vault.ts';
export * from './connect.ts';
export * from './decimals.ts';
export * from './door.ts';
export { classify, type DatabaseFailure } from './failure.ts';
export * from './read.ts';
export { type Patience, RETRY } from './retry.ts';
