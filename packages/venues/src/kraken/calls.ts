/** Requests in the forms that come again and again. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { tradesBudget } from './limits.ts';
import type { Unsigned } from './signer.ts';
import type { Call } from './wire.ts';

type Params = Unsigned['params'];

/** A question to the public API. */
export const open = (operation: Call['operation'], path: string, params: Params = {}): Call => ({
  operation,
  api: 'public',
  path,
  params: () => params,
  cost: { public: 1 },
});

/** A question about the account. "Ledger/trade history calls increase the counter by 2." */
export const ask = (operation: Call['operation'], path: string, params: Params = {}): Call => ({
  operation,
  api: 'private',
  path,
  params: () => params,
  cost: { counter: path === 'TradesHistory' ? 2 : 1 },
});

/** What the matching engine counts against a pair. */
export function tradesCost(
  traded: readonly InstrumentId[],
  instrument: InstrumentId,
  cost: number,
): Call['cost'] {
  return { [tradesBudget(traded.includes(instrument) ? instrument : null)]: cost };
}
