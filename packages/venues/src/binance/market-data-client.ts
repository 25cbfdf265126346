/** What Binance shows to everybody: needs no key. */
import { toEpochMs } from '@ultrathink/domain/kernel';
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
import { BINANCE } from './parse-instruments.ts';
import { parseKlines, parseTime, parseTrades } from './parse-market.ts';
import type { BinanceParts } from './parts.ts';

/** GET /api/v3/klines gives no more at once. */
const BARS_MOST = 1000;

const NAME = 'Binance';

export function createMarketDataClient(parts: BinanceParts): MarketDataClient {
  const { wire, readInstruments } = parts;
  const subscriptions = keptSubscriptions();
  return {
    venue: BINANCE,
    instruments: readInstruments,
    time: () => wire.ask(open('time', 'time', 1, {}), parseTime),
    bars: (query) => bars(parts, query),
    trades: (instrument) => trades(parts, instrument),
    subscribe: (instruments, onEvent) =>
      subscriptions.keep(openMarketStream(parts, instruments, onEvent)),
    close: subscriptions.close,
  };
}

async function bars(parts: BinanceParts, query: BarQuery): Promise<Answer<readonly Bar[]>> {
  const { instrument, interval, from, most } = query;
  const listed = parts.symbols.find(instrument);
  if (listed === undefined) return unlistedAnswer(NAME, instrument);
  const params = {
    symbol: listed.symbol,
    interval,
    startTime: toEpochMs(from),
    limit: Math.min(most, BARS_MOST),
  };
  return parts.wire.ask(open('bars', 'klines', 2, params), (body) =>
    parseKlines(body, { instrument, interval }, parts.venueClock.now()),
  );
}

async function trades(
  parts: BinanceParts,
  instrument: InstrumentId,
): Promise<Answer<readonly MarketTrade[]>> {
  const listed = parts.symbols.find(instrument);
  if (listed === undefined) return unlistedAnswer(NAME, instrument);
  const call = open('trades', 'trades', 25, { symbol: listed.symbol, limit: 500 });
  return parts.wire.ask(call, (body) => parseTrades(body, instrument));
}
