import type { Decimal } from '../../kernel/index.ts';
import type { VenueId } from '../../market-data/index.ts';

/** What could have been done instead. Figures are decimal text, of what it could trade at once. */
export interface Alternative {
  /** One venue for all of it, or the best prices without a look at fees. */
  readonly name:
    | { readonly kind: 'Only'; readonly venue: VenueId }
    | { readonly kind: 'BestPrice' };
  readonly quantity: Decimal;
  readonly notional: Decimal;
  /** In quote asset, with fees. */
  readonly allIn: Decimal;
  /** How much dearer than the plan, for what both can trade; null where they share nothing. */
  readonly dearerBps: Decimal | null;
}
