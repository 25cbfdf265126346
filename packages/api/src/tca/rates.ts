/** What quote assets are worth in US dollars by the newest minutes that are kept: weights of means. */
import type { Tx } from '@ultrathink/db';
import { listLastCloses } from '@ultrathink/db/tca';
import { type Decimal, decimal } from '@ultrathink/domain/kernel';
import { crossRates } from '@ultrathink/domain/market-data';

export const MONEY = 'USD';

export async function readRates(tx: Tx): Promise<ReadonlyMap<string, Decimal>> {
  const closes = await listLastCloses(tx);
  return crossRates(
    MONEY,
    closes.map(({ base, quote, close }) => ({ base, quote, price: decimal(close) })),
  );
}
