/** An engine that is connected to no venue: it follows nothing, and says so. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { MarketAnswer, MarketQuestion } from './questions.ts';

export function answerWithoutVenues({ name }: MarketQuestion, at: UtcTime): MarketAnswer {
  switch (name) {
    case 'readQuotes':
      return { name, at, quotes: [] };
    case 'readBook':
      return { name, book: null };
    case 'readTrades':
      return { name, trades: null };
    case 'readRecentBars':
      return { name, bars: null };
    case 'readCost':
      return { name, cost: null };
    case 'readVenues':
      return { name, at, venues: [] };
  }
}
