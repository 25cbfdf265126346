/** All of compliance's checks of one order, none left out because another refused. */
import type { COMPLIANCE_CHECK_CODES, ComplianceVerdicts } from '../trading/index.ts';
import { clientCategory } from './checks/client-category.ts';
import { clientState } from './checks/client-state.ts';
import { mandate } from './checks/mandate.ts';
import { restrictedList } from './checks/restricted-list.ts';
import type { OrderUnderRules, RuleFacts, RunRule } from './facts.ts';

const RULES: Readonly<Record<(typeof COMPLIANCE_CHECK_CODES)[number], RunRule>> = {
  RestrictedList: restrictedList,
  Mandate: mandate,
  ClientState: clientState,
  ClientCategory: clientCategory,
};

export function complianceVerdicts(order: OrderUnderRules, facts: RuleFacts): ComplianceVerdicts {
  const checks = Object.values(RULES).flatMap((rule) => rule(order, facts));
  return { clOrdId: order.clOrdId, checks };
}
