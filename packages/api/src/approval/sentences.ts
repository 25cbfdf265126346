/** Why something was not proposed, decided or carried out: one sentence for each refusal. */
import {
  BREAK_GLASS_MAX_MS,
  type GrantRefusal,
  permissionSpec,
  ROLE_SPECS,
  type Role,
} from '@ultrathink/domain/access';
import { DEFAULT_LOCALE, formatDateTime, UTC, type UtcTime } from '@ultrathink/domain/kernel';
import { Refusal } from '../errors.ts';
import { proposalSentence } from '../market-data/venue-keys/sentences.ts';
import { sentenceOf as permissionSentence } from '../procedures/refusal-sentence.ts';
import type { ErrorCode } from '../public-error.ts';
import type { DecisionRefusal } from './decide.ts';
import type { ExecuteRefusal } from './execute.ts';
import { controlSentence } from './executors/control-sentences.ts';
import { faultSentence } from './policy-sentences.ts';
import type { OpenRefusal } from './propose.ts';

export type ApprovalRefusal = OpenRefusal | DecisionRefusal | ExecuteRefusal;

type Told = readonly [ErrorCode, string];
type Table = {
  readonly [Code in ApprovalRefusal['code']]: (
    refusal: Extract<ApprovalRefusal, { readonly code: Code }>,
  ) => Told;
};

const NOT_CANONICAL: Told = [
  'InvalidInput',
  'This can not be written down exactly, so nobody could agree to it. Nothing was proposed.',
];
const PROPOSE_AGAIN = 'Nothing was carried out; propose it again if it is still wanted.';

const TABLE: Table = {
  NotPermitted: (refusal) => ['Forbidden', permissionSentence(refusal)],
  NotAssigned: (refusal) => ['Forbidden', permissionSentence(refusal)],
  Expired: (refusal) => ['Forbidden', permissionSentence(refusal)],
  OutsideKeyScope: (refusal) => ['Forbidden', permissionSentence(refusal)],
  OutsideTenant: () => ['NotFound', 'There is nothing by that name.'],
  NoProposal: () => ['NotFound', 'There is no such proposal.'],
  NotYetExecutable: ({ act }) => [
    'Forbidden',
    `Nobody can ${permissionSpec(act).phrase} yet: this version has nothing that would carry it out. Nothing was proposed.`,
  ],
  DutyConflict: ({ pair, earlier }) => [
    'Forbidden',
    `${pair.why} You did the one at ${moment(earlier.at)}, so the other is for somebody else. Nothing was done.`,
  ],
  PayloadTooLarge: ({ limit, actual }) => [
    'TooLarge',
    `A proposal can have ${limit} characters; this has ${actual}. Nothing was proposed.`,
  ],
  NotAnInteger: () => NOT_CANONICAL,
  NotCanonical: () => NOT_CANONICAL,
  LoneSurrogate: () => NOT_CANONICAL,
  TooDeep: () => NOT_CANONICAL,
  Blocked: ({ rule, why }) => [
    'Forbidden',
    `The rule "${rule}" of the approval policy blocks this: ${why} Nothing was proposed.`,
  ],
  Closed: ({ status }) => [
    'Conflict',
    `This proposal is ${status.toLowerCase()}, so it can't be decided any more. Nothing was done.`,
  ],
  OwnProposal: () => [
    'Forbidden',
    'You proposed this, so others decide it, whichever of your roles you use. Nothing was done.',
  ],
  ConcernsYou: () => [
    'Forbidden',
    'This is about you, so others decide it, whichever of your roles you use. Nothing was done.',
  ],
  AlreadyDecided: ({ at }) => [
    'Conflict',
    `You decided this at ${moment(at)}. One person decides once; nothing was done.`,
  ],
  NotInGroup: ({ group, roles }) => [
    'Forbidden',
    `Your roles don't decide for the group "${group}"${whoDoes(roles)}. Nothing was done.`,
  ],
  OtherPayload: () => [
    'Conflict',
    'What you were shown is not what is proposed now. Nothing was done; read the proposal again.',
  ],
  ReasonMissing: () => ['InvalidInput', 'A decision needs its reason. Nothing was done.'],
  ReasonTooLong: ({ limit, actual }) => [
    'InvalidInput',
    `A reason can have ${limit} characters; this has ${actual}. Nothing was done.`,
  ],
  ReasonNotText: () => ['InvalidInput', 'The reason has signs that are no text. Nothing was done.'],
  StepUpForOther: () => [
    'Forbidden',
    'The proof that it is you was given for something else. Nothing was done; decide again.',
  ],
  NotApproved: ({ status }) => [
    'Conflict',
    `This proposal is ${status.toLowerCase()}, so it can't be carried out. Nothing was done.`,
  ],
  PayloadChanged: () => [
    'Conflict',
    `The proposal was changed after it was approved. ${PROPOSE_AGAIN}`,
  ],
  TermsChanged: () => [
    'Conflict',
    `The proposal's terms are not those the audit trail sealed when it was made. ${PROPOSE_AGAIN}`,
  ],
  DecisionForOther: () => [
    'Conflict',
    `A decision on it was given for other terms, or by somebody else. ${PROPOSE_AGAIN}`,
  ],
  WorldChanged: () => [
    'Conflict',
    `What it would change has changed since it was proposed. ${PROPOSE_AGAIN}`,
  ],
  QuorumLost: ({ groups }) => [
    'Conflict',
    `Somebody who agreed no longer has the role for it, so these groups fall short: ${groups.join(', ')}. ${PROPOSE_AGAIN}`,
  ],
  PayloadUnreadable: () => ['InvalidInput', 'The proposal could not be read. Nothing was done.'],
  SubjectGone: () => ['NotFound', 'What this is about is not there, or is not yours to see.'],
  PersonNotIn: ({ state, needed }) => [
    'Conflict',
    `This person is ${state.toLowerCase()}; it takes one who is ${needed.toLowerCase()}. Nothing was done.`,
  ],
  ClientUnknown: () => ['NotFound', 'One of the clients is not there. Nothing was done.'],
  GrantRefused: ({ refusal }) => ['InvalidInput', grantSentence(refusal)],
  RoleConflict: ({ conflicts }) => [
    'Forbidden',
    `${conflicts
      .map(
        ({ pair, role, with: other }) =>
          `${pair.why} So nobody is ${titleOf(role)} and ${titleOf(other)} at once.`,
      )
      .join(' ')} Nothing was done; the other role has to end first.`,
  ],
  OwnerCannotTrade: () => [
    'Forbidden',
    'A key has at most the rights of its owner, and this person is no client trader. Nothing was done.',
  ],
  LastAdministrator: () => [
    'Forbidden',
    'This is the last administrator who can sign in. Give somebody else the role first. Nothing was done.',
  ],
  PolicyUnsound: ({ faults }) => [
    'InvalidInput',
    `The policy is not sound. ${faults.slice(0, 5).map(faultSentence).join(' ')} Nothing was done.`,
  ],
  VenueKeyRefused: ({ refusal }) => ['Conflict', proposalSentence(refusal)],
  ControlRefused: ({ refusal }) => ['Conflict', controlSentence(refusal)],
  Overtaken: () => [
    'Conflict',
    'Somebody else changed this first. Nothing was done; read it again.',
  ],
};

