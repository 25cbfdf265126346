/** How each venue served in a span: how much it filled and refused, how fast, and what it cost. */
import { read } from '@ultrathink/db';
import { listVenueFills, listVenueService, type VenueFills } from '@ultrathink/db/tca';
import { type Decimal, decimal, sum, utcTimeSchema } from '@ultrathink/domain/kernel';
import { MARKOUTS_MS, qualityOf, shareOf } from '@ultrathink/domain/tca';
import { z } from 'zod';
import { MONEY, ratesNow } from '../portfolio/rates.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { costFilter, expectSpan, figure, figureOrNull, searchOf, textOf } from './schemas.ts';

const MOST_VENUES = 32;

const cardSchema = z.strictObject({
  venue: z.string(),
  /** Orders that reached it, or may have. */
  sent: z.int(),
  traded: z.int(),
  rejected: z.int(),
  unconfirmed: z.int(),
  rejectRate: figureOrNull,
  /** Mean over ended orders of what was filled of what was sent. */
  fillRate: figureOrNull,
  /** From the commit of an order to the venue's first answer; null without any. */
  ackP50Ms: z.int().nullable(),
  ackP95Ms: z.int().nullable(),
  answers: z.int(),
  fills: z.int(),
  /** In US dollars of now. */
  notional: figure,
  /** Of what was traded in all. */
  volumeShare: figureOrNull,
  makerShare: figureOrNull,
  feeBps: figureOrNull,
  effectiveBps: figureOrNull,
  markouts: z.array(z.strictObject({ afterMs: z.int(), bps: figureOrNull })),
});

export const venueScorecards = query('trading.readAnalysis')
  .input(z.strictObject(costFilter))
  .output(
    z.strictObject({
      at: utcTimeSchema,
      money: z.string(),
      /** By name. */
      venues: z.array(cardSchema).max(MOST_VENUES),
    }),
  )
  .query(async ({ ctx, input }) => {
    expectSpan(input);
    const { database, actor } = await ctx.authorise('trading.readAnalysis', sightOf(ctx.caller));
    const search = searchOf(ctx.caller, input);
    const { service, fills, rates } = await read(database, actor, async (tx) => ({
      service: await listVenueService(tx, search),
      fills: await listVenueFills(tx, search),
      rates: (await ratesNow(tx, null)).rates,
    }));
    const names = new Set([...service, ...fills].map(({ venue }) => venue));
    const qualities = new Map(
      [...names].map((venue) => [venue, qualityAt(fills, venue, rates)] as const),
    );
    const whole = sum([...qualities.values()].map(({ traded }) => traded));
    const venues = [...names].sort().slice(0, MOST_VENUES);
    return {
      at: ctx.services.clock.now(),
      money: MONEY,
      venues: venues.map((venue) => {
        const served = service.find((one) => one.venue === venue);
        const quality = qualities.get(venue) ?? qualityAt([], venue, rates);
        const own = fills.filter((one) => one.venue === venue);
        return {
          ...servedText(venue, served),
          fills: own.reduce((count, one) => count + one.fills, 0),
          notional: textOf(quality.traded) ?? '0',
          volumeShare: textOf(shareOf(quality.traded, whole)),
          makerShare: textOf(quality.makerShare),
          feeBps: textOf(quality.feeBps),
          effectiveBps: textOf(quality.effectiveBps),
          markouts: quality.markouts.map(({ afterMs, bps }) => ({ afterMs, bps: textOf(bps) })),
        };
      }),
    };
  });

const qualityAt = (
  fills: readonly VenueFills[],
  venue: string,
  rates: ReadonlyMap<string, Decimal>,
) =>
  qualityOf(
    fills
      .filter((one) => one.venue === venue)
      .map((one) => ({ ...one, rate: rates.get(one.quote) ?? null })),
    MARKOUTS_MS,
  );

type Served = Awaited<ReturnType<typeof listVenueService>>[number];

function servedText(venue: string, served: Served | undefined) {
  const count = (value: number | undefined) => value ?? 0;
  const of = (value: number) => decimal(String(value));
  return {
    venue,
    sent: count(served?.sent),
    traded: count(served?.traded),
    rejected: count(served?.rejected),
    unconfirmed: count(served?.unconfirmed),
    rejectRate: textOf(shareOf(of(count(served?.rejected)), of(count(served?.sent)))),
    fillRate: textOf(served?.filledShare),
    ackP50Ms: served?.ackP50Ms ?? null,
    ackP95Ms: served?.ackP95Ms ?? null,
    answers: count(served?.answers),
  };
}
