/** What each venue lets one address do. Whoever has several lines to a venue gives them one budget. */
import { ADDRESS_BUDGETS as BINANCE } from './binance/limits.ts';
import { ADDRESS_BUDGETS as COINBASE } from './coinbase/limits.ts';
import { ADDRESS_BUDGETS as KRAKEN } from './kraken/limits.ts';
import type { BudgetRules } from './line/index.ts';

export const ADDRESS_RULES: Readonly<Record<'binance' | 'coinbase' | 'kraken', BudgetRules>> = {
  binance: BINANCE,
  coinbase: COINBASE,
  kraken: KRAKEN,
};
