/** What Coinbase tells everybody. */
import { formatFixed } from '../kernel/fixed.ts';
import { type Bar, wholeOf } from '../world/bars.ts';
import type { Listing, VenueWorld } from '../world/venue-world.ts';
import { CoinbaseError, instant, makerSide, productOf } from './wire.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const BARS_MAX = 350;

export function listingOf(world: VenueWorld, product: string): Listing {
  const found = world.listings().find((one) => productOf(one) === product);
  if (found === undefined) throw new CoinbaseError(404, 'NOT_FOUND', 'Product not found');
  return found;
}

export function dayOf(world: VenueWorld, id: string, now: number): Bar | undefined {
  const range = { lengthMs: MINUTE_MS, from: now - DAY_MS, to: now + 1, most: 1440 };
  return wholeOf(world.bars(id)?.list(range) ?? []);
}

export function changePercent(day: Bar | undefined, last: bigint): string {
  if (day === undefined || day.open === 0n) return '0';
  return formatFixed(((last - day.open) * 100n * 10n ** 18n) / day.open);
}

export function product(world: VenueWorld, listing: Listing, now: number) {
  const state = world.market(listing.id)?.state ?? 'Halted';
  const last = world.market(listing.id)?.lastPrice ?? 0n;
  const day = dayOf(world, listing.id, now);
  const { base, quote } = listing;
  const [bid, ask] = [bestOf(world, listing, 'Buy'), bestOf(world, listing, 'Sell')];
  return {
    product_id: productOf(listing),
    price: formatFixed(last),
    price_percentage_change_24h: changePercent(day, last),
    volume_24h: formatFixed(day?.volume ?? 0n),
    volume_percentage_change_24h: '0',
    base_increment: formatFixed(listing.stepSize),
    quote_increment: formatFixed(listing.tickSize),
    quote_min_size: formatFixed(listing.minNotional),
    quote_max_size: '150000000',
    base_min_size: formatFixed(listing.minQty),
    base_max_size: formatFixed(listing.maxQty),
    base_name: base,
    quote_name: quote,
    watched: false,
    is_disabled: state === 'Halted',
    new: false,
    status: state === 'Halted' ? 'offline' : 'online',
    cancel_only: state === 'CancelOnly',
    limit_only: false,
    post_only: state === 'PostOnly',
    trading_disabled: state === 'Halted',
    auction_mode: false,
    product_type: 'SPOT',
    quote_currency_id: quote,
    base_currency_id: base,
    fcm_trading_session_details: null,
    mid_market_price: '',
    alias: '',
    alias_to: [],
    base_display_symbol: base,
    quote_display_symbol: quote,
    view_only: false,
    price_increment: formatFixed(listing.tickSize),
    display_name: productOf(listing),
    product_venue: 'CBE',
    approximate_quote_24h_volume: formatFixed(day?.quoteVolume ?? 0n),
    new_at: '2023-01-01T00:00:00Z',
    market_cap: '',
    base_cbrn: '',
    quote_cbrn: '',
    product_cbrn: '',
    icon_color: '',
    icon_url: '',
    display_name_overwrite: '',
    is_alpha_testing: false,
    about_description: '',
    best_bid_price: formatFixed(bid?.price ?? 0n),
    best_ask_price: formatFixed(ask?.price ?? 0n),
  };
}

function bestOf(world: VenueWorld, { id }: Listing, side: 'Buy' | 'Sell') {
  return world.market(id)?.book.levels(side, 1)[0];
}

/** Futures are not simulated: who asks for them finds none. */
export function products(world: VenueWorld, query: URLSearchParams, now: number): unknown {
  const isSpot = (query.get('product_type') ?? 'SPOT') === 'SPOT';
  const wanted = query.getAll('product_ids');
  const listings = (isSpot ? world.listings() : []).filter(
    (listing) => wanted.length === 0 || wanted.includes(productOf(listing)),
  );
  const rows = listings.map((listing) => product(world, listing, now));
  return { products: rows, num_products: rows.length };
}

