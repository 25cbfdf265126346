/** What is traded, and what an order of it must look like. */
import type { Fixed } from '../kernel/fixed.ts';

/**
 * Trading: everything. PostOnly: nothing that would trade at once. CancelOnly: nothing new. Halted:
 * neither orders nor cancels.
 */
export type InstrumentState = 'Trading' | 'PostOnly' | 'CancelOnly' | 'Halted';

export interface Instrument {
  /** Ours, `BTC/USDT`; each protocol has a name of its own for it. */
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly tickSize: Fixed;
  readonly stepSize: Fixed;
  readonly minQty: Fixed;
  readonly maxQty: Fixed;
  /** In quote asset. */
  readonly minNotional: Fixed;
  /** How far a limit price may be from the last trade, as a share of it; null for no bound. */
  readonly priceBand: Fixed | null;
}
