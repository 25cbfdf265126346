/** For tests of this package and of others: services without a network, and callers. */

export { verifyPassword } from '../src/auth/passwords.ts';
export * from './arbitrary-input.ts';
export * from './front-door.ts';
export { type MemoryDoor, memoryDoor } from './memory-door.ts';
export * from './people.ts';
export * from './services.ts';
