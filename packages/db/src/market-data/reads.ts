/** What pages and programs read of markets. The same for every tenant: there is none in it. */
import { decimal, type Price, type UtcTime } from '@ultrathink/domain/kernel';
import {
  BAR_INTERVAL_MS,
  type BarInterval,
  type Candle,
  type VenueStateEntry,
} from '@ultrathink/domain/market-data';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

/** What one venue asks and can do, as the engine last probed it; amounts as decimal text. */
export interface ListedAtVenue {
  readonly venue: string;
  readonly symbol: string;
  readonly status: string;
  readonly tickSize: string;
  readonly stepSize: string;
  readonly minQty: string;
  readonly maxQty: string | null;
  readonly minNotional: string | null;
  readonly makerRate: string;
  readonly takerRate: string;
  readonly capabilities: unknown;
  readonly probedAt: UtcTime;
}

export interface ListedInstrument {
  readonly instrument: string;
  readonly base: string;
  readonly quote: string;
  /** By name. */
  readonly venues: readonly ListedAtVenue[];
}

export interface InstrumentSearch {
  /** Parts of the name: `btc`, `btc usdt`, `BTC/USDT`; empty for all. */
  readonly search: string;
  readonly most: number;
}

/** By name. */
export async function listInstruments(
  tx: Tx,
  { search, most }: InstrumentSearch,
): Promise<ListedInstrument[]> {
  const words = search
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
  const rows = await tx.instrument.findMany({
    where: { AND: words.map((word) => ({ id: { contains: word } })) },
    include: { venues: { orderBy: { venue: 'asc' } } },
    orderBy: { id: 'asc' },
    take: most,
  });
  return rows.map(({ id, base, quote, venues }) => ({
    instrument: id,
    base,
    quote,
    venues: venues.map((one) => ({
      venue: one.venue,
      symbol: one.symbol,
      status: one.status,
      tickSize: one.tickSize.toFixed(),
      stepSize: one.stepSize.toFixed(),
      minQty: one.minQty.toFixed(),
      maxQty: one.maxQty?.toFixed() ?? null,
      minNotional: one.minNotional?.toFixed() ?? null,
      makerRate: one.makerRate.toFixed(),
      takerRate: one.takerRate.toFixed(),
      capabilities: one.capabilities,
      probedAt: utcOf(one.probedAt),
    })),
  }));
}

export async function isInstrument(tx: Tx, instrument: string): Promise<boolean> {
  return (await tx.instrument.count({ where: { id: instrument } })) > 0;
}

export interface CandleRange {
  readonly instrument: string;
  readonly interval: BarInterval;
  /** Included; of bars that open then or later. */
  readonly from: UtcTime;
  /** Not included. */
  readonly to: UtcTime;
}

export interface VenueCandles {
  readonly venue: string;
  readonly candles: readonly Candle[];
}

interface CandleRow {
  readonly venue: string;
  readonly opens_at: Date;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

/**
 * Candles of one instrument, by venue and then oldest first, made of the minutes that are kept. What
 * `aggregateCandles` of the domain makes of the same minutes, done where they stand.
 */
export async function listCandles(
  tx: Tx,
  { instrument, interval, from, to }: CandleRange,
): Promise<VenueCandles[]> {
  const seconds = BAR_INTERVAL_MS[interval] / 1_000;
  const rows = await tx.$queryRaw<CandleRow[]>(Prisma.sql`
    select venue, span as opens_at,
      trim_scale((array_agg(open order by opens_at))[1])::text as open,
      trim_scale(max(high))::text as high, trim_scale(min(low))::text as low,
      trim_scale((array_agg(close order by opens_at desc))[1])::text as close,
      trim_scale(sum(volume))::text as volume
    from market_data.bar cross join lateral (select date_bin(make_interval(secs => ${seconds}::int),
      opens_at, timestamptz '1970-01-01 00:00:00Z') as span) as spans
    where instrument_id = ${instrument} and opens_at >= ${from}::timestamptz
      and opens_at < ${to}::timestamptz
    group by venue, span order by venue, span`);
  const venues = Map.groupBy(rows, ({ venue }) => venue);
  return [...venues].map(([venue, own]) => ({ venue, candles: own.map(candleOf) }));
}

function candleOf({ opens_at, open, high, low, close, volume }: CandleRow): Candle {
  const price = (text: string) => decimal(text) as Price;
  return {
    opensAt: utcOf(opens_at),
    open: price(open),
    high: price(high),
    low: price(low),
    close: price(close),
    volume: decimal(volume),
  };
}

export interface VenueHistory {
  readonly venue: string;
  readonly history: readonly VenueStateEntry[];
}

/** The last states of each venue, newest first. Role `app_staff`. */
export async function listVenueStates(tx: Tx, mostEach: number): Promise<VenueHistory[]> {
  const rows = await tx.$queryRaw<
    { venue: string; at: Date; state: string; reasons: unknown }[]
  >(Prisma.sql`
    select v.venue, s.at, s.state, s.reasons
    from (select distinct venue from market_data.venue_instrument) as v
      cross join lateral (select at, state, reasons from market_data.venue_state
        where venue = v.venue order by at desc limit ${mostEach}::int) as s
    order by v.venue, s.at desc`);
  const venues = Map.groupBy(rows, ({ venue }) => venue);
  return [...venues].map(([venue, own]) => ({
    venue,
    history: own.map(({ at, state, reasons }) => ({
      since: utcOf(at),
      // Both are held by checks of the table, and by what the engine writes.
      state: state as VenueStateEntry['state'],
      reasons: reasons as VenueStateEntry['reasons'],
    })),
  }));
}
