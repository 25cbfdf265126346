/** Portfolio's one door: what accounts hold, what it cost, and what was gained. */
export * from './holdings.ts';
export * from './lots.ts';
export * from './position.ts';
export * from './positions.ts';
export * from './results.ts';
export * from './worth.ts';
