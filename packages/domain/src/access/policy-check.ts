/**
 * What makes a policy sound. Only `checkPolicy` mints a `Policy`, and nothing is proposed under
 * anything else. It refuses what would do harm later: no block-all, rules that can never match,
 * groups nobody can fill, and a policy that could never be changed again.
 */
import { z } from 'zod';
import {
  type Asset,
  type Brand,
  type ClientId,
  decimalSchema,
  err,
  fromEpochMs,
  idSchema,
  lessThan,
  ok,
  type PersonId,
  type Result,
  ZERO,
} from '../kernel/index.ts';
import { holds } from './permissions.ts';
import {
  type AmountCondition,
  type Condition,
  isBlockAll,
  type PolicyDraft,
  PROPOSAL_ACTS,
  type Rule,
  whichRule,
} from './policy.ts';
import { ROLES, type Role } from './roles.ts';

export type Policy = Brand<PolicyDraft, 'Policy'>;

export const MAX_RULES = 200;
export const MAX_GROUPS = 8;
export const MAX_NEEDED = 10;
/** A proposal that nobody decided in a week is proposed again, by somebody who still wants it. */
export const MAX_LIFE_MS = 7 * 24 * 60 * 60_000;
export const MAX_WINDOW_MS = 90 * 24 * 60 * 60_000;
const MAX_TEXT = 200;

export type PolicyFault =
  | { readonly code: 'BlockAllMissing' }
  | { readonly code: 'TooManyRules'; readonly limit: number; readonly actual: number }
  | { readonly code: 'VersionNotNext'; readonly expected: number; readonly actual: number }
  | { readonly code: 'DuplicateRule'; readonly rule: string }
  | { readonly code: 'Unreachable'; readonly rule: string; readonly because: string }
  | { readonly code: 'EmptyCondition'; readonly rule: string }
  | { readonly code: 'ThresholdNegative'; readonly rule: string }
  | { readonly code: 'WindowOutOfRange'; readonly rule: string; readonly limitMs: number }
  | { readonly code: 'LifeOutOfRange'; readonly rule: string; readonly limitMs: number }
  | { readonly code: 'GroupsOutOfRange'; readonly rule: string; readonly limit: number }
  | { readonly code: 'DuplicateGroup'; readonly rule: string; readonly group: string }
  | { readonly code: 'NeededOutOfRange'; readonly rule: string; readonly group: string }
  | {
      readonly code: 'RoleCannotDecide';
      readonly rule: string;
      readonly group: string;
      readonly role: Role;
    }
  /** No role could propose and have approved the policy after this one. */
  | { readonly code: 'PolicyFrozen' };

/** `current`: the version in force, of which this must be the next; 0 before the first. */
export function checkPolicy(
  draft: PolicyDraft,
  current: number,
): Result<Policy, readonly PolicyFault[]> {
  const faults = [...policyFaults(draft, current), ...draft.rules.flatMap(ruleFaults)];
  return faults.length === 0 ? ok(draft as Policy) : err(faults);
}

function policyFaults({ version, rules, ...rest }: PolicyDraft, current: number): PolicyFault[] {
  const faults: PolicyFault[] = [];
  if (!isBlockAll(rules.at(-1))) faults.push({ code: 'BlockAllMissing' });
  if (rules.length > MAX_RULES) {
    faults.push({ code: 'TooManyRules', limit: MAX_RULES, actual: rules.length });
    return faults;
  }
  if (version !== current + 1) {
    faults.push({ code: 'VersionNotNext', expected: current + 1, actual: version });
  }
  rules.forEach((rule, i) => {
    const before = rules.slice(0, i);
    if (before.some((other) => other.id === rule.id)) {
      faults.push({ code: 'DuplicateRule', rule: rule.id });
    }
    const cover = before.find((other) => covers(other.when, rule.when));
    if (cover !== undefined) {
      faults.push({ code: 'Unreachable', rule: rule.id, because: cover.id });
    }
  });
  if (isFrozen({ version, rules, ...rest })) faults.push({ code: 'PolicyFrozen' });
  return faults;
}

/** Whether everything the later condition would match has been matched by the earlier one. */
function covers(earlier: Condition, later: Condition): boolean {
  return (
    coversList(earlier.acts, later.acts) &&
    coversList(earlier.proposers, later.proposers) &&
    coversList(earlier.clients, later.clients) &&
    coversAmount(earlier.amount, later.amount)
  );
}

function coversList<T>(earlier: readonly T[] | null, later: readonly T[] | null): boolean {
  if (earlier === null) return true;
  return later?.every((item) => earlier.includes(item)) ?? false;
}

