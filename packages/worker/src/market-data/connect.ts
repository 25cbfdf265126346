/** Which venues an engine is connected to, and where it finds them. */
import type { Clock } from '@ultrathink/domain/kernel';
import type { VenueId } from '@ultrathink/domain/market-data';
import { EXIT, StartRefusal } from '@ultrathink/runtime';
import {
  ADDRESS_RULES,
  type AddressBudget,
  connectBinance,
  connectCoinbase,
  connectKraken,
  createAddressBudget,
  type Network,
  realTimers,
  type VenueConnection,
  type VenueSetup,
} from '@ultrathink/venues';
import type { EngineEnv } from '../env.ts';
import type { MarketFeedParts } from './market-feed.ts';
import { followed, PUBLIC_RATES } from './universe.ts';
import type { ConnectHooks } from './venue-feed.ts';

export const CONNECT: Readonly<
  Record<keyof typeof PUBLIC_RATES, (setup: VenueSetup) => Promise<VenueConnection>>
> = {
  binance: (setup) => connectBinance(setup),
  kraken: (setup) => connectKraken(setup),
  coinbase: (setup) => connectCoinbase(setup),
};

export type Addresses = Readonly<Record<keyof typeof PUBLIC_RATES, AddressBudget>>;

/** What each venue lets this machine's address do: one for the whole process, whoever asks. */
export function createAddresses(clock: Clock): Addresses {
  const of = (venue: keyof Addresses) =>
    createAddressBudget({ clock, budgets: ADDRESS_RULES[venue] });
  return { binance: of('binance'), kraken: of('kraken'), coinbase: of('coinbase') };
}

/** The venue itself, or in a demo the simulator that speaks for it. */
export function networkOf(simulator: string | undefined, name: string): Network {
  return simulator === undefined ? 'Production' : { origin: `${simulator}/${name}` };
}

/** @throws {StartRefusal} for a simulator in production: its prices are nobody's. */
export function chosenVenues(
  env: Pick<EngineEnv, 'DEPLOYMENT' | 'VENUES' | 'VENUE_SIMULATOR' | 'INSTRUMENTS'>,
  clock: Clock,
  addresses: Addresses,
): Pick<MarketFeedParts, 'venues' | 'wanted'> {
  const { VENUES = [], VENUE_SIMULATOR: simulator } = env;
  if (simulator !== undefined && env.DEPLOYMENT !== 'DEMO') {
    throw new StartRefusal(
      'VENUE_SIMULATOR is set, and simulated prices have no place in PRODUCTION. Unset it.',
      EXIT.config,
    );
  }
  const wanted = followed(env.INSTRUMENTS);
  const venues = VENUES.map((name) => {
    return {
      venue: name as string as VenueId,
      network: simulator === undefined ? ('Production' as const) : ('Simulator' as const),
      rates: PUBLIC_RATES[name],
      connect: (hooks: ConnectHooks) =>
        CONNECT[name]({
          ...hooks,
          name: `${name}/market`,
          credentials: null,
          network: networkOf(simulator, name),
          instruments: wanted,
          clock,
          timers: realTimers,
          random: Math.random,
          address: addresses[name],
        }),
    };
  });
  return { venues, wanted };
}
