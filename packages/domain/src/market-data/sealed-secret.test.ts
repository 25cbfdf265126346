import { describe, expect, it } from 'vitest';
import {
  makeSealKeyPair,
  maskKeyName,
  openCredentials,
  readCredentials,
  SEALED_MAX_BYTES,
  type SealBinding,
  type SealKeyId,
  sealCredentials,
  type VenueAccountId,
  type VenueCredentials,
  venueKeyFingerprint,
  writeCredentials,
} from './index.ts';

// What browsers have too; the compiler of this package knows neither a browser nor Node.
const { crypto } = globalThis as unknown as { crypto: Parameters<typeof makeSealKeyPair>[0] };

const ID = '01981e8c-0000-7000-8000-000000000001' as SealKeyId;
const ACCOUNT = '01981e8c-0000-7000-8000-000000000002' as VenueAccountId;
const PLACE: SealBinding = { venue: 'binance', account: ACCOUNT, label: 'Main, second key' };
const SECRET: VenueCredentials = {
  key: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
  passphrase: null,
};

const pair = await makeSealKeyPair(crypto);
const own = { id: ID, ...pair };
const seal = (credentials = SECRET) => sealCredentials(crypto, own, PLACE, credentials);
const opened = (sealed: Uint8Array, place = PLACE, key = own) =>
  openCredentials(crypto, key, place, sealed);

describe('a sealed secret', () => {
  it('opens with the worker’s key, for the venue, account and label it was sealed for', async () => {
    expect(await opened(await seal())).toEqual({ ok: true, value: SECRET });
    const withPhrase = { ...SECRET, passphrase: 'läng — with signs' };
    expect(await opened(await seal(withPhrase))).toEqual({ ok: true, value: withPhrase });
  });

  it('ASVS 11.3.4 is other bytes each time, and none of them is the secret', async () => {
    const [one, other] = [await seal(), await seal()];
    expect(one).not.toEqual(other);
    const text = String.fromCharCode(...one);
    expect(text).not.toContain(SECRET.secret);
    expect(text).not.toContain(SECRET.key);
  });

  it.each([
    ['another venue', { ...PLACE, venue: 'kraken' }],
    ['another account', { ...PLACE, account: ID as string as VenueAccountId }],
    ['another label', { ...PLACE, label: 'Main' }],
  ] as const)('ASVS 11.3.3 does not open for %s', async (_what, place) => {
    expect(await opened(await seal(), place)).toEqual({ ok: false, error: { code: 'NotGenuine' } });
  });

  it('does not open with another key, nor under another name of the key', async () => {
    const other = { id: ID, ...(await makeSealKeyPair(crypto)) };
    const renamed = { ...own, id: ACCOUNT as string as SealKeyId };
    for (const key of [other, renamed]) {
      expect(await opened(await seal(), PLACE, key)).toEqual({
        ok: false,
        error: { code: 'NotGenuine' },
      });
    }
  });

  it('ASVS 11.3.3 with any one byte changed is refused', async () => {
    const sealed = await seal();
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.map((byte, i) => (i === at ? byte ^ 1 : byte));
      const answer = await opened(changed);
      expect([at, answer.ok]).toEqual([at, false]);
    }
  });

  it('cut short, empty, too long or of another version is malformed', async () => {
    const sealed = await seal();
    const cases = [
      new Uint8Array(0),
      sealed.subarray(0, 80),
      new Uint8Array(SEALED_MAX_BYTES + 1).fill(1),
      sealed.map((byte, i) => (i === 0 ? 2 : byte)),
    ];
    for (const bytes of cases) {
      expect(await opened(bytes)).toEqual({ ok: false, error: { code: 'Malformed' } });
    }
  });

  it('of what is no credentials is malformed, and says nothing of it', async () => {
    for (const wrong of [{ key: '', secret: 'x' }, { key: 'x' }, { key: 1, secret: 'x' }]) {
      const answer = await opened(await seal(wrong as unknown as VenueCredentials));
      expect(answer).toEqual({ ok: false, error: { code: 'Malformed' } });
    }
    const tooLong = { ...SECRET, secret: 'x'.repeat(4_097) };
    expect((await opened(await seal(tooLong))).ok).toBe(false);
    const longest = { ...SECRET, secret: '\u0001'.repeat(4_096) };
    expect(await opened(await seal(longest))).toEqual({ ok: true, value: longest });
  });
});

it('credentials written are read back, and text that is none is refused', () => {
  expect(readCredentials(writeCredentials(SECRET))).toEqual({ ok: true, value: SECRET });
  expect(readCredentials(new Uint8Array([0xff])).ok).toBe(false);
  expect(readCredentials(writeCredentials({ ...SECRET, key: 'x'.repeat(257) })).ok).toBe(false);
});

it('a fingerprint is of venue and key name: the same for all who hold both', async () => {
  const one = await venueKeyFingerprint(crypto, 'binance', SECRET.key);
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(await venueKeyFingerprint(crypto, 'binance', SECRET.key)).toBe(one);
  expect(await venueKeyFingerprint(crypto, 'kraken', SECRET.key)).not.toBe(one);
});

it.each([
  [SECRET.key, 'vmPU…Eh8A'],
  ['simulated-key', 'simu…-key'],
  ['short', 'sh…'],
])('ASVS 14.2.6 %s is shown as %s', (name, masked) => {
  expect(maskKeyName(name)).toBe(masked);
});
