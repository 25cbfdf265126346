/** What Kraken tells everybody. */
import { formatFixed, placesOf } from '../kernel/fixed.ts';
import { type Bar, wholeOf } from '../world/bars.ts';
import type { Listing, VenueWorld } from '../world/venue-world.ts';
import { altName, assetCode, assetShort, pairKey, wsName } from './names.ts';
import type { Parameters } from './session.ts';
import { KrakenError, seconds } from './wire.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const LENGTHS = [1, 5, 15, 30, 60, 240, 1440];
const BARS_MAX = 720;

export function listingOf(world: VenueWorld, name: string): Listing {
  const found = world
    .listings()
    .find((one) => [pairKey(one), altName(one), wsName(one), one.id].includes(name));
  if (found === undefined) throw new KrakenError('EQuery:Unknown asset pair');
  return found;
}

export const priceText = (listing: Listing, price: bigint): string =>
  formatFixed(price, placesOf(listing.tickSize));
export const lotText = (qty: bigint): string => formatFixed(qty, 8);

export function assets(world: VenueWorld): unknown {
  const all = new Set(world.listings().flatMap(({ base, quote }) => [base, quote]));
  return Object.fromEntries(
    [...all].map((asset) => [
      assetCode(asset),
      {
        aclass: 'currency',
        altname: assetShort(asset),
        decimals: 10,
        display_decimals: 5,
        status: 'enabled',
      },
    ]),
  );
}

export function assetPairs(world: VenueWorld, parameters: Parameters): unknown {
  const wanted = parameters.get('pair')?.split(',');
  const listings = wanted?.map((name) => listingOf(world, name)) ?? world.listings();
  return Object.fromEntries(listings.map((one) => [pairKey(one), pairInfo(world, one)]));
}

const STATUS = {
  Trading: 'online',
  PostOnly: 'post_only',
  CancelOnly: 'cancel_only',
  Halted: 'cancel_only',
} as const;

export const pairStatus = (world: VenueWorld, { id }: Listing) =>
  STATUS[world.market(id)?.state ?? 'Halted'];

function pairInfo(world: VenueWorld, listing: Listing): unknown {
  const { maker, taker } = world.fees.rates('');
  const percent = (rate: bigint) => Number(formatFixed(rate * 100n));
  return {
    altname: altName(listing),
    wsname: wsName(listing),
    aclass_base: 'currency',
    base: assetCode(listing.base),
    aclass_quote: 'currency',
    quote: assetCode(listing.quote),
    lot: 'unit',
    cost_decimals: 5,
    pair_decimals: placesOf(listing.tickSize),
    lot_decimals: placesOf(listing.stepSize),
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, percent(taker)]],
    fees_maker: [[0, percent(maker)]],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: formatFixed(listing.minQty),
    costmin: formatFixed(listing.minNotional),
    tick_size: formatFixed(listing.tickSize),
    status: pairStatus(world, listing),
    execution_venue: 'international',
    long_position_limit: 0,
    short_position_limit: 0,
  };
}

export function depth(world: VenueWorld, parameters: Parameters, now: number): unknown {
  const listing = listingOf(world, parameters.need('pair'));
  const most = Math.min(parameters.number('count') ?? 100, 500);
  const at = Math.floor(now / 1000);
  const side = (one: 'Buy' | 'Sell') =>
    (world.market(listing.id)?.book.levels(one, most) ?? []).map(({ price, qty }) => [
      priceText(listing, price),
      lotText(qty),
      at,
    ]);
  return { [pairKey(listing)]: { asks: side('Sell'), bids: side('Buy') } };
}

