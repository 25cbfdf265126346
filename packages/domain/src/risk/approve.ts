/**
 * The gate. An order may be sent only as `RiskApproved`, which is minted here and nowhere else: from every
 * check of both contexts, all evaluated, all kept. What is missing, throws or is not in the policy refuses.
 */
import type { ProposalId } from '../access/index.ts';
import {
  type Brand,
  type CanonicalRefusal,
  canonicalJson,
  InvariantError,
  type Result,
  type UtcTime,
} from '../kernel/index.ts';
import {
  CHECK_CODES,
  CHECK_VERDICTS,
  type Check,
  type CheckCode,
  type ClOrdId,
  COMPLIANCE_CHECK_CODES,
  type ComplianceVerdicts,
  cannotTell,
  checkOf,
  RISK_CHECK_CODES,
} from '../trading/index.ts';
import { RISK_CHECKS } from './all-checks.ts';
import { type Facts, type OrderToCheck, type Subject, subjectOf } from './facts.ts';

export type RiskApproved<Order> = Brand<Order, 'RiskApproved'>;

/** Which checks the firm has approved. One that it does not name was forgotten, so it refuses. */
export interface CheckPolicy {
  readonly checks: readonly CheckCode[];
  readonly approval: ProposalId;
}

/** Of texts alone: it is sealed as it stands. */
export interface RiskDecision {
  readonly clOrdId: ClOrdId;
  readonly at: UtcTime;
  readonly policy: ProposalId;
  readonly verdict: 'Approved' | 'Refused';
  /** All of them, worst first; equals in the order of `CHECK_CODES`. */
  readonly checks: readonly Check[];
}

export interface GateInput<Order extends OrderToCheck> {
  readonly order: Order;
  readonly facts: Facts;
  readonly compliance: ComplianceVerdicts | null;
  readonly policy: CheckPolicy;
}

/** A check that breaks has said nothing; that must not stop the others, nor let the order through. */
function guarded(code: CheckCode, run: () => readonly Check[]): readonly Check[] {
  try {
    const found = run();
    return found.length > 0 ? found : [checkOf(code, 'Refuse', 'NotEvaluated')];
  } catch (error) {
    if (error instanceof InvariantError) return [cannotTell(code, 'arithmetic')];
    throw error;
  }
}

function preparedFrom(order: OrderToCheck, facts: Facts): Subject | null {
  try {
    return subjectOf(order, facts);
  } catch (error) {
    if (error instanceof InvariantError) return null;
    throw error;
  }
}

function riskChecks(order: OrderToCheck, facts: Facts): Check[] {
  const subject = preparedFrom(order, facts);
  return RISK_CHECK_CODES.flatMap((code) =>
    subject === null
      ? [cannotTell(code, 'arithmetic')]
      : guarded(code, () => RISK_CHECKS[code](subject)),
  );
}

/** Compliance's own, for this order alone; each of its checks has to be there. */
function complianceChecks(order: OrderToCheck, verdicts: ComplianceVerdicts | null): Check[] {
  if (verdicts !== null && verdicts.clOrdId !== order.clOrdId) {
    return COMPLIANCE_CHECK_CODES.map((code) => checkOf(code, 'Refuse', 'ForAnotherOrder'));
  }
  return COMPLIANCE_CHECK_CODES.flatMap((code) => {
    const found = verdicts?.checks.filter((check) => check.code === code) ?? [];
    return found.length > 0 ? found : [checkOf(code, 'Refuse', 'NotEvaluated')];
  });
}

function forgotten({ checks }: CheckPolicy): Check[] {
  return CHECK_CODES.filter((code) => !checks.includes(code)).map((code) =>
    checkOf(code, 'Refuse', 'NotInPolicy'),
  );
}

/** Grouped and not compared: the groups are already in the order of codes. */
function worstFirst(checks: readonly Check[]): readonly Check[] {
  return CHECK_VERDICTS.flatMap((verdict) => checks.filter((check) => check.verdict === verdict));
}

const letsPass = ({ verdict }: Check) => verdict === 'Pass' || verdict === 'Near';

/** What `approve` would decide, minting nothing: the same code. */
export function preview<Order extends OrderToCheck>(input: GateInput<Order>): RiskDecision {
  const { order, facts, compliance, policy } = input;
  const checks = worstFirst([
    ...forgotten(policy),
    ...riskChecks(order, facts),
    ...complianceChecks(order, compliance),
  ]);
  const passes = checks.length >= CHECK_CODES.length && checks.every(letsPass);
  return {
    clOrdId: order.clOrdId,
    at: facts.at,
    policy: policy.approval,
    verdict: passes ? 'Approved' : 'Refused',
    checks,
  };
}

export interface Gated<Order> {
  readonly decision: RiskDecision;
  /** Null unless every check lets it pass. */
  readonly approved: RiskApproved<Order> | null;
}

export function approve<Order extends OrderToCheck>(input: GateInput<Order>): Gated<Order> {
  const decision = preview(input);
  const passes = decision.verdict === 'Approved';
  return { decision, approved: passes ? (input.order as RiskApproved<Order>) : null };
}

/** The bytes of the audit trail, as text. */
export function decisionText(decision: RiskDecision): Result<string, CanonicalRefusal> {
  return canonicalJson(decision);
}
