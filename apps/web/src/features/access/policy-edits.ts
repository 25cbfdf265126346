/** What can be done to a rule of a draft; whether it is sound is for the platform to say. */
import type { Rule } from './policy-model.ts';

const HOUR_MS = 3_600_000;

/** What was typed as a whole number from 0 up; other signs are passed over. */
function whole(text: string): number {
  return Number(text.replaceAll(/\D/g, '').slice(0, 4));
}

export function withTitle(rule: Rule, title: string): Rule {
  return { ...rule, title };
}

export function withOver(rule: Rule, over: string): Rule {
  const { amount } = rule.when;
  return amount === null ? rule : { ...rule, when: { ...rule.when, amount: { ...amount, over } } };
}

export function withNeeded(rule: Rule, at: number, text: string): Rule {
  if (rule.verdict.kind !== 'Require') return rule;
  const groups = rule.verdict.groups.map((group, n) =>
    n === at ? { ...group, needed: whole(text) } : group,
  );
  return { ...rule, verdict: { ...rule.verdict, groups } };
}

export function withHours(rule: Rule, text: string): Rule {
  if (rule.verdict.kind !== 'Require') return rule;
  return { ...rule, verdict: { ...rule.verdict, lifeMs: whole(text) * HOUR_MS } };
}

/** Swaps a rule with its neighbour; beyond either end nothing changes. */
export function moved(rules: readonly Rule[], at: number, by: -1 | 1): readonly Rule[] {
  const [one, other] = [rules[at], rules[at + by]];
  if (one === undefined || other === undefined) return rules;
  return rules.map((rule, n) => (n === at ? other : n === at + by ? one : rule));
}
