/**
 * The approval policy: ordered rules that say who has to agree to what. The first rule that matches
 * governs, and the last one blocks everything, so what nobody thought of does not happen.
 *
 * Thresholds are passed, not reached: `over` 1,000 leaves 1,000 itself beneath. A threshold over a
 * window of time adds up everything its rule is about, whichever rule governed it then, so that a
 * large amount does not pass as many small ones. An amount nobody knows is over every threshold.
 */
import {
  type Asset,
  absolute,
  add,
  type ClientId,
  type Decimal,
  greaterThan,
  msBetween,
  type PersonId,
  type UtcTime,
} from '../kernel/index.ts';
import { ALL_PERMISSIONS, isProposalAct, type ProposalAct } from './permissions.ts';
import type { Role } from './roles.ts';

export const PROPOSAL_ACTS: readonly ProposalAct[] = ALL_PERMISSIONS.filter(isProposalAct);

/** Acts that move or bound an amount: leaving it out makes it unknown, not small. */
const ACTS_WITH_AMOUNT: readonly ProposalAct[] = [
  'clients.proposeMandate',
  'ledger.proposeAdjustment',
  'ledger.proposeDeposit',
  'ledger.proposeTransfer',
  'ledger.proposeWithdrawal',
  'portfolio.proposeBreakClose',
  'risk.proposeLimit',
  'trading.proposeOutcome',
  'trading.proposeReallocation',
];

/** `needed` different people with one of these roles have to agree. */
export interface QuorumGroup {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly needed: number;
}

export interface AmountCondition {
  /** In the policy's asset; the sign of an amount does not matter. */
  readonly over: Decimal;
  /** Null: each amount for itself. */
  readonly within: AmountWindow | null;
}

/** The last `ms` before a proposal, it included, of the same client or proposer, or of everybody. */
export interface AmountWindow {
  readonly ms: number;
  readonly per: 'Client' | 'Proposer' | 'Firm';
}

/** All that is not null must hold. */
export interface Condition {
  readonly acts: readonly ProposalAct[] | null;
  readonly proposers: readonly Role[] | null;
  readonly clients: readonly ClientId[] | null;
  readonly amount: AmountCondition | null;
}

/** Require: every group has to reach its number, by people of whom each counts once. */
export type RuleVerdict =
  | { readonly kind: 'Block'; readonly why: string }
  | { readonly kind: 'Require'; readonly groups: readonly QuorumGroup[]; readonly lifeMs: number };

export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly when: Condition;
  readonly verdict: RuleVerdict;
}

export interface PolicyDraft {
  readonly version: number;
  /** What amounts are valued in. */
  readonly asset: Asset;
  readonly rules: readonly Rule[];
}

/** What a rule looks at. */
export interface ProposalFacts {
  readonly act: ProposalAct;
  readonly proposer: PersonId;
  /** With which the proposer may propose this. */
  readonly roles: readonly Role[];
  readonly client: ClientId | null;
  /** In the policy's asset; null where there is none, or none is known. */
  readonly amount: Decimal | null;
  readonly at: UtcTime;
}

/** An earlier proposal that has or may still have an effect: not Refused, Expired or Stale. */
export type EarlierAmount = Omit<ProposalFacts, 'roles'>;

/** What kept a rule from matching, or nothing; the amount it compared, where it came to that. */
export interface RuleTrial {
  readonly rule: Rule;
  readonly failed: 'Act' | 'Proposer' | 'Client' | 'Amount' | null;
  readonly amount: { readonly over: Decimal; readonly actual: Decimal | 'Unknown' } | null;
}

export interface RuleMatch {
  readonly rule: Rule;
  /** Every rule tried, in order; the last one is the one that matched. */
  readonly trials: readonly RuleTrial[];
}

const EVERYTHING: Condition = { acts: null, proposers: null, clients: null, amount: null };

/** What ends every policy. A policy whose rows were tampered with ends in it all the same. */
export const BLOCK_ALL: Rule = {
  id: 'block-all',
  title: 'Everything else',
  when: EVERYTHING,
  verdict: { kind: 'Block', why: 'No rule of the policy allows this.' },
};

export function isBlockAll(rule: Rule | undefined): boolean {
  if (rule === undefined || rule.verdict.kind !== 'Block') return false;
  const { acts, proposers, clients, amount } = rule.when;
  return acts === null && proposers === null && clients === null && amount === null;
}

/** How far back amounts have to be known to judge a proposal, in milliseconds. */
export function lookbackMs(policy: PolicyDraft): number {
  return policy.rules.reduce((most, { when }) => Math.max(most, when.amount?.within?.ms ?? 0), 0);
}

/** Which rule governs, and why none before it: for proposals, and for trying a policy out. */
export function whichRule(
  policy: PolicyDraft,
  facts: ProposalFacts,
  earlier: readonly EarlierAmount[],
): RuleMatch {
  const trials: RuleTrial[] = [];
  for (const rule of policy.rules) {
    const trial = tryRule(rule, facts, earlier);
    trials.push(trial);
    if (trial.failed === null) return { rule, trials };
  }
  return { rule: BLOCK_ALL, trials: [...trials, tryRule(BLOCK_ALL, facts, earlier)] };
}

function tryRule(rule: Rule, facts: ProposalFacts, earlier: readonly EarlierAmount[]): RuleTrial {
  const { when } = rule;
  const failed = (part: RuleTrial['failed']): RuleTrial => ({ rule, failed: part, amount: null });
  if (!includes(when.acts, facts.act)) return failed('Act');
  if (when.proposers !== null && !facts.roles.some((role) => includes(when.proposers, role))) {
    return failed('Proposer');
  }
  if (!includesClient(when, facts.client)) return failed('Client');
  if (when.amount === null) return failed(null);
  if (!ACTS_WITH_AMOUNT.includes(facts.act) && facts.amount === null) return failed('Amount');
  const actual = amountOf(when, when.amount, facts, earlier);
  const isOver = actual === 'Unknown' || greaterThan(actual, when.amount.over);
  return { rule, failed: isOver ? null : 'Amount', amount: { over: when.amount.over, actual } };
}

function includes<T>(list: readonly T[] | null, item: T): boolean {
  return list === null || list.includes(item);
}

function includesClient(when: Condition, client: ClientId | null): boolean {
  return when.clients === null || (client !== null && when.clients.includes(client));
}

function amountOf(
  when: Condition,
  { within }: AmountCondition,
  facts: ProposalFacts,
  earlier: readonly EarlierAmount[],
): Decimal | 'Unknown' {
  let total: Decimal | 'Unknown' = facts.amount === null ? 'Unknown' : absolute(facts.amount);
  if (within === null) return total;
  for (const past of earlier) {
    if (!counts(when, within, past, facts)) continue;
    if (total === 'Unknown' || past.amount === null) return 'Unknown';
    total = add(total, absolute(past.amount));
  }
  return total;
}

function counts(
  when: Condition,
  { ms, per }: AmountWindow,
  past: EarlierAmount,
  facts: ProposalFacts,
): boolean {
  if (!includes(when.acts, past.act) || !includesClient(when, past.client)) return false;
  if (past.amount === null && !ACTS_WITH_AMOUNT.includes(past.act)) return false;
  // A later time than ours comes from another clock; it counts, as the stricter reading.
  if (msBetween(past.at, facts.at) >= ms) return false;
  if (per === 'Client') return past.client === facts.client;
  return per === 'Firm' || past.proposer === facts.proposer;
}
