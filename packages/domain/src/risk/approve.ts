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
  ok,
  type Result,
  type UtcTime,
} from '../kernel/index.ts';
import {
  CHECK_CODES,
  CHECK_VERDICTS,
  type Check,
  type CheckCode,
  type CheckWord,
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
  const all: Check[] = [];
  for (const code of RISK_CHECK_CODES) {
    if (subject === null) all.push(cannotTell(code, 'arithmetic'));
    else for (const check of guarded(code, () => RISK_CHECKS[code](subject))) all.push(check);
  }
  return all;
}

/** Compliance's own, for this order alone; each of its checks has to be there. */
function complianceChecks(order: OrderToCheck, verdicts: ComplianceVerdicts | null): Check[] {
  if (verdicts !== null && verdicts.clOrdId !== order.clOrdId) {
    return COMPLIANCE_CHECK_CODES.map((code) => checkOf(code, 'Refuse', 'ForAnotherOrder'));
  }
  const all: Check[] = [];
  for (const code of COMPLIANCE_CHECK_CODES) {
    const before = all.length;
    for (const check of verdicts?.checks ?? []) if (check.code === code) all.push(check);
    if (all.length === before) all.push(checkOf(code, 'Refuse', 'NotEvaluated'));
  }
  return all;
}

function forgotten({ checks }: CheckPolicy): Check[] {
  // Mostly it is the whole list as it stands.
  if (CHECK_CODES.every((code, n) => checks[n] === code)) return [];
  return CHECK_CODES.filter((code) => !checks.includes(code)).map((code) =>
    checkOf(code, 'Refuse', 'NotInPolicy'),
  );
}

/** Grouped and not compared: the groups are already in the order of codes. */
function worstFirst(checks: readonly Check[]): readonly Check[] {
  if (checks.every(({ verdict }) => verdict === 'Pass')) return checks;
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

/**
 * The bytes of the audit trail, as text: canonical JSON (RFC 8785), written directly, because every
 * member is a text and its place is known. A text that JSON escapes by number is left to
 * `canonicalJson`, which refuses what is no text.
 */
export function decisionText(decision: RiskDecision): Result<string, CanonicalRefusal> {
  const { at, checks, clOrdId, policy, verdict } = decision;
  const text = JSON.stringify({ at, checks: checks.map(inOrder), clOrdId, policy, verdict });
  return text.includes('\\u') ? canonicalJson(decision) : ok(text);
}

const inOrder = ({ actual, code, limit, reason, verdict, words }: Check) => ({
  actual,
  code,
  limit,
  reason,
  verdict,
  words: wordsInOrder(words),
});

/** Most checks name a limit, or nothing. */
function wordsInOrder(words: Check['words']): Check['words'] {
  const names = Object.keys(words) as CheckWord[];
  if (names.length < 2) return words;
  const ordered: Partial<Record<CheckWord, string>> = {};
  for (const name of names.sort()) {
    const word = words[name];
    if (word !== undefined) ordered[name] = word;
  }
  return ordered;
}
