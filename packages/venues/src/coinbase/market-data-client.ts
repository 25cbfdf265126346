/** What Coinbase shows to everybody: needs no key. */
import { compareTimes, toEpochMs } from '@ultrathink/domain/kernel';
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
import { openMarketStream } from './market-stream.ts';
import { INTERVALS, parseCandles, parseTime, parseTrades } from './parse-market.ts';
import { COINBASE } from './parse-products.ts';
import type { CoinbaseParts } from './parts.ts';
import { open } from './wire.ts';

/** "The maximum number of candles is 350." */
const BARS_MOST = 350;
const TRADES_MOST = 500;

const NAME = 'Coinbase';

export function createMarketDataClient(parts: CoinbaseParts): MarketDataClient {
  const { wire, readInstruments } = parts;
  const subscriptions = keptSubscriptions();
  return {
    venue: COINBASE,
    instruments: readInstruments,
    time: () => wire.ask(open('time', 'time'), parseTime),
    bars: (query) => bars(parts, query),
    trades: (instrument) => trades(parts, instrument),
    subscribe: (instruments, onEvent) =>
      subscriptions.keep(openMarketStream(parts, instruments, onEvent)),
    close: subscriptions.close,
  };
}

/** The venue has no bar of a time in which nothing was traded. */
async function bars(parts: CoinbaseParts, query: BarQuery): Promise<Answer<readonly Bar[]>> {
  const { instrument, interval, from, most } = query;
  const listed = parts.listings.find(instrument);
  if (listed === undefined) return unlistedAnswer(NAME, instrument);
  const { granularity, ms } = INTERVALS[interval];
  const start = Math.ceil(toEpochMs(from) / ms) * ms;
  const end = start + (Math.min(most, BARS_MOST) - 1) * ms;
  const call = open('bars', 'market/products/{product_id}/candles', {
    product_id: listed.symbol,
    granularity,
    start: String(start / 1000),
    end: String(end / 1000),
  });
  const answer = await parts.wire.ask(call, (body) =>
    parseCandles(body, { instrument, interval }, parts.venueClock.now()),
  );
  if (answer.kind === 'NoInformation') return answer;
  return { ...answer, value: answer.value.filter((bar) => compareTimes(bar.opensAt, from) >= 0) };
}

async function trades(
  parts: CoinbaseParts,
  instrument: InstrumentId,
): Promise<Answer<readonly MarketTrade[]>> {
  const listed = parts.listings.find(instrument);
  if (listed === undefined) return unlistedAnswer(NAME, instrument);
  const call = open('trades', 'market/products/{product_id}/ticker', {
    product_id: listed.symbol,
    limit: TRADES_MOST,
  });
  return parts.wire.ask(call, (body) => parseTrades(body, instrument));
}
