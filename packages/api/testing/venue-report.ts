/** How a venue is, of which nothing is known but that it is up. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { VenueReport } from '@ultrathink/domain/market-data';

export const aVenueReport = (at: UtcTime): VenueReport => ({
  venue: 'kraken',
  at,
  network: 'Simulator',
  current: { state: 'UP', since: at, reasons: [] },
  history: [],
  latencies: [],
  budgets: [],
  breakers: [],
  requests: { answered: 0, notSent: 0, noAnswer: 0, waiting: 0, inFlight: 0 },
  clockOffset: null,
  streams: [],
  feed: {
    instruments: 0,
    booksGood: 0,
    booksStale: 0,
    updatesPerSecond: 0,
    updates: 0,
    conflated: 0,
    trades: 0,
    gaps: { NoSnapshot: 0, Gap: 0, Crossed: 0, ChecksumDiffers: 0 },
  },
  instrumentsAt: null,
  refused: 0,
  lastFaults: [],
});
