/** Whether the client has let us do this: what, where, which side, by whom. All that is not let is told. */
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import { isInForce, type Mandate, type OrderUnderRules, type RuleFacts } from '../facts.ts';

const CODE = 'Mandate';

function breaches(order: OrderUnderRules, mandate: Mandate): readonly string[] {
  const { trader } = order;
  const rules: readonly (readonly [string, boolean])[] = [
    ['instrument', mandate.instruments.includes(order.instrument)],
    ['venue', mandate.venues.includes(order.venue)],
    ['side', mandate.sides.includes(order.side)],
    ['trader', trader === null || mandate.traders.includes(trader)],
  ];
  return rules.filter(([, isLet]) => !isLet).map(([rule]) => rule);
}

export function mandate(order: OrderUnderRules, facts: RuleFacts): readonly Check[] {
  if (facts.mandates === null) return [cannotTell(CODE, 'mandates')];
  const standing = facts.mandates.filter(
    (one) => one.account === order.account && isInForce(one, facts.at),
  );
  if (standing.length === 0) return [checkOf(CODE, 'Refuse', 'NotAllowed', {}, { rule: 'none' })];
  // Several at once are all kept: what one forbids is forbidden.
  const found = standing.flatMap((one) =>
    breaches(order, one).map((rule) =>
      checkOf(CODE, 'Refuse', 'NotAllowed', {}, { rule, mandate: one.id }),
    ),
  );
  return found.length > 0 ? found : [checkOf(CODE, 'Pass', 'Within')];
}
