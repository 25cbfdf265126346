/** What a venue lists, as it is kept. */
import type { KeptInstrument } from '@ultrathink/db/market-data';
import { type Decimal, numericText, type UtcTime, unwrap } from '@ultrathink/domain/kernel';
import type { VenueFeed } from './venue-feed.ts';

const text = (value: Decimal): string => unwrap(numericText(value));

export function instrumentRows(feed: VenueFeed, at: UtcTime): KeptInstrument[] {
  const { maker, taker } = feed.setup.rates;
  return feed.listed().map(({ venue, instrument, symbol, status, terms, can }) => ({
    venue,
    instrument: instrument.id,
    base: instrument.base,
    quote: instrument.quote,
    symbol,
    status,
    terms: {
      tickSize: text(terms.tickSize),
      stepSize: text(terms.stepSize),
      minQty: text(terms.minQty),
      maxQty: terms.maxQty === null ? null : text(terms.maxQty),
      minNotional: terms.minNotional === null ? null : text(terms.minNotional),
      makerRate: text(maker),
      takerRate: text(taker),
    },
    capabilities: can,
    probedAt: at,
  }));
}
