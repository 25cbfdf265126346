/**
 * What the engine keeps of markets, over one connection of its own. Each call is one statement over
 * arrays; the same rows again change nothing, so a batch whose answer was lost is written again.
 */
import { numericText, type UtcTime, unwrap } from '@ultrathink/domain/kernel';
import type { Candle, VenueState } from '@ultrathink/domain/market-data';
import pg from 'pg';
import { utcOf } from '../moments.ts';

export interface KeptInstrument {
  readonly venue: string;
  readonly instrument: string;
  readonly base: string;
  readonly quote: string;
  readonly symbol: string;
  readonly status: string;
  readonly terms: Readonly<
    Record<'tickSize' | 'stepSize' | 'minQty' | 'makerRate' | 'takerRate', string> &
      Record<'maxQty' | 'minNotional', string | null>
  >;
  readonly capabilities: object;
  readonly probedAt: UtcTime;
}

export interface KeptBar extends Candle {
  readonly venue: string;
  readonly instrument: string;
}

export interface KeptVenueState {
  readonly at: UtcTime;
  readonly venue: string;
  readonly state: VenueState;
  readonly reasons: readonly { readonly code: string; readonly sentence: string }[];
}

/** The last 24 hours of an instrument over all venues, as decimal text. */
export interface KeptDay {
  readonly instrument: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly volume: string;
}

/** An hour of an instrument over all venues: what its wildness is reckoned from. */
export interface KeptHour {
  readonly instrument: string;
  readonly opensAt: UtcTime;
  /** The mean of the venues' last prices; a figure for statistics, no price anybody pays. */
  readonly close: number;
  /** In base asset, as decimal text. */
  readonly volume: string;
}

