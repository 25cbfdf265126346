import { createHash } from 'node:crypto';

/** Hashes of thirty-two specimen events: real SHA-256, so that the drawing shows what it claims. */
export const LEAVES: readonly string[] = Array.from({ length: 32 }, (_, index) =>
  createHash('sha256').update(`specimen event ${index}`).digest('hex'),
);
