/** What a client had at the end of each day, and what came in and went out, in US dollars. */
import { read, type Tx } from '@ultrathink/db';
import { listDayFlows, listDayTransfers, listFunds } from '@ultrathink/db/trading';
import {
  add,
  addMs,
  type ClientId,
  type Decimal,
  decimal,
  multiply,
  NUMERIC_SCALE,
  roundTo,
  sum,
  toText,
  type UtcTime,
  utcTimeSchema,
  ZERO,
} from '@ultrathink/domain/kernel';
import { worthByDay } from '@ultrathink/domain/portfolio';
import { z } from 'zod';
import { oneClient } from '../access/asked-client.ts';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';
import { DAY_MS, ratesOfDays, startOfUtcDay } from './day-rates.ts';
import { liveMids, MONEY, ratesNow } from './rates.ts';

const MOST_DAYS = 92;
const MOST_FUNDS = 10_000;
const amount = z.string().max(100);

const output = z.strictObject({
  at: utcTimeSchema,
  money: z.string(),
  /** Days of UTC, oldest first; the last is today until now. */
  days: z
    .array(
      z.strictObject({
        day: z.string(),
        /** At the last prices of the day; null where something that was there has none. */
        worth: amount.nullable(),
        /** What was there and has no price of the day. */
        unpriced: z.array(z.string().max(16)).max(200),
        /** At the same prices; null where one is missing. Nought where nothing came or went. */
        deposited: amount.nullable(),
        withdrawn: amount.nullable(),
      }),
    )
    .max(MOST_DAYS),
});

export const getWorth = query('portfolio.read')
  .input(
    z.strictObject({
      /** One's own where it is left out. */
      clientId: clientId.optional(),
      days: z.int().min(1).max(MOST_DAYS).default(90),
    }),
  )
  .output(output)
  .query(async ({ ctx, input }) => {
    const resource = oneClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('portfolio.read', resource);
    const at = ctx.services.clock.now();
    const mids = await liveMids(ctx, at);
    const days = await read(database, actor, async (tx) => {
      const { rates } = await ratesNow(tx, mids);
      return readWorth(tx, { client: resource.client, at, count: input.days }, rates);
    });
    return { at, money: MONEY, days };
  });

type Rates = ReadonlyMap<string, Decimal>;

interface Asked {
  readonly client: ClientId;
  readonly at: UtcTime;
  readonly count: number;
}

async function readWorth(tx: Tx, { client, at, count }: Asked, now: Rates) {
  const today = startOfUtcDay(at);
  const starts = Array.from({ length: count }, (_, n) => addMs(today, (n - count + 1) * DAY_MS));
  const from = starts[0] ?? today;
  const names = starts.map((start) => start.slice(0, 10));
  const flows = Map.groupBy(await listDayFlows(tx, { client, from }), ({ day }) => day);
  const transfers = Map.groupBy(await listDayTransfers(tx, { client, from }), ({ day }) => day);
  const rates = await ratesOfDays(tx, names, now);
  const held = new Map<string, Decimal>();
  for (const { asset, balance } of await listFunds(tx, {
    client,
    account: null,
    most: MOST_FUNDS,
  })) {
    held.set(asset, add(held.get(asset) ?? ZERO, decimal(balance)));
  }
  const worth = worthByDay(
    held,
    names.map((day) => ({
      day,
      flows: new Map((flows.get(day) ?? []).map((one) => [one.asset, decimal(one.amount)])),
      rates: rates.get(day) ?? new Map(),
    })),
  );
  return worth.map(({ day, worth: value, unpriced }) => {
    const moved = (cause: 'Deposit' | 'Withdrawal') =>
      worthOf(
        (transfers.get(day) ?? []).filter((one) => one.cause === cause),
        rates.get(day) ?? new Map(),
      );
    return {
      day,
      worth: value === null ? null : toText(value),
      unpriced: [...unpriced],
      deposited: moved('Deposit'),
      withdrawn: moved('Withdrawal'),
    };
  });
}

function worthOf(
  amounts: readonly { readonly asset: string; readonly amount: string }[],
  rates: Rates,
): string | null {
  const parts: Decimal[] = [];
  for (const { asset, amount: of } of amounts) {
    const rate = rates.get(asset);
    if (rate === undefined) return null;
    parts.push(multiply(decimal(of), rate));
  }
  return toText(roundTo(sum(parts), NUMERIC_SCALE, 'HalfEven'));
}