export function productBook(world: VenueWorld, query: URLSearchParams, now: number): unknown {
  const listing = listingOf(world, query.get('product_id') ?? '');
  const most = Number(query.get('limit') ?? 250);
  const side = (one: 'Buy' | 'Sell') =>
    (world.market(listing.id)?.book.levels(one, most) ?? []).map(({ price, qty }) => ({
      price: formatFixed(price),
      size: formatFixed(qty),
    }));
  const pricebook = {
    product_id: productOf(listing),
    bids: side('Buy'),
    asks: side('Sell'),
    time: instant(now),
  };
  return { pricebook, last: '', mid_market: '', spread_bps: '', spread_absolute: '' };
}

export function bestBidAsk(world: VenueWorld, query: URLSearchParams, now: number): unknown {
  const wanted = query.getAll('product_ids');
  const listings =
    wanted.length === 0 ? world.listings() : wanted.map((name) => listingOf(world, name));
  const row = (level: { price: bigint; qty: bigint } | undefined) =>
    level === undefined ? [] : [{ price: formatFixed(level.price), size: formatFixed(level.qty) }];
  return {
    pricebooks: listings.map((listing) => ({
      product_id: productOf(listing),
      bids: row(bestOf(world, listing, 'Buy')),
      asks: row(bestOf(world, listing, 'Sell')),
      time: instant(now),
    })),
  };
}

export function productTicker(
  world: VenueWorld,
  listing: Listing,
  query: URLSearchParams,
): unknown {
  const most = Number(query.get('limit') ?? 100);
  const trades = world.trades(listing.id).slice(-most).toReversed();
  return {
    trades: trades.map(({ id, price, qty, at, takerSide }) => ({
      trade_id: String(id),
      product_id: productOf(listing),
      price: formatFixed(price),
      size: formatFixed(qty),
      time: instant(at),
      side: makerSide(takerSide),
      bid: '',
      ask: '',
      exchange: 'coinbase',
    })),
    best_bid: formatFixed(bestOf(world, listing, 'Buy')?.price ?? 0n),
    best_ask: formatFixed(bestOf(world, listing, 'Sell')?.price ?? 0n),
  };
}

const LENGTHS: Readonly<Record<string, number>> = {
  ONE_MINUTE: MINUTE_MS,
  FIVE_MINUTE: 5 * MINUTE_MS,
  FIFTEEN_MINUTE: 15 * MINUTE_MS,
  THIRTY_MINUTE: 30 * MINUTE_MS,
  ONE_HOUR: 60 * MINUTE_MS,
  TWO_HOUR: 120 * MINUTE_MS,
  SIX_HOUR: 360 * MINUTE_MS,
  ONE_DAY: DAY_MS,
};

/** Newest first. */
export function candles(world: VenueWorld, listing: Listing, query: URLSearchParams): unknown {
  const lengthMs = LENGTHS[query.get('granularity') ?? ''];
  if (lengthMs === undefined) {
    throw new CoinbaseError(400, 'INVALID_ARGUMENT', 'granularity is unknown');
  }
  const from = Number(query.get('start') ?? 0) * 1000;
  const to = Number(query.get('end') ?? 0) * 1000 + 1;
  if ((to - from) / lengthMs > BARS_MAX + 1) {
    throw new CoinbaseError(
      400,
      'INVALID_ARGUMENT',
      'number of candles requested should be less than 350',
    );
  }
  const bars = world.bars(listing.id)?.list({ lengthMs, from, to, most: BARS_MAX }) ?? [];
  return {
    candles: bars.toReversed().map((bar) => ({
      start: String(Math.floor(bar.at / 1000)),
      low: formatFixed(bar.low),
      high: formatFixed(bar.high),
      open: formatFixed(bar.open),
      close: formatFixed(bar.close),
      volume: formatFixed(bar.volume),
    })),
  };
}