/** The refusal as its caller is told. */
export function told(refusal: ApprovalRefusal): Refusal {
  const [code, sentence] = tell(refusal);
  return new Refusal(code, sentence, refusal);
}

/** The same, as one sentence for a page that shows what became of a proposal. */
export function sentenceOf(refusal: ApprovalRefusal): string {
  return tell(refusal)[1];
}

function tell(refusal: ApprovalRefusal): Told {
  // The table has a line for each code; the compiler can't follow that through an index.
  return (TABLE[refusal.code] as (refusal: ApprovalRefusal) => Told)(refusal);
}

function grantSentence(refusal: GrantRefusal): string {
  switch (refusal.code) {
    case 'UnknownRole':
      return 'There is no such role. Nothing was done.';
    case 'RoleOfOtherKind':
      return `A ${titleOf(refusal.role)} can't be of this organisation. Nothing was done.`;
    case 'GrantToOneself':
      return 'Nobody grants a role to himself. Nothing was done; a colleague can propose it.';
    case 'EndsBeforeItStarts':
      return 'The role would end before it begins. Nothing was done.';
    case 'ClientsNotForRole':
      return `The clients don't fit the reach of a ${titleOf(refusal.role)}. Nothing was done.`;
    case 'TooManyClients':
      return `One grant can name ${refusal.limit} clients; this names ${refusal.actual}. Nothing was done.`;
    case 'ReasonMissing':
      return 'Break-glass needs its reason. Nothing was done.';
    case 'ExpiryMissing':
      return 'Break-glass needs its end. Nothing was done.';
    case 'TooLong':
      return `Break-glass lasts at most ${BREAK_GLASS_MAX_MS / 3_600_000} hours; this would last ${(refusal.actualMs / 3_600_000).toFixed(1)}. Nothing was done.`;
  }
}

function titleOf(role: Role): string {
  return ROLE_SPECS[role].title;
}

function whoDoes(roles: readonly Role[]): string {
  if (roles.length === 0) return '';
  return `; ${roles.map((role) => ROLE_SPECS[role].plural).join(' and ')} do`;
}

export function moment(at: UtcTime): string {
  return `${formatDateTime(at, { locale: DEFAULT_LOCALE, zone: UTC }, 'minute')} ${UTC}`;
}
