/** Portfolio's one door: what accounts hold, what it cost, and what was gained. */
export * from './lots.ts';
export * from './position.ts';
export * from './positions.ts';
