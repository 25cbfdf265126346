/** A venue's own test network: nothing can be switched there, and the market is as it is. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { Credentials, VenueConnection, VenueSetup } from '../src/index.ts';
import { realTimers } from '../src/line/index.ts';
import { testClock } from './simulated.ts';
import type { Target } from './target.ts';

export interface NetworkVenue
  extends Partial<Pick<Target, 'numbersReports' | 'reportsBalances' | 'namesByOwnId'>> {
  readonly venue: string;
  readonly connect: (setup: VenueSetup) => Promise<VenueConnection>;
  /** Listed there, with funds of both of its assets on the account. */
  readonly instrument: string;
}

export function atTestNetwork(
  { venue, connect, instrument, ...shape }: NetworkVenue,
  credentials: Credentials,
): Target {
  const id = instrument as InstrumentId;
  return {
    name: `${venue} at its test network`,
    instrument: id,
    hasControls: false,
    notional: 50,
    shortestAcceptanceMs: null,
    numbersBooks: true,
    numbersReports: shape.numbersReports ?? false,
    reportsBalances: shape.reportsBalances ?? true,
    namesByOwnId: shape.namesByOwnId ?? true,
    async start() {
      return {
        controls: null,
        connect: (changes) =>
          connect({
            name: `${venue}/conformance`,
            credentials,
            network: 'Test',
            instruments: [id],
            clock: testClock,
            timers: realTimers,
            random: Math.random,
            ...changes,
          }),
        close: async () => undefined,
      };
    },
  };
}
