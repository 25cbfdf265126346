/** The market model's door: prices and the people who trade at them. */
export * from './liquidity.ts';
export * from './model.ts';
export * from './replayed.ts';
