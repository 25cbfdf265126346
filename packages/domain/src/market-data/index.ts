/** Market data's one door: what is traded where, and what it costs at this moment. */
export * from './book.ts';
export * from './consolidated.ts';
export * from './instrument.ts';
