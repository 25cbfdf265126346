/**
 * The session's cookie, as procedures see it: 256 bits of chance and nothing else. What they open is
 * a row of ours, read on each call; which library writes the cookie is known to one file.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { UtcTime } from '@ultrathink/domain/kernel';

export interface SessionPort {
  /** The secret that came with the request; null for none, or for a cookie we did not write. */
  read(): Promise<Uint8Array | null>;
  /** Gives the browser another secret, with the answer that is being made. */
  write(secret: Uint8Array, until: UtcTime): Promise<void>;
  /** Takes it away, and what the browser keeps of us with it (Clear-Site-Data). */
  clear(): Promise<void>;
}

export const SESSION_SECRET_BYTES = 32;

export function newSessionSecret(): Uint8Array {
  return randomBytes(SESSION_SECRET_BYTES);
}

/** What the database keeps of a secret of 128 bits or more: no salt is needed for chance. */
export function secretHash(secret: Uint8Array): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

/** For calls that come without a browser: nothing to read, nothing to write. */
export const noSession: SessionPort = {
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(),
  clear: () => Promise.resolve(),
};
