/** What nobody may trade, or this client may not. Each entry that forbids the order is told. */
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import { isInForce, type OrderUnderRules, type RuleFacts } from '../facts.ts';

export function restrictedList(order: OrderUnderRules, facts: RuleFacts): readonly Check[] {
  const code = 'RestrictedList';
  if (facts.restrictions === null) return [cannotTell(code, 'restrictions')];
  const found = facts.restrictions.filter(
    (entry) =>
      entry.instrument === order.instrument &&
      (entry.client === null || entry.client === order.client) &&
      (entry.side === null || entry.side === order.side) &&
      isInForce(entry, facts.at),
  );
  if (found.length === 0) return [checkOf(code, 'Pass', 'Within')];
  return found.map(({ id }) => checkOf(code, 'Refuse', 'Found', {}, { restriction: id }));
}
