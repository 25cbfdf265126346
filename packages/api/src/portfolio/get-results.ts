/** What trading gained day by day, and what it was charged today, in US dollars. */
import { read, type Tx } from '@ultrathink/db';
import { listCharges, listPositions, listTradeFlows } from '@ultrathink/db/trading';
import {
  add,
  addMs,
  type ClientId,
  type Decimal,
  decimal,
  multiply,
  NUMERIC_SCALE,
  roundTo,
  toText,
  type UtcTime,
  utcTimeSchema,
  ZERO,
} from '@ultrathink/domain/kernel';
import { gainsByDay } from '@ultrathink/domain/portfolio';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';
import { DAY_MS, ratesOfDays, startOfUtcDay } from './day-rates.ts';
import { liveMids, MONEY, ratesNow } from './rates.ts';

const MOST_DAYS = 92;
const MOST_POSITIONS = 10_000;
const amount = z.string().max(100);

const output = z.strictObject({
  at: utcTimeSchema,
  money: z.string(),
  /** Days of UTC, oldest first; the last is today until now. Realised and open, charges taken off. */
  days: z
    .array(
      z.strictObject({
        day: z.string(),
        /** Null where something that is held has no price of that day or the one before. */
        gain: amount.nullable(),
      }),
    )
    .max(MOST_DAYS),
  /** Taken for today's trades by venues and the firm together; null where one has no price. */
  chargesToday: amount.nullable(),
});

export const getResults = query('portfolio.read')
  .input(
    z.strictObject({
      /** One's own where it is left out; for staff then every client they see. */
      clientId: clientId.optional(),
      days: z.int().min(1).max(MOST_DAYS).default(30),
    }),
  )
  .output(output)
  .query(async ({ ctx, input }) => {
    const resource = firmOrClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('portfolio.read', resource);
    const client = resource.kind === 'Client' ? resource.client : null;
    const at = ctx.services.clock.now();
    const mids = await liveMids(ctx, at);
    return read(database, actor, async (tx) => {
      const { rates } = await ratesNow(tx, mids);
      const days = await readDays(tx, { client, at, count: input.days }, rates);
      const today = startOfUtcDay(at);
      const charges = await listCharges(tx, { client, from: today });
      return {
        at,
        money: MONEY,
        days: days.map(({ day, gain }) => ({ day, gain: gain === null ? null : toText(gain) })),
        chargesToday: worthOfAll(charges, rates),
      };
    });
  });

type Rates = ReadonlyMap<string, Decimal>;

interface Asked {
  readonly client: ClientId | null;
  readonly at: UtcTime;
  readonly count: number;
}

async function readDays(tx: Tx, { client, at, count }: Asked, now: Rates) {
  const today = startOfUtcDay(at);
  // One more: where the first of them begins.
  const starts = Array.from({ length: count + 1 }, (_, n) => addMs(today, (n - count) * DAY_MS));
  const from = starts[0] ?? today;
  const names = starts.map((start) => start.slice(0, 10));
  const flows = Map.groupBy(await listTradeFlows(tx, { client, from }), ({ day }) => day);
  const rates = await ratesOfDays(tx, names, now);
  const search = { client, account: null, most: MOST_POSITIONS };
  return gainsByDay(
    movedSoFar(await listPositions(tx, search)),
    names.map((day) => ({
      day,
      flows: new Map((flows.get(day) ?? []).map((one) => [one.asset, decimal(one.amount)])),
      rates: rates.get(day) ?? new Map(),
    })),
  );
}

/** What all trades have moved of each asset: of the base what is held by them, of the quote the cash. */
function movedSoFar(positions: Awaited<ReturnType<typeof listPositions>>): Rates {
  const moved = new Map<string, Decimal>();
  for (const { instrument, quantity, cash } of positions) {
    const [base = '', quote = ''] = instrument.split('/');
    moved.set(base, add(moved.get(base) ?? ZERO, decimal(quantity)));
    moved.set(quote, add(moved.get(quote) ?? ZERO, decimal(cash)));
  }
  return moved;
}

function worthOfAll(
  amounts: readonly { readonly asset: string; readonly amount: string }[],
  rates: Rates,
): string | null {
  let total: Decimal = ZERO;
  for (const { asset, amount: of } of amounts) {
    const rate = rates.get(asset);
    if (rate === undefined) return null;
    total = add(total, multiply(decimal(of), rate));
  }
  return toText(roundTo(total, NUMERIC_SCALE, 'HalfEven'));
}
