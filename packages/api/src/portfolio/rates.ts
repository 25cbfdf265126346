/** What assets are worth in US dollars now: by live mids, else by the newest minutes that are kept. */
import type { Tx } from '@ultrathink/db';
import { listLastCloses } from '@ultrathink/db/tca';
import {
  type Decimal,
  decimal,
  msBetween,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { crossRates, type PairPrice } from '@ultrathink/domain/market-data';
import { type Asker, askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';

export const MONEY = 'USD';
/** An older quote values nothing: the minute that is kept is no worse. */
const MOST_AGE_MS = 60_000;

interface Rates {
  readonly isLive: boolean;
  /** The oldest price among those that were used; null where none was. */
  readonly asOf: UtcTime | null;
  readonly rates: ReadonlyMap<string, Decimal>;
}

interface Timed extends PairPrice {
  readonly at: UtcTime;
}

/** Null without an engine. */
export async function liveMids(asker: Asker, now: UtcTime): Promise<readonly Timed[] | null> {
  try {
    const { quotes } = await askEngine(asker, { name: 'readQuotes' });
    return quotes.flatMap(({ instrument, mid, at }) => {
      const [base, quote] = instrument.split('/');
      const isOld = msBetween(at, now) > MOST_AGE_MS;
      if (mid === null || base === undefined || quote === undefined || isOld) return [];
      return [{ base, quote, price: decimal(mid), at }];
    });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export async function ratesNow(tx: Tx, mids: readonly Timed[] | null): Promise<Rates> {
  const isLive = mids !== null && mids.length > 0;
  const prices: readonly Timed[] = isLive
    ? mids
    : (await listLastCloses(tx)).map(({ base, quote, close, opensAt }) => {
        return { base, quote, price: decimal(close), at: opensAt };
      });
  const asOf = prices.reduce<UtcTime | null>(
    (oldest, { at }) => (oldest === null || toEpochMs(at) < toEpochMs(oldest) ? at : oldest),
    null,
  );
  return { isLive, asOf, rates: crossRates(MONEY, prices) };
}
