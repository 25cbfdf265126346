/** The kernel's one door: what every context may use and nothing that knows a context. */
export * from './assert.ts';
export type { Brand } from './brand.ts';
export * from './canonical.ts';
export * from './csv.ts';
export * from './decimal.ts';
export * from './format-number.ts';
export * from './format-text.ts';
export * from './format-time.ts';
export * from './ids.ts';
export * from './money.ts';
export * from './persistent-list.ts';
export * from './persistent-map.ts';
export * from './ports.ts';
export * from './read-number.ts';
export * from './result.ts';
export * from './schemas.ts';
export * from './utc-time.ts';
export * from './uuidv7.ts';
