/** What Binance tells everybody. */
import { formatFixed, multiply } from '../kernel/fixed.ts';
import { type Bar, wholeOf } from '../world/bars.ts';
import type { Listing, PublicTrade, VenueWorld } from '../world/venue-world.ts';
import { instrumentOf } from './orders.ts';
import type { Parameters } from './session.ts';
import { BinanceError, eight, ORDER_TYPES, symbolOf, symbolStatus } from './wire.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DEPTH_MAX = 5000;

export function exchangeInfo(world: VenueWorld, parameters: Parameters, now: number): unknown {
  const wanted = parameters.get('symbol');
  const listings = wanted === null ? world.listings() : [instrumentOf(world, wanted)];
  return {
    timezone: 'UTC',
    serverTime: now,
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
    ],
    exchangeFilters: [],
    symbols: listings.map((listing) => symbolInfo(world, listing)),
  };
}

function symbolInfo(world: VenueWorld, listing: Listing): unknown {
  const state = world.market(listing.id)?.state ?? 'Halted';
  return {
    symbol: symbolOf(listing),
    status: symbolStatus(state),
    baseAsset: listing.base,
    baseAssetPrecision: 8,
    quoteAsset: listing.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ORDER_TYPES,
    icebergAllowed: false,
    ocoAllowed: false,
    otoAllowed: false,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: true,
    amendAllowed: false,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersOf(listing),
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    allowedSelfTradePreventionModes: ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH'],
  };
}

function filtersOf({ tickSize, stepSize, minQty, maxQty, minNotional }: Listing): unknown[] {
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: eight(tickSize),
      maxPrice: '1000000.00000000',
      tickSize: eight(tickSize),
    },
    {
      filterType: 'LOT_SIZE',
      minQty: eight(minQty),
      maxQty: eight(maxQty),
      stepSize: eight(stepSize),
    },
    {
      filterType: 'NOTIONAL',
      minNotional: eight(minNotional),
      applyMinToMarket: true,
      maxNotional: '9000000.00000000',
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
  ];
}

export function depth(world: VenueWorld, parameters: Parameters): unknown {
  const { id } = instrumentOf(world, parameters.need('symbol'));
  const most = Math.min(parameters.number('limit') ?? 100, DEPTH_MAX);
  const book = world.market(id)?.book;
  const side = (one: 'Buy' | 'Sell') =>
    (book?.levels(one, most) ?? []).map(({ price, qty }) => [eight(price), eight(qty)]);
  return { lastUpdateId: world.sequence(id), bids: side('Buy'), asks: side('Sell') };
}

export function tradeRow({ id, price, qty, at, takerSide }: PublicTrade) {
  return {
    id,
    price: eight(price),
    qty: eight(qty),
    quoteQty: formatFixed(multiply(price, qty), 8),
    time: at,
    isBuyerMaker: takerSide === 'Sell',
    isBestMatch: true,
  };
}

export function trades(world: VenueWorld, parameters: Parameters): unknown {
  const { id } = instrumentOf(world, parameters.need('symbol'));
  const most = Math.min(parameters.number('limit') ?? 500, 1000);
  return world.trades(id).slice(-most).map(tradeRow);
}

export function aggTrades(world: VenueWorld, parameters: Parameters): unknown {
  const { id } = instrumentOf(world, parameters.need('symbol'));
  const most = Math.min(parameters.number('limit') ?? 500, 1000);
  const from = parameters.number('startTime') ?? 0;
  return world
    .trades(id)
    .filter((trade) => trade.at >= from)
    .slice(-most)
    .map(({ id: a, price, qty, at, takerSide }) => ({
      a,
      p: eight(price),
      q: eight(qty),
      f: a,
      l: a,
      T: at,
      m: takerSide === 'Sell',
      M: true,
    }));
}

const LENGTHS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '2h': 7_200_000,
  '4h': 14_400_000,
  '6h': 21_600_000,
  '8h': 28_800_000,
  '12h': 43_200_000,
  '1d': DAY_MS,
};

export function barLength(name: string): number {
  const length = LENGTHS[name];
  if (length === undefined) throw new BinanceError(-1120, 'Invalid interval.');
  return length;
}

export function klines(world: VenueWorld, parameters: Parameters, now: number): unknown {
  const { id } = instrumentOf(world, parameters.need('symbol'));
  const lengthMs = barLength(parameters.need('interval'));
  const most = Math.min(parameters.number('limit') ?? 500, 1000);
  const start = parameters.number('startTime');
  const from = start ?? now - most * lengthMs;
  const to = Math.min((parameters.number('endTime') ?? now) + 1, from + most * lengthMs + lengthMs);
  const bars = world.bars(id)?.list({ lengthMs, from, to, most: Number.POSITIVE_INFINITY }) ?? [];
  return (start === null ? bars.slice(-most) : bars.slice(0, most)).map((bar) => [
    bar.at,
    eight(bar.open),
    eight(bar.high),
    eight(bar.low),
    eight(bar.close),
    eight(bar.volume),
    bar.at + lengthMs - 1,
    eight(bar.quoteVolume),
    bar.trades,
    eight(bar.volume / 2n),
    eight(bar.quoteVolume / 2n),
    '0',
  ]);
}

export function bookTicker(world: VenueWorld, listing: Listing) {
  const book = world.market(listing.id)?.book;
  const [bid] = book?.levels('Buy', 1) ?? [];
  const [ask] = book?.levels('Sell', 1) ?? [];
  return {
    symbol: symbolOf(listing),
    bidPrice: eight(bid?.price ?? 0n),
    bidQty: eight(bid?.qty ?? 0n),
    askPrice: eight(ask?.price ?? 0n),
    askQty: eight(ask?.qty ?? 0n),
  };
}

function dayOf(world: VenueWorld, id: string, now: number): Bar | undefined {
  const range = { lengthMs: MINUTE_MS, from: now - DAY_MS, to: now + 1, most: 1440 };
  return wholeOf(world.bars(id)?.list(range) ?? []);
}

export function ticker24(world: VenueWorld, listing: Listing, now: number) {
  const day = dayOf(world, listing.id, now);
  const last = world.market(listing.id)?.lastPrice ?? day?.close ?? 0n;
  const open = day?.open ?? last;
  const { bidPrice, bidQty, askPrice, askQty, symbol } = bookTicker(world, listing);
  const change = last - open;
  return {
    symbol,
    priceChange: eight(change),
    priceChangePercent: formatFixed(
      open === 0n ? 0n : ((change * 100n * 10n ** 3n) / open) * 10n ** 15n,
      3,
    ),
    weightedAvgPrice: eight(last),
    prevClosePrice: eight(open),
    lastPrice: eight(last),
    lastQty: eight(world.trades(listing.id).at(-1)?.qty ?? 0n),
    bidPrice,
    bidQty,
    askPrice,
    askQty,
    openPrice: eight(open),
    highPrice: eight(day?.high ?? last),
    lowPrice: eight(day?.low ?? last),
    volume: eight(day?.volume ?? 0n),
    quoteVolume: eight(day?.quoteVolume ?? 0n),
    openTime: now - DAY_MS,
    closeTime: now,
    firstId: world.trades(listing.id)[0]?.id ?? 0,
    lastId: world.trades(listing.id).at(-1)?.id ?? 0,
    count: day?.trades ?? 0,
  };
}
