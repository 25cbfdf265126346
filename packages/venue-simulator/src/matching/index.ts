/** The matching engine's door: a venue without a wire. */

export type { Level, LevelChange } from './book.ts';
export * from './fees.ts';
export * from './funds.ts';
export { BACKGROUND } from './holds.ts';
export * from './instrument.ts';
export type { Amendment, Market } from './market.ts';
export * from './order.ts';
export * from './venue.ts';
