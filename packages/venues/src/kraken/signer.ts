/** Signatures by ccxt, with numbers that rise as Kraken wants them. */
import { toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { CcxtSigner } from '../common/ccxt.ts';
import type { SignedRequest } from '../line/index.ts';

export interface Unsigned {
  readonly api: 'public' | 'private';
  readonly path: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
}

/** Of each key of this process: two lines of one key must not use a number twice. */
const lastNonces = new Map<string, number>();

/**
 * Each request of a key carries a number greater than the one before ("always increasing, unsigned
 * 64-bit integer"). ccxt takes the millisecond, which two requests may share and which goes back when
 * the clock is set: here it is the venue's millisecond or one more than the last, whichever is greater.
 */
export function nextNonce(key: string, now: UtcTime): number {
  const nonce = Math.max((lastNonces.get(key) ?? 0) + 1, toEpochMs(now));
  lastNonces.set(key, nonce);
  return nonce;
}

export function createSigner(
  signer: CcxtSigner,
  key: string | null,
  now: () => UtcTime,
): (asked: Unsigned) => SignedRequest {
  signer.nonce = () => nextNonce(key ?? '', now());
  return ({ api, path, params }) => {
    const method = api === 'public' ? 'GET' : 'POST';
    const { url, headers = {}, body } = signer.sign(path, api, method, params);
    const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    return { method, url, headers: Object.fromEntries(named), body: body ?? null };
  };
}
