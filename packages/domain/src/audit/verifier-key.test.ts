import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../kernel/index.ts';
import { formatVerifierKey, parseVerifierKey } from './verifier-key.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
/** The key that the test data of golang.org/x/mod/sumdb/note publishes. */
const SHARED = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

describe('a verifier key', () => {
  it('is read and written as other implementations of signed notes do', () => {
    const key = unwrap(parseVerifierKey(sha256, SHARED));
    expect(key).toMatchObject({ name: 'PeterNeumann', algorithm: 'Ed25519' });
    expect(formatVerifierKey(sha256, key)).toBe(SHARED);
  });

  it('reads back for ML-DSA-44', () => {
    const key = {
      name: 'firm.example/audit',
      algorithm: 'ML-DSA-44',
      publicKey: new Uint8Array(1312).fill(7),
    } as const;
    expect(unwrap(parseVerifierKey(sha256, formatVerifierKey(sha256, key)))).toEqual(key);
  });

  it.each([
    ['another key id', SHARED.replace('c74f20a3', 'c74f20a4')],
    ['another name', SHARED.replace('Peter', 'Petra')],
    ['a key that was cut', `${SHARED.slice(0, -4)}`],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(parseVerifierKey(sha256, text)).toEqual({ ok: false, error: 'NotAVerifierKey' });
  });
});
