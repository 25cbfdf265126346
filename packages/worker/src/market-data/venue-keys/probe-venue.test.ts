/** Each venue is asked by the adapter that trades there, over the simulator's own sockets. */
import { generateKeyPairSync } from 'node:crypto';
import { KEYED_VENUES, type KeyedVenue } from '@ultrathink/domain/market-data';
import { systemClock } from '@ultrathink/runtime';
import { fixed, realClock, startSimulator } from '@ultrathink/venue-simulator';
import { realTimers } from '@ultrathink/venues';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONNECT, createAddresses, networkOf } from '../connect.ts';
import { createVenueProbe } from './probe-venue.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 30_000 });

const simulator = await startSimulator({
  seed: 'keys of venues',
  clock: realClock(),
  port: 0,
  stepMs: 50,
  historyMs: 3_600_000,
});
afterAll(() => simulator.close());

/** As each venue gives them: a PEM at Coinbase, base64 elsewhere. */
const pem = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ format: 'pem', type: 'sec1' })
    .toString();
const BASE64 = 'c2VjcmV0IG9mIHRoZSBzaW11bGF0b3I=';
const SECRETS = { binance: BASE64, kraken: BASE64, coinbase: pem() } as const;
const OTHERS = {
  binance: 'c29tZWJvZHkgZWxzZQ==',
  kraken: 'c29tZWJvZHkgZWxzZQ==',
  coinbase: pem(),
} as const;
const credentials = (key: string, secret: string) => ({ key, secret, passphrase: null });

for (const venue of KEYED_VENUES) {
  const { world } = simulator.venue(venue);
  const add = (key: string, mayWithdraw: boolean, addresses: string[]) =>
    world.customers.add({
      key,
      secret: SECRETS[venue],
      passphrase: null,
      owner: 'ann',
      mayTrade: true,
      mayWithdraw,
      addresses,
      createdAt: Date.now(),
      rateFactor: 1,
    });
  add('trades', false, ['127.0.0.1']);
  add('withdraws', true, ['127.0.0.1']);
  world.venue.funds.move('ann', 'USDT', fixed('1000'));
}

const probeWith = (addresses: ReturnType<typeof createAddresses>) =>
  createVenueProbe({
    networkOf: (venue) => networkOf(`http://127.0.0.1:${simulator.port}`, venue),
    connect: CONNECT,
    addresses,
    clock: systemClock,
    timers: realTimers,
    random: () => 0.5,
  });
/** A machine of its own each time, so that no test waits for what another has used up. */
let probe = probeWith(createAddresses(systemClock));
beforeEach(() => {
  probe = probeWith(createAddresses(systemClock));
});

describe.each(KEYED_VENUES)('%s', (venue: KeyedVenue) => {
  it('tells that a key trades, and nothing worse', async () => {
    const answer = await probe.permissions(venue, credentials('trades', SECRETS[venue]));
    expect(answer).toMatchObject({
      kind: 'Told',
      probe: { permissions: { mayRead: true, mayTrade: true, mayWithdraw: false } },
    });
  });

  it('ASVS 13.2.2 tells that a key can withdraw', async () => {
    const answer = await probe.permissions(venue, credentials('withdraws', SECRETS[venue]));
    expect(answer).toMatchObject({ probe: { permissions: { mayWithdraw: true } } });
  });

  it('whose clock was measured says how far it is from ours', async () => {
    const answer = await probe.permissions(venue, credentials('trades', SECRETS[venue]));
    if (answer.kind !== 'Told') expect.unreachable(answer.detail);
    expect(Math.abs(answer.probe.clockOffsetMs ?? Number.NaN)).toBeLessThan(1_000);
  });

  it('told nothing proves nothing: another’s secret, no key of this venue, a secret nobody can read', async () => {
    for (const wrong of [
      credentials('trades', OTHERS[venue]),
      credentials('nobody', SECRETS[venue]),
      credentials('trades', 'not base64 at all!'),
    ]) {
      const answer = await probe.permissions(venue, wrong);
      expect(answer.kind).toBe('NoInformation');
      expect(JSON.stringify(answer)).not.toContain(wrong.secret);
    }
  });

  it('says that nothing is open where nothing is', async () => {
    expect(await probe.hasOpenOrders(venue, credentials('trades', SECRETS[venue]))).toBe(false);
    expect(await probe.hasOpenOrders(venue, credentials('nobody', SECRETS[venue]))).toBeNull();
  });
});

it('what a probe asks counts on the budget that every line of this address counts on', async () => {
  const addresses = createAddresses(systemClock);
  const left = () =>
    addresses.binance.budgets.headroom(systemClock.monotonicMs())['weight']?.left ?? 0;
  const before = left();
  await probeWith(addresses).permissions('binance', credentials('trades', SECRETS.binance));
  expect(before - left()).toBeGreaterThan(20);
});

it('a venue there is no way to is told of in a sentence, and none is asked', async () => {
  const closed = createVenueProbe({
    networkOf: () => null,
    connect: CONNECT,
    addresses: {},
    clock: systemClock,
    timers: realTimers,
    random: () => 0.5,
  });
  expect(await closed.permissions('kraken', credentials('trades', BASE64))).toEqual({
    kind: 'NoInformation',
    detail: 'There is no way to kraken.',
  });
  expect(await closed.hasOpenOrders('kraken', credentials('trades', BASE64))).toBeNull();
});

it('a venue that does not answer is not waited for', async () => {
  let fire: () => void = () => undefined;
  const stuck = createVenueProbe({
    networkOf: () => 'Production',
    connect: { kraken: () => new Promise(() => undefined) },
    addresses: {},
    clock: systemClock,
    timers: {
      after: (_ms, run) => {
        fire = run;
        return () => undefined;
      },
    },
    random: () => 0.5,
  });
  const asked = stuck.permissions('kraken', credentials('trades', BASE64));
  fire();
  expect(await asked).toEqual({ kind: 'NoInformation', detail: 'kraken gave no answer in time.' });
});
