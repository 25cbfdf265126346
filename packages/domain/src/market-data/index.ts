/** Market data's one door: what is traded where, and what it costs at this moment. */
export * from './bars.ts';
export * from './book.ts';
export * from './consolidated.ts';
export * from './conversion.ts';
export * from './cross-rates.ts';
export * from './instrument.ts';
export * from './quote-books.ts';
export * from './sealed-secret.ts';
export * from './valuation.ts';
export * from './venue-key.ts';
export * from './venue-key-payload.ts';
export * from './venue-name.ts';
export * from './venue-state.ts';
export * from './views.ts';
export * from './wire.ts';
