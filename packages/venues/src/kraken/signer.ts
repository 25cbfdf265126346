/** Signatures by ccxt, with numbers that rise as Kraken wants them. */
import { type Clock, toEpochMs } from '@ultrathink/domain/kernel';
import type { SignedRequest } from '../line/index.ts';
import type { CcxtSigner } from '../shared/ccxt.ts';

export interface Unsigned {
  readonly api: 'public' | 'private';
  readonly path: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Each request of a key carries a number greater than the one before ("always increasing, unsigned
 * 64-bit integer"). ccxt takes the millisecond, which two requests may share and which goes back when
 * the clock is set: here it is the millisecond or one more than the last, whichever is greater.
 */
export function createSigner(signer: CcxtSigner, clock: Clock): (asked: Unsigned) => SignedRequest {
  let last = 0;
  signer.nonce = () => {
    last = Math.max(last + 1, toEpochMs(clock.now()));
    return last;
  };
  return ({ api, path, params }) => {
    const method = api === 'public' ? 'GET' : 'POST';
    const { url, headers = {}, body } = signer.sign(path, api, method, params);
    const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    return { method, url, headers: Object.fromEntries(named), body: body ?? null };
  };
}
