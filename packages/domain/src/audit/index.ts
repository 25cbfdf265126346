/** Audit's one door. It knows nobody: others describe themselves to it. */
export { concat, fromBase64, sameBytes, toBase64, toHex, utf8 } from './bytes.ts';
export * from './chain.ts';
export * from './checkpoint.ts';
export * from './event.ts';
export * from './frontier.ts';
export * from './merkle.ts';
export * from './receipt.ts';
export * from './verifier-key.ts';
