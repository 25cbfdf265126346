/** The engine's room in the core: so far the contract of its door. */
export * from './contract.ts';
export * from './limits.ts';
export * from './position.ts';
