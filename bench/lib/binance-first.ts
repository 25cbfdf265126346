/** The samples' market as of a moment, in which Binance has the better price: orders go there. */
import type { MarketSlice } from '@ultrathink/domain/engine/core';
import {
  ASKS,
  aMarketVenue,
  aSlice,
  BIDS,
  BINANCE,
  VENUES,
} from '@ultrathink/domain/engine/core/testing';
import type { Quantity, UtcTime } from '@ultrathink/domain/kernel';

type Level = [string, string];

const levelOf = ([price, size]: readonly [string, string]): Level => [price, size];
const BEST: Level = ['100.05', '10'];

/** @param step the finest quantity there, where it is another than the samples' */
export function binanceFirst(at: UtcTime, step?: Quantity): MarketSlice {
  const venues = VENUES.map((venue) => {
    const one = aMarketVenue(venue, at);
    if (venue !== BINANCE) return one;
    const [bids, asks] = [BIDS.map(levelOf), [BEST, ...ASKS.map(levelOf)]];
    const terms = step === undefined ? {} : { stepSize: step, minQty: step };
    return {
      ...one,
      book: { kind: 'Good' as const, last: 1, at, bids, asks },
      terms: { ...one.terms, ...terms },
    };
  });
  return aSlice(at, { venues });
}