export function trades(world: VenueWorld, parameters: Parameters): unknown {
  const listing = listingOf(world, parameters.need('pair'));
  const since = parameters.number('since') ?? 0;
  // Nanoseconds, or seconds.
  const sinceMs = since > 1e14 ? since / 1e6 : since * 1000;
  const found = world
    .trades(listing.id)
    .filter(({ at }) => at >= sinceMs)
    .slice(-(parameters.number('count') ?? 1000));
  const rows = found.map(({ id, at, price, qty, takerSide }) => [
    priceText(listing, price),
    lotText(qty),
    seconds(at),
    takerSide === 'Buy' ? 'b' : 's',
    'l',
    '',
    id,
  ]);
  return { [pairKey(listing)]: rows, last: String((found.at(-1)?.at ?? 0) * 1_000_000) };
}

export function ohlc(world: VenueWorld, parameters: Parameters, now: number): unknown {
  const listing = listingOf(world, parameters.need('pair'));
  const minutes = parameters.number('interval') ?? 1;
  if (!LENGTHS.includes(minutes)) throw new KrakenError('EGeneral:Invalid arguments:interval');
  const lengthMs = minutes * MINUTE_MS;
  const from = Math.max((parameters.number('since') ?? 0) * 1000, now - BARS_MAX * lengthMs);
  const range = { lengthMs, from, to: now + 1, most: BARS_MAX };
  const bars = withOpenOne(world.bars(listing.id)?.list(range) ?? [], now - (now % lengthMs));
  const rows = bars.map((bar) => [
    Math.floor(bar.at / 1000),
    priceText(listing, bar.open),
    priceText(listing, bar.high),
    priceText(listing, bar.low),
    priceText(listing, bar.close),
    priceText(listing, meanPrice(bar)),
    lotText(bar.volume),
    bar.trades,
  ]);
  return { [pairKey(listing)]: rows, last: Math.floor((bars.at(-2)?.at ?? 0) / 1000) };
}

/** The bar that is still open is the last row even before its first trade; \`last\` is the one before. */
function withOpenOne(bars: readonly Bar[], at: number): Bar[] {
  const last = bars.at(-1);
  if (last === undefined || last.at >= at) return [...bars];
  const { close } = last;
  const none = { volume: 0n, quoteVolume: 0n, trades: 0 };
  return [...bars, { at, open: close, high: close, low: close, close, ...none }];
}

function meanPrice({
  quoteVolume,
  volume,
  close,
}: {
  quoteVolume: bigint;
  volume: bigint;
  close: bigint;
}) {
  return volume === 0n ? close : (quoteVolume * 10n ** 18n) / volume;
}

export function ticker(world: VenueWorld, parameters: Parameters, now: number): unknown {
  const wanted = parameters.get('pair')?.split(',');
  const listings = wanted?.map((name) => listingOf(world, name)) ?? world.listings();
  return Object.fromEntries(listings.map((one) => [pairKey(one), tickerRow(world, one, now)]));
}

function tickerRow(world: VenueWorld, listing: Listing, now: number): unknown {
  const range = { lengthMs: MINUTE_MS, from: now - DAY_MS, to: now + 1, most: 1440 };
  const day = wholeOf(world.bars(listing.id)?.list(range) ?? []);
  const book = world.market(listing.id)?.book;
  const last = world.market(listing.id)?.lastPrice ?? 0n;
  const best = (side: 'Buy' | 'Sell') => {
    const [level] = book?.levels(side, 1) ?? [];
    const qty = lotText(level?.qty ?? 0n);
    return [priceText(listing, level?.price ?? 0n), qty, qty];
  };
  const twice = (text: string) => [text, text];
  const price = (value: bigint | undefined) => priceText(listing, value ?? last);
  return {
    a: best('Sell'),
    b: best('Buy'),
    c: [price(last), lotText(world.trades(listing.id).at(-1)?.qty ?? 0n)],
    v: twice(lotText(day?.volume ?? 0n)),
    p: twice(price(day === undefined ? undefined : meanPrice(day))),
    t: [day?.trades ?? 0, day?.trades ?? 0],
    l: twice(price(day?.low)),
    h: twice(price(day?.high)),
    o: price(day?.open),
  };
}
