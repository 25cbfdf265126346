/** What is followed where nobody chose otherwise, and what trading costs before an account says so. */
import { type Decimal, decimal } from '@ultrathink/domain/kernel';
import { type InstrumentId, parseInstrument } from '@ultrathink/domain/market-data';

/** Pairs that all three venues list, and some that only one of them does. */
const DEFAULT = [
  'BTC/USDT',
  'ETH/USDT',
  'SOL/USDT',
  'BTC/EUR',
  'ETH/EUR',
  'SOL/EUR',
  'BTC/USD',
  'ETH/USD',
  'XRP/USDT',
  'DOGE/USDT',
  'LTC/EUR',
  'ADA/USD',
  'USDT/USD',
  'USDC/USDT',
  'EUR/USDT',
  'EUR/USD',
];

/** @param chosen instruments as text, already judged; undefined for the default. */
export function followed(chosen: readonly string[] = DEFAULT): readonly InstrumentId[] {
  return chosen.flatMap((text) => {
    const parsed = parseInstrument(text);
    return parsed.ok ? [parsed.value.id] : [];
  });
}

export interface Rates {
  readonly maker: Decimal;
  readonly taker: Decimal;
}

/** The published rates of each venue's first tier, November 2026; an account's own come with its keys. */
export const PUBLIC_RATES: Readonly<Record<'binance' | 'kraken' | 'coinbase', Rates>> = {
  // https://www.binance.com/en/fee/schedule: Regular User.
  binance: { maker: decimal('0.001'), taker: decimal('0.001') },
  // https://www.kraken.com/features/fee-schedule: Kraken Pro, from $0.
  kraken: { maker: decimal('0.0025'), taker: decimal('0.004') },
  // https://help.coinbase.com/en/exchange/trading-and-funding/exchange-fees: the first tier.
  coinbase: { maker: decimal('0.004'), taker: decimal('0.006') },
};
