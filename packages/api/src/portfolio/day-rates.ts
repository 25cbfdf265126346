/** What assets were worth in US dollars at the end of days of UTC, by the last prices of each. */
import type { Tx } from '@ultrathink/db';
import { listDayCloses } from '@ultrathink/db/trading';
import {
  type Decimal,
  decimal,
  fromEpochMs,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { crossRates } from '@ultrathink/domain/market-data';
import { MONEY } from './rates.ts';

export const DAY_MS = 86_400_000;

export const startOfUtcDay = (at: UtcTime): UtcTime =>
  fromEpochMs(Math.floor(toEpochMs(at) / DAY_MS) * DAY_MS);

type Rates = ReadonlyMap<string, Decimal>;

/** @param now those of the last day, which has not ended. */
export async function ratesOfDays(
  tx: Tx,
  days: readonly string[],
  now: Rates,
): Promise<ReadonlyMap<string, Rates>> {
  const closes = await listDayCloses(tx, days.slice(0, -1));
  const byDay = Map.groupBy(closes, ({ day }) => day);
  return new Map(
    days.map((day, n) => [day, n === days.length - 1 ? now : ratesOf(byDay.get(day) ?? [])]),
  );
}

function ratesOf(
  closes: readonly { readonly base: string; readonly quote: string; readonly close: string }[],
): Rates {
  return crossRates(
    MONEY,
    closes.map(({ base, quote, close }) => ({ base, quote, price: decimal(close) })),
  );
}
