/** What the venue asks of figures: steps, least and most quantity, least value. All that is wrong is told. */

import { signOf } from '../../kernel/index.ts';
import { termsRefusals } from '../../market-data/index.ts';
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import { limitPriceOf, type Subject, stopPriceOf } from '../facts.ts';

export function terms({ order, facts }: Subject): readonly Check[] {
  if (facts.terms === null) return [cannotTell('Terms', 'terms')];
  const { orderQty: quantity } = order;
  if (signOf(quantity) <= 0) {
    return [
      checkOf(
        'Terms',
        'Refuse',
        'NotAllowed',
        { actual: quantity },
        { rule: 'QuantityNotPositive' },
      ),
    ];
  }
  const price = limitPriceOf(order.terms);
  const stopPx = stopPriceOf(order.terms);
  // A market order has no price of its own: its least value is judged at the reference.
  const judged = price ?? stopPx;
  const found = [
    ...termsRefusals(facts.terms, { quantity, price: judged }),
    ...(price === null || stopPx === null
      ? []
      : termsRefusals({ ...facts.terms, minNotional: null }, { quantity, price: stopPx }).filter(
          ({ code }) => code === 'PriceNotOnTick',
        )),
  ];
  const { minNotional } = facts.terms;
  if (judged === null && minNotional !== null) {
    if (facts.reference === null) return [...found.map(refused), cannotTell('Terms', 'reference')];
    const value = termsRefusals(facts.terms, { quantity, price: facts.reference });
    found.push(...value.filter(({ code }) => code === 'NotionalTooSmall'));
  }
  return found.length > 0
    ? found.map(refused)
    : [checkOf('Terms', 'Pass', 'Within', { actual: quantity })];
}

function refused({ code, limit, actual }: ReturnType<typeof termsRefusals>[number]): Check {
  return checkOf('Terms', 'Refuse', 'NotAllowed', { limit, actual }, { rule: code });
}
