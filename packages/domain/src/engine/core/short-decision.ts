/** What is written short of a decision, made once: its record and its rows say the same. */
import { checkTexts, withoutBooks } from '../../trading/index.ts';
import type { OrderDecision } from './event.ts';
import { booksOf, type MarketSlice } from './market.ts';

interface ShortDecision {
  /** The market that it was judged by: that of its record. */
  readonly market: MarketSlice | null;
  /** Of the checks of each of its orders; null where they can't be written so. */
  readonly checks: readonly string[] | null;
  /** The receipt's snapshot without the books; null where there is none, or they are others. */
  readonly snapshot: readonly string[] | null;
}

const SHORT = new WeakMap<OrderDecision, ShortDecision>();

export function shortDecision(decision: OrderDecision, market: MarketSlice | null): ShortDecision {
  const known = SHORT.get(decision);
  if (known !== undefined && known.market === market) return known;
  const { decisions, receipt } = decision;
  const short: ShortDecision = {
    market,
    checks: checkTexts(decisions.map(({ checks }) => checks)),
    snapshot: receipt === null ? null : withoutBooks(receipt.snapshot, booksOf(market)),
  };
  SHORT.set(decision, short);
  return short;
}
