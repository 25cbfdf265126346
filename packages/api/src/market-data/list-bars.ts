/**
 * Open, high, low, close and volume of one instrument, over all venues or at one of them: what is kept,
 * and the minutes that the engine has not kept yet, the open one among them.
 */
import { read } from '@ultrathink/db';
import { isInstrument, listCandles, type VenueCandles } from '@ultrathink/db/market-data';
import {
  addMs,
  compareTimes,
  decimal,
  msBetween,
  type Price,
  toText,
  type UtcTime,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import {
  aggregateCandles,
  BAR_INTERVAL_MS,
  type BarInterval,
  barIntervalSchema,
  type Candle,
  type CandleText,
  candleTextSchema,
  instrumentTextSchema,
  mergeCandles,
  opensAtOf,
} from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { type Asker, askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

const MOST_BARS = 1_500;
/** Longer bars are made of minutes each time, so a span has an end. */
const MOST_DAYS = 40;
const DAY_MS = 86_400_000;
/** Older minutes than this have been kept. */
const KEPT_AFTER_MS = 600_000;

const input = z.strictObject({
  instrument: instrumentTextSchema,
  interval: barIntervalSchema,
  /** Included. */
  from: utcTimeSchema,
  /** Not included. */
  to: utcTimeSchema,
  /** One venue alone; all of them where it is left out. */
  venue: z.string().max(40).optional(),
});

const output = z.strictObject({
  instrument: z.string(),
  interval: barIntervalSchema,
  at: utcTimeSchema,
  /** Oldest first. A span in which nothing was traded has none. */
  bars: z.array(candleTextSchema.extend({ isOpen: z.boolean() })).max(MOST_BARS + 1),
});

type Input = z.infer<typeof input>;

/** @throws {Refusal} for a span of more bars than are told at once. */
function requireSpan({ from, to, interval }: Input): void {
  const most = Math.min(MOST_BARS * BAR_INTERVAL_MS[interval], MOST_DAYS * DAY_MS);
  if (msBetween(from, to) <= most) return;
  throw new Refusal(
    'InvalidInput',
    `At most ${most / BAR_INTERVAL_MS[interval]} bars of ${interval} are told at once. Nothing was done.`,
  );
}

function candleOf({ opensAt, open, high, low, close, volume }: CandleText): Candle {
  const price = (text: string) => decimal(text) as Price;
  return {
    opensAt,
    open: price(open),
    high: price(high),
    low: price(low),
    close: price(close),
    volume: decimal(volume),
  };
}

/** Minutes in the engine's memory; none without an engine, whose kept ones are told all the same. */
async function recentOf(asker: Asker, instrument: string): Promise<readonly VenueCandles[]> {
  try {
    const { bars } = await askEngine(asker, { name: 'readRecentBars', instrument });
    return (bars ?? []).map(({ venue, minutes }) => ({ venue, candles: minutes.map(candleOf) }));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** Of one venue: kept minutes count before those out of memory, which may have missed some. */
function withRecent(
  kept: readonly Candle[],
  recent: readonly Candle[],
  { from, to }: Pick<Input, 'from' | 'to'>,
): readonly Candle[] {
  const minutes = new Map<UtcTime, Candle>();
  for (const candle of [...recent, ...kept]) {
    if (candle.opensAt >= from && candle.opensAt < to) minutes.set(candle.opensAt, candle);
  }
  return [...minutes.values()].sort((a, b) => compareTimes(a.opensAt, b.opensAt));
}

function joined(
  older: readonly VenueCandles[],
  kept: readonly VenueCandles[],
  recent: readonly VenueCandles[],
  span: Pick<Input, 'from' | 'to' | 'interval'>,
): ReadonlyMap<string, readonly Candle[]> {
  const of = (list: readonly VenueCandles[], venue: string) =>
    list.find((one) => one.venue === venue)?.candles ?? [];
  const venues = new Set([...older, ...kept, ...recent].map(({ venue }) => venue));
  return new Map(
    [...venues].map((venue) => {
      const minutes = withRecent(of(kept, venue), of(recent, venue), span);
      return [venue, [...of(older, venue), ...aggregateCandles(minutes, span.interval)]];
    }),
  );
}

const laterOf = (a: UtcTime, b: UtcTime): UtcTime => (compareTimes(a, b) > 0 ? a : b);

function barOf(candle: Candle, interval: BarInterval, at: UtcTime) {
  const { opensAt, open, high, low, close, volume } = candle;
  return {
    opensAt,
    open: toText(open),
    high: toText(high),
    low: toText(low),
    close: toText(close),
    volume: toText(volume),
    isOpen: msBetween(opensAt, at) < BAR_INTERVAL_MS[interval],
  };
}

export const listBars = query('marketData.read')
  .input(input)
  .output(output)
  .query(async ({ ctx, input: asked }) => {
    const { instrument, interval, to, venue } = asked;
    const { actor, database } = await ctx.authorise('marketData.read', sightOf(ctx.caller));
    requireSpan(asked);
    const at = ctx.services.clock.now();
    const from = opensAtOf(asked.from, interval);
    // Bars before this one are whole in the store; the others are made here, of minutes.
    const edge = opensAtOf(addMs(at, -KEPT_AFTER_MS), interval);
    const cut = laterOf(edge, from);
    const range = { instrument, interval, from, to: compareTimes(to, cut) < 0 ? to : cut };
    const [recent, [older, kept]] = await Promise.all([
      to > cut ? recentOf(ctx, instrument) : [],
      read(database, actor, async (tx) => {
        if (!(await isInstrument(tx, instrument))) throw new Refusal('NotFound');
        const minutes = { instrument, interval: '1m', from: cut, to } as const;
        return [await listCandles(tx, range), await listCandles(tx, minutes)] as const;
      }),
    ]);
    const venues = joined(older, kept, recent, { from: cut, to, interval });
    const candles =
      venue === undefined ? mergeCandles([...venues.values()]) : (venues.get(venue) ?? []);
    return { instrument, interval, at, bars: candles.map((bar) => barOf(bar, interval, at)) };
  });
