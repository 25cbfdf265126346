/** Three simulated venues with money of ours, and what people decided of trading there. */
import { generateKeyPairSync } from 'node:crypto';
import { anId } from '@ultrathink/db/testing';
import {
  type ControlBody,
  controlSchema,
  type VenueAccountTerms,
} from '@ultrathink/domain/engine/core';
import { ALPHA_ACCOUNT, AT, CONTROLS, PLACES } from '@ultrathink/domain/engine/core/testing';
import { addMs, decimal } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { systemClock } from '@ultrathink/runtime';
import { fixed, realClock, startSimulator } from '@ultrathink/venue-simulator';
import { realTimers } from '@ultrathink/venues';
import type { OpenedAccount } from '../src/engine/venue-account.ts';
import { type Addresses, CONNECT } from '../src/market-data/connect.ts';

export const VENUES = ['binance', 'kraken', 'coinbase'] as const;
export const BTC_USDT = 'BTC/USDT' as InstrumentId;
export const INSTRUMENTS = ['BTC/USDT', 'BTC/USD', 'USDT/USD'];
/** In the order of the samples' places. */
const BY_NAME = ['binance', 'coinbase', 'kraken'] as const;
const OWNER = 'the-firm';
/** Little where it is cheap, so that an order has to go to all of them. */
const FUNDS = {
  binance: { USDT: '100000', BTC: '2' },
  coinbase: { USDT: '1000000', BTC: '2' },
  kraken: { USDT: '100000', BTC: '2' },
} as const;
const HOUR_MS = 3_600_000;

const PEM = String(
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
    type: 'sec1',
    format: 'pem',
  }),
);
const CREDENTIALS = {
  binance: { key: 'a-key', secret: 'c2VjcmV0IG9mIHRoZSBzaW11bGF0b3I=' },
  kraken: { key: 'a-key', secret: 'c2VjcmV0IG9mIHRoZSBzaW11bGF0b3I=' },
  coinbase: { key: 'organizations/1/apiKeys/1', secret: PEM },
} as const;

/** @param historyHours of bars that venues can tell */
export async function openVenues(seed: string, historyHours = 1) {
  const simulator = await startSimulator({
    seed,
    clock: realClock(),
    port: 0,
    busyness: 5,
    historyMs: historyHours * HOUR_MS,
  });
  for (const venue of VENUES) {
    const { world } = simulator.venue(venue);
    world.customers.add({
      ...CREDENTIALS[venue],
      passphrase: null,
      owner: OWNER,
      mayTrade: true,
      mayWithdraw: false,
      addresses: null,
      createdAt: 0,
      rateFactor: 1000,
    });
    for (const [asset, amount] of Object.entries(FUNDS[venue])) {
      world.venue.funds.move(OWNER, asset, fixed(amount));
    }
  }
  return simulator;
}

/** The market moves between a decision and its coming: at the worst level it expects one finds nothing. */
const withCushion = (body: ControlBody): ControlBody =>
  body.kind === 'RoutingPolicySet'
    ? { ...body, policy: { ...body.policy, cushionBps: decimal('50') } }
    : body;

/** What people decided, in the samples' world but for the instrument, and as of long ago. */
export function controls() {
  const deposits = PLACES.flatMap((venueAccount, n) =>
    Object.entries(FUNDS[BY_NAME[n] ?? 'binance']).map(([asset, amount]) => ({
      kind: 'DepositRecorded',
      entry: anId(),
      account: ALPHA_ACCOUNT,
      venueAccount,
      money: { asset, amount },
      reference: `opening ${asset}`,
      cost: null,
      approval: anId(),
    })),
  );
  return [...CONTROLS.map(withCushion), ...deposits].map((body, n) => {
    const text = JSON.stringify({ sequence: n + 1, at: AT, body })
      .replaceAll('BTC/USD"', 'BTC/USDT"')
      .replaceAll(AT, '2020-01-01T00:00:00.000Z');
    return controlSchema.parse(JSON.parse(text));
  });
}

export const hourly = () =>
  Promise.resolve(
    INSTRUMENTS.flatMap((instrument) =>
      Array.from({ length: 24 }, (_, n) => ({
        instrument,
        opensAt: addMs('2026-01-01T00:00:00.000Z' as never, n * HOUR_MS),
        close: 100 + (n % 3),
        volume: '5000',
      })),
    ),
  );

/** With the key of the venue, as a real account would be. */
export async function openAccount(
  { venue: name }: VenueAccountTerms,
  origin: string,
  addresses: Addresses,
): Promise<OpenedAccount | null> {
  const venue = VENUES.find((one) => one === (name as string));
  if (venue === undefined) return null;
  const connection = await CONNECT[venue]({
    name: `${venue}/main`,
    credentials: CREDENTIALS[venue],
    network: { origin: `${origin}/${venue}` },
    instruments: [BTC_USDT],
    clock: systemClock,
    timers: realTimers,
    random: Math.random,
    address: addresses[venue],
  });
  const { execution } = connection;
  if (execution === null) return null;
  const close = () => connection.close();
  return { execution, health: () => connection.health(), marketState: () => 'UP', close };
}
