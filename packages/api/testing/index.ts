/** For tests of this package and of others: services without a network, and callers. */

export { type MemoryDoor, memoryDoor } from './memory-door.ts';
export * from './services.ts';
