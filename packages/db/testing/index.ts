/** For tests only: databases to throw away, and builders. */
export * from './audited-log.ts';
export * from './builders.ts';
export * from './engine.ts';
export { aLedShard } from './led-shard.ts';
export * from './sealed-log.ts';
export { startTestServer, type TestServer } from './server.ts';
export * from './test-database.ts';
export * from './venue-keys.ts';
