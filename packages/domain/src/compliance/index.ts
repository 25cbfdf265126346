/** Compliance's one door: what rules say of an order. */
export * from './facts.ts';
export * from './judge.ts';