function coversAmount(earlier: AmountCondition | null, later: AmountCondition | null): boolean {
  if (earlier === null) return true;
  if (later === null) return false;
  const sameWindow =
    earlier.within?.ms === later.within?.ms && earlier.within?.per === later.within?.per;
  // The earlier rule is about as much or more, so over the same window its sum is no smaller.
  return sameWindow && !lessThan(later.over, earlier.over);
}

function isFrozen(draft: PolicyDraft): boolean {
  const facts = {
    act: 'approval.proposePolicy',
    // Rules know no person, and a policy change has no amount to add up over time.
    proposer: '' as PersonId,
    client: null,
    amount: null,
    at: fromEpochMs(0),
  } as const;
  return !ROLES.some(
    (role) =>
      holds(role, facts.act) &&
      whichRule(draft, { ...facts, roles: [role] }, []).rule.verdict.kind === 'Require',
  );
}

function ruleFaults(rule: Rule): PolicyFault[] {
  return [...conditionFaults(rule), ...verdictFaults(rule)];
}

function conditionFaults({ id: rule, when }: Rule): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const lists = [when.acts, when.proposers, when.clients];
  if (lists.some((list) => list?.length === 0)) faults.push({ code: 'EmptyCondition', rule });
  if (when.amount === null) return faults;
  const { over, within } = when.amount;
  if (lessThan(over, ZERO)) faults.push({ code: 'ThresholdNegative', rule });
  if (within !== null && !isWithin(within.ms, MAX_WINDOW_MS)) {
    faults.push({ code: 'WindowOutOfRange', rule, limitMs: MAX_WINDOW_MS });
  }
  return faults;
}

function verdictFaults({ id: rule, verdict }: Rule): PolicyFault[] {
  if (verdict.kind === 'Block') return [];
  const { groups, lifeMs } = verdict;
  const faults: PolicyFault[] = [];
  if (!isWithin(lifeMs, MAX_LIFE_MS)) {
    faults.push({ code: 'LifeOutOfRange', rule, limitMs: MAX_LIFE_MS });
  }
  if (!isWithin(groups.length, MAX_GROUPS)) {
    faults.push({ code: 'GroupsOutOfRange', rule, limit: MAX_GROUPS });
  }
  groups.forEach(({ name: group, roles, needed }, i) => {
    if (groups.slice(0, i).some((other) => other.name === group)) {
      faults.push({ code: 'DuplicateGroup', rule, group });
    }
    if (!isWithin(needed, MAX_NEEDED) || roles.length === 0) {
      faults.push({ code: 'NeededOutOfRange', rule, group });
    }
    for (const role of roles) {
      if (!holds(role, 'approval.decide')) {
        faults.push({ code: 'RoleCannotDecide', rule, group, role });
      }
    }
  });
  return faults;
}

function isWithin(count: number, limit: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= limit;
}

const text = z.string().trim().min(1).max(MAX_TEXT);
const roles = z.array(z.enum(ROLES)).max(ROLES.length);

const amountSchema = z.strictObject({
  over: decimalSchema,
  within: z.strictObject({ ms: z.int(), per: z.enum(['Client', 'Proposer', 'Firm']) }).nullable(),
});

const ruleSchema = z.strictObject({
  id: text,
  title: text,
  when: z.strictObject({
    acts: z.array(z.enum(PROPOSAL_ACTS)).max(PROPOSAL_ACTS.length).nullable(),
    proposers: roles.nullable(),
    clients: z.array(idSchema<ClientId>()).max(1_000).nullable(),
    amount: amountSchema.nullable(),
  }),
  verdict: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('Block'), why: text }),
    z.strictObject({
      kind: z.literal('Require'),
      groups: z.array(z.strictObject({ name: text, roles, needed: z.int() })).max(MAX_GROUPS),
      lifeMs: z.int(),
    }),
  ]),
});

const assetSchema = z.custom<Asset>(
  (value) => typeof value === 'string' && /^[A-Z0-9]{2,12}$/.test(value),
  'Not an asset.',
);

/** A policy as forms, rows and payloads of proposals hold it: plain JSON, amounts as text. */
export const policyDraftSchema = z.strictObject({
  version: z.int().positive(),
  asset: assetSchema,
  rules: z.array(ruleSchema).max(MAX_RULES),
});

/** The payload of the proposal that publishes it; `policyDraftSchema` reads it back. */
export function policyPayload(draft: PolicyDraft): unknown {
  return JSON.parse(JSON.stringify(draft));
}
