/** Our connections to the simulator's three venues: market data, or with a key. */
import { fromEpochMs } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import {
  connectBinance,
  connectCoinbase,
  connectKraken,
  realTimers,
  type VenueConnection,
  type VenueSetup,
} from '@ultrathink/venues';

const CONNECT = {
  binance: (setup: VenueSetup) => connectBinance(setup),
  kraken: (setup: VenueSetup) => connectKraken(setup),
  coinbase: (setup: VenueSetup) => connectCoinbase(setup),
};

export type VenueName = keyof typeof CONNECT;
export const VENUE_NAMES: readonly VenueName[] = ['binance', 'kraken', 'coinbase'];

export const benchClock = {
  now: () => fromEpochMs(Date.now()),
  monotonicMs: () => performance.now(),
};

export async function connectTo(
  port: number,
  name: VenueName,
  {
    instruments,
    credentials = null,
  }: Partial<Pick<VenueSetup, 'credentials'>> & {
    readonly instruments: readonly InstrumentId[];
  },
): Promise<VenueConnection> {
  return CONNECT[name]({
    name: `${name}/bench`,
    credentials,
    network: { origin: `http://127.0.0.1:${port}/${name}` },
    instruments,
    clock: benchClock,
    timers: realTimers,
    random: Math.random,
  });
}

/** What a simulated venue lists. */
export async function listedAt(port: number, name: VenueName): Promise<InstrumentId[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/admin/overview`);
  const { venues } = (await answer.json()) as {
    venues: { name: string; instruments: { id: string }[] }[];
  };
  const found = venues.find((venue) => venue.name === name)?.instruments ?? [];
  return found.map(({ id }) => id as InstrumentId);
}
