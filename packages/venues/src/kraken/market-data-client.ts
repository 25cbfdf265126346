/** What Kraken shows to everybody: needs no key. */
import { compareTimes } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { unlistedAnswer } from '../common/not-sent.ts';
import { keptSubscriptions } from '../common/subscriptions.ts';
import type { Answer } from '../contract/answer.ts';
import type {
  Bar,
  BarQuery,
  MarketDataClient,
  MarketTrade,
} from '../contract/market-data-client.ts';
import { open } from './calls.ts';
import { openMarketStream } from './market-stream.ts';
import { KRAKEN } from './parse-listings.ts';
import { barsSince, readBars, readTime, readTrades, VENUE_MINUTES } from './parse-market.ts';
import type { KrakenParts } from './parts.ts';

const NAME = 'Kraken';

export function createMarketDataClient(parts: KrakenParts): MarketDataClient {
  const { wire, readInstruments } = parts;
  const subscriptions = keptSubscriptions();
  return {
    venue: KRAKEN,
    instruments: readInstruments,
    time: () => wire.ask(open('time', 'Time'), readTime),
    bars: (query) => bars(parts, query),
    trades: (instrument) => trades(parts, instrument),
    subscribe: (instruments, onEvent) =>
      subscriptions.keep(openMarketStream(parts, instruments, onEvent)),
    close: subscriptions.close,
  };
}

/** The venue has the newest 720 of each length and nothing before them. */
async function bars(parts: KrakenParts, query: BarQuery): Promise<Answer<readonly Bar[]>> {
  const { instrument, interval, from, most } = query;
  const listed = parts.listings.find(instrument);
  if (listed === undefined) return unlistedAnswer(NAME, instrument);
  const params = {
    pair: listed.symbol,
    interval: String(VENUE_MINUTES[interval]),
    since: barsSince(from),
  };
  const answer = await parts.wire.ask(open('bars', 'OHLC', params), (body) =>
    readBars(body, instrument, interval),
  );
  if (answer.kind === 'NoInformation') return answer;
  const wanted = answer.value.filter(({ opensAt }) => compareTimes(opensAt, from) >= 0);
  return { ...answer, value: wanted.slice(0, most) };
}

async function trades(
  parts: KrakenParts,
  instrument: InstrumentId,
): Promise<Answer<readonly MarketTrade[]>> {
  const listed = parts.listings.find(instrument);
  if (listed === undefined) return unlistedAnswer(NAME, instrument);
  const params = { pair: listed.symbol, count: '500' };
  return parts.wire.ask(open('trades', 'Trades', params), (body) => readTrades(body, instrument));
}
