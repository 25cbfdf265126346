/**
 * How far an order's price may be from where the market was at the beginning of the collar's period, in
 * both directions: what stops us from following a market that runs away.
 */
import { absolute, signOf, subtract } from '../../kernel/index.ts';
import type { Check } from '../../trading/index.ts';
import { limitPriceOf, type Subject, stopPriceOf } from '../facts.ts';
import { againstLimits } from './measure.ts';

export function priceCollarPeriod(subject: Subject): readonly Check[] {
  const { order, facts } = subject;
  return againstLimits(subject, 'PriceCollarPeriod', () => {
    const from = facts.periodReference;
    if (from === null || signOf(from) <= 0) return 'periodReference';
    const own = limitPriceOf(order.terms) ?? stopPriceOf(order.terms) ?? facts.worstPrice;
    if (own === null) return 'worstPrice';
    return { actual: absolute(subtract(own, from)), of: from };
  });
}
