/**
 * How much worse than the reference an order may be priced: above it to buy, below it to sell. A patient
 * price is no danger. An order that waits for a price is measured from that price, once it has one.
 */
import { type Decimal, signOf, subtract, ZERO } from '../../kernel/index.ts';
import type { Check } from '../../trading/index.ts';
import { limitPriceOf, type Subject, stopPriceOf } from '../facts.ts';
import { againstLimits } from './measure.ts';

export function priceCollar(subject: Subject): readonly Check[] {
  const { order, facts } = subject;
  return againstLimits(subject, 'PriceCollar', () => {
    if (facts.reference === null) return 'reference';
    const from = stopPriceOf(order.terms) ?? facts.reference;
    if (signOf(from) <= 0) return 'reference';
    const own = limitPriceOf(order.terms) ?? marketPrice(subject);
    if (own === null) return 'worstPrice';
    return { actual: worseBy(order.side, own, from), of: from };
  });
}

/** Once triggered it is a market order, and is checked again as one. */
function marketPrice({ order, facts }: Subject): Decimal | null {
  return stopPriceOf(order.terms) ?? facts.worstPrice;
}

function worseBy(side: 'Buy' | 'Sell', own: Decimal, from: Decimal): Decimal {
  const off = side === 'Buy' ? subtract(own, from) : subtract(from, own);
  return signOf(off) > 0 ? off : ZERO;
}