export interface MarketStore {
  saveInstruments(rows: readonly KeptInstrument[]): Promise<void>;
  /** Closed ones. One that is there stays as it is. */
  saveBars(rows: readonly KeptBar[]): Promise<void>;
  saveStates(rows: readonly KeptVenueState[]): Promise<void>;
  /** When the newest bar since then opened, by `venue instrument`. */
  newestBars(since: UtcTime): Promise<ReadonlyMap<string, UtcTime>>;
  days(since: UtcTime): Promise<readonly KeptDay[]>;
  /** By instrument, oldest first. */
  hours(since: UtcTime): Promise<readonly KeptHour[]>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Rows of one statement; a day of minutes of ten instruments is a few of them. */
const BATCH = 2_000;

const INSTRUMENTS = `
  insert into market_data.instrument (id, base, quote, first_seen)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) on conflict do nothing`;

const VENUE_INSTRUMENTS = `
  insert into market_data.venue_instrument as v (venue, instrument_id, symbol, status, tick_size,
    step_size, min_qty, max_qty, min_notional, maker_rate, taker_rate, capabilities, probed_at)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::numeric[],
    $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::jsonb[],
    $13::timestamptz[])
  on conflict (venue, instrument_id) do update set symbol = excluded.symbol,
    status = excluded.status, tick_size = excluded.tick_size, step_size = excluded.step_size,
    min_qty = excluded.min_qty, max_qty = excluded.max_qty, min_notional = excluded.min_notional,
    maker_rate = excluded.maker_rate, taker_rate = excluded.taker_rate,
    capabilities = excluded.capabilities, probed_at = excluded.probed_at
  where v.probed_at < excluded.probed_at`;

const BARS = `
  insert into market_data.bar (instrument_id, venue, opens_at, open, high, low, close, volume)
  select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::numeric[], $5::numeric[],
    $6::numeric[], $7::numeric[], $8::numeric[]) on conflict do nothing`;

const STATES = `
  insert into market_data.venue_state (at, venue, state, reasons)
  select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::jsonb[])
  on conflict do nothing`;

const NEWEST = `
  select venue, instrument_id as instrument, max(opens_at) as newest
  from market_data.bar where opens_at >= $1 group by 1, 2`;

const DAYS = `
  select instrument_id as instrument,
    trim_scale((array_agg(open order by opens_at, volume desc))[1])::text as open,
    trim_scale(max(high))::text as high, trim_scale(min(low))::text as low,
    trim_scale(sum(volume))::text as volume
  from market_data.bar where opens_at >= $1 group by 1`;

const HOURS = `
  select instrument, opens_at, avg(close)::float8 as close, trim_scale(sum(volume))::text as volume
  from (select instrument_id as instrument, venue, span as opens_at,
      (array_agg(close order by bar.opens_at desc))[1] as close, sum(volume) as volume
    from market_data.bar cross join lateral (select date_bin('1 hour', bar.opens_at,
      timestamptz '1970-01-01 00:00:00Z') as span) as spans
    where bar.opens_at >= $1 group by 1, 2, 3) as hours
  group by 1, 2 order by 1, 2`;

/** @param url that of the role `engine` */
export function openMarketStore(url: string): MarketStore {
  // A pool of one: it opens its connection again after the server was away.
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'ultrathink engine market data',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  pool.on('error', () => undefined);
  const run = async <T>(rows: readonly T[], text: string, columns: Columns<T>): Promise<void> => {
    for (let at = 0; at < rows.length; at += BATCH) {
      const batch = rows.slice(at, at + BATCH);
      await pool.query(
        text,
        columns.map((column) => batch.map(column)),
      );
    }
  };
  return {
    async saveInstruments(rows) {
      await run(rows, INSTRUMENTS, [
        ({ instrument }) => instrument,
        ({ base }) => base,
        ({ quote }) => quote,
        ({ probedAt }) => probedAt,
      ]);
      await run(rows, VENUE_INSTRUMENTS, INSTRUMENT_COLUMNS);
    },
    saveBars: (rows) => run(rows, BARS, BAR_COLUMNS),
    saveStates: (rows) =>
      run(rows, STATES, [
        ({ at }) => at,
        ({ venue }) => venue,
        ({ state }) => state,
        ({ reasons }) => JSON.stringify(reasons),
      ]),
    async newestBars(since) {
      const { rows } = await pool.query<{ venue: string; instrument: string; newest: Date }>(
        NEWEST,
        [since],
      );
      return new Map(rows.map((row) => [`${row.venue} ${row.instrument}`, utcOf(row.newest)]));
    },
    async days(since) {
      const { rows } = await pool.query<KeptDay>(DAYS, [since]);
      return rows;
    },
    async hours(since) {
      const { rows } = await pool.query<Omit<KeptHour, 'opensAt'> & { opens_at: Date }>(HOURS, [
        since,
      ]);
      return rows.map(({ opens_at, ...hour }) => ({ ...hour, opensAt: utcOf(opens_at) }));
    },
    close: () => pool.end(),
  };
}

type Columns<T> = readonly ((row: T) => string | null)[];

const INSTRUMENT_COLUMNS: Columns<KeptInstrument> = [
  ({ venue }) => venue,
  ({ instrument }) => instrument,
  ({ symbol }) => symbol,
  ({ status }) => status,
  ({ terms }) => terms.tickSize,
  ({ terms }) => terms.stepSize,
  ({ terms }) => terms.minQty,
  ({ terms }) => terms.maxQty,
  ({ terms }) => terms.minNotional,
  ({ terms }) => terms.makerRate,
  ({ terms }) => terms.takerRate,
  ({ capabilities }) => JSON.stringify(capabilities),
  ({ probedAt }) => probedAt,
];

const BAR_COLUMNS: Columns<KeptBar> = [
  ({ instrument }) => instrument,
  ({ venue }) => venue,
  ({ opensAt }) => opensAt,
  ({ open }) => unwrap(numericText(open)),
  ({ high }) => unwrap(numericText(high)),
  ({ low }) => unwrap(numericText(low)),
  ({ close }) => unwrap(numericText(close)),
  ({ volume }) => unwrap(numericText(volume)),
];
