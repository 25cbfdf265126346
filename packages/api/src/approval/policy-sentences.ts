/** What is wrong with a policy, and why a rule did not match, for the page on which it is written. */
import { MAX_RULES, type PolicyFault, ROLE_SPECS, type RuleTrial } from '@ultrathink/domain/access';
import { toText } from '@ultrathink/domain/kernel';
import type { DraftFault } from './policy-wire.ts';

const DAY_MS = 24 * 60 * 60_000;

export function faultSentence(fault: PolicyFault): string {
  switch (fault.code) {
    case 'BlockAllMissing':
      return 'The last rule has to block everything.';
    case 'TooManyRules':
      return `A policy can have ${MAX_RULES} rules; this has ${fault.actual}.`;
    case 'VersionNotNext':
      return `The next version is ${fault.expected}; this says ${fault.actual}.`;
    case 'DuplicateRule':
      return `There are two rules "${fault.rule}".`;
    case 'Unreachable':
      return `The rule "${fault.rule}" can never match: "${fault.because}" matches all of it before.`;
    case 'EmptyCondition':
      return `The rule "${fault.rule}" has a list with nothing in it, so it matches nothing.`;
    case 'ThresholdNegative':
      return `The threshold of the rule "${fault.rule}" is below zero.`;
    case 'WindowOutOfRange':
      return `The window of the rule "${fault.rule}" is not between 1 ms and ${days(fault.limitMs)}.`;
    case 'LifeOutOfRange':
      return `Proposals under the rule "${fault.rule}" must end within ${days(fault.limitMs)}.`;
    case 'GroupsOutOfRange':
      return `The rule "${fault.rule}" needs 1 to ${fault.limit} groups.`;
    case 'DuplicateGroup':
      return `The rule "${fault.rule}" has two groups "${fault.group}".`;
    case 'NeededOutOfRange':
      return `The group "${fault.group}" of the rule "${fault.rule}" needs roles, and a number of people that can be reached.`;
    case 'RoleCannotDecide':
      return `${ROLE_SPECS[fault.role].plural} can't decide, so they can't be in the group "${fault.group}" of the rule "${fault.rule}".`;
    case 'PolicyFrozen':
      return 'Under this policy nobody could ever change it again.';
  }
}

function days(ms: number): string {
  return `${ms / DAY_MS} days`;
}

/** Why this rule did not govern; empty for the one that did. */
export function trialSentence({ failed, amount }: RuleTrial): string {
  switch (failed) {
    case null:
      return '';
    case 'Act':
      return 'It is about other acts.';
    case 'Proposer':
      return 'It is about proposers with other roles.';
    case 'Client':
      return 'It is about other clients.';
    case 'Amount':
      return amount === null
        ? 'It is about amounts, and there is none.'
        : `It begins above ${toText(amount.over)}; this comes to ${amount.actual === 'Unknown' ? 'an unknown amount' : toText(amount.actual)}.`;
  }
}

export function draftFaultSentence(fault: DraftFault): string {
  if (fault.code !== 'NotReadable') return faultSentence(fault);
  return `This part could not be read: ${fault.where === '' ? 'the policy itself' : fault.where}.`;
}
