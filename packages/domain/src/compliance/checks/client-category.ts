/** Instruments and order types that the client's regulatory category is open to. */
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import type { OrderUnderRules, RuleFacts } from '../facts.ts';

export function clientCategory(order: OrderUnderRules, facts: RuleFacts): readonly Check[] {
  const code = 'ClientCategory';
  const { category, categoryRules } = facts;
  if (category === null) return [cannotTell(code, 'category')];
  if (categoryRules === null) return [cannotTell(code, 'categoryRules')];
  const { instruments, ordTypes } = categoryRules[category];
  const rules: readonly (readonly [string, boolean])[] = [
    ['instrument', instruments.includes(order.instrument)],
    ['ordType', ordTypes.includes(order.ordType)],
  ];
  const found = rules.filter(([, isLet]) => !isLet);
  if (found.length === 0) return [checkOf(code, 'Pass', 'Within', { actual: category })];
  return found.map(([rule]) =>
    checkOf(code, 'Refuse', 'NotAllowed', { actual: category }, { rule }),
  );
}
