/** How access speaks: roles, acts and what becomes of a proposal, each in one place. */
import {
  isRole,
  PERMISSIONS,
  type ProposalAct,
  ROLE_SPECS,
  type Role,
} from '@ultrathink/domain/access';
import { shortHash } from '@ultrathink/domain/kernel';
import type { StatusLook } from '@/ui/status-words.ts';
import { sentenceCase } from '@/ui/words.ts';

export const roleTitle = (role: Role): string => sentenceCase(ROLE_SPECS[role].title);

/** Each once: somebody may have one role by two grants. */
export const rolesText = (roles: readonly Role[]): string =>
  [...new Set(roles)].map((role) => ROLE_SPECS[role].title).join(', ') || 'no role';

/** Who was erased, or is not the reader's to know, has an id and no name. */
export const personName = ({ id, name }: { readonly id: string; readonly name: string | null }) =>
  name ?? `Person ${id.slice(-6)}`;

export type ProposalStatus = 'Pending' | 'Approved' | 'Refused' | 'Expired' | 'Executed' | 'Stale';

export const PROPOSAL_STATUS: Readonly<Record<ProposalStatus, StatusLook>> = {
  Pending: { word: 'Pending', shape: 'ring-dashed', tone: 'ink-3' },
  Approved: { word: 'Approved', shape: 'check', tone: 'accent' },
  Executed: { word: 'Executed', shape: 'check', tone: 'accent' },
  Refused: { word: 'Refused', shape: 'cross', tone: 'danger' },
  Expired: { word: 'Expired', shape: 'clock', tone: 'ink-3' },
  Stale: { word: 'Stale', shape: 'dash', tone: 'warn' },
};

export type PersonState = 'Invited' | 'Active' | 'Suspended' | 'Erased';

export const PERSON_STATE: Readonly<Record<PersonState, StatusLook>> = {
  Invited: { word: 'Invited', shape: 'ring', tone: 'ink-3' },
  Active: { word: 'Active', shape: 'dot', tone: 'accent' },
  Suspended: { word: 'Suspended', shape: 'cross', tone: 'warn' },
  Erased: { word: 'Erased', shape: 'dash', tone: 'ink-3' },
};

/** What a proposal is for, as its heading: each act of the table that opens one. */
const ACT_TITLES: Readonly<Record<string, string>> = {
  'access.proposeGrant': 'Grant of a role',
  'access.proposeFactorReset': 'Reset of second factors',
  'access.proposeAllowList': 'Networks one may come from',
  'access.proposeTradeKey': 'API key that trades',
  'approval.proposePolicy': 'Another approval policy',
  'audit.proposeErasure': 'Erasure of personal data',
  'audit.proposeSigningKey': 'New signing key of the audit trail',
  'venues.proposeKey': 'Key of a venue',
  'clients.proposeState': 'Terms of a client',
  'clients.proposeMandate': 'Mandate of an account',
  'clients.proposeTraders': 'Who may trade an account',
  'clients.proposeTiers': 'Change of tiers',
  'risk.proposeLimit': 'Limits',
  'risk.proposeCheckPolicy': 'Checks an order needs',
  'risk.proposeResume': 'Trading goes on',
  'compliance.proposeRestriction': 'Restricted list',
  'compliance.proposeCategoryRules': 'What each category may trade',
  'trading.proposeRoutingPolicy': 'How orders are routed',
  'trading.proposeOutcome': 'Outcome of an unconfirmed order',
  'trading.proposeReallocation': 'Another allocation of a block',
  'trading.proposeHouseAccount': 'Account of the house',
  'operations.proposeTradingMode': 'Trading mode',
  'ledger.proposeDeposit': 'Deposit to be booked',
  'ledger.proposeWithdrawal': 'Withdrawal to be booked',
  'portfolio.proposeBreakClose': 'Break to be closed',
};

export const actTitle = (act: string, phrase: string): string =>
  ACT_TITLES[act] ?? phrase.charAt(0).toUpperCase() + phrase.slice(1);

export const FLAG_WORDS: Readonly<Record<string, string>> = {
  Unused: 'no use on record for 90 days',
  Expiring: 'ends soon',
  Conflict: 'conflicts with another role',
  NeverSignedIn: 'no sign-in on record',
  Suspended: 'suspended',
};

/** What an act is for in few words: `roles`, `venue keys`. */
export const actWords = (act: ProposalAct): string =>
  PERMISSIONS[act].phrase
    .replace(/^propose that (.+?) be /, '$1 to be ')
    .replace(/^propose (that )?/, '');

/** Codes of what is proposed, as pages call them elsewhere. */
const CODES: Readonly<Record<string, string>> = {
  REDUCING: 'reduce only',
  HALT_NEW: 'no new orders',
  CANCEL_ALL: 'cancel all',
  FLATTEN: 'flatten',
  firm: 'the whole firm',
  venueKey: 'venue key',
};

/** Whoever wants the whole of it reads the exact payload. */
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

const HOUR_MS = 3_600_000;
const LONG_HOURS = 48;

/** `24 hours`; from two days on `7 days`. */
export function spanWords(ms: number): string {
  const hours = Math.round(ms / HOUR_MS);
  if (hours > LONG_HOURS && hours % 24 === 0) return `${hours / 24} days`;
  return hours === 1 ? '1 hour' : `${hours} hours`;
}

/**
 * A value of a payload as people read it. Ids of those the proposal concerns are their names; what is
 * hashed stands under "Exact".
 */
export function valueWords(
  pointer: string,
  json: string,
  people: readonly { readonly id: string; readonly name: string | null }[],
): string {
  const value: unknown = JSON.parse(json);
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' && pointer.endsWith('Ms')) {
    return value < HOUR_MS && value !== 0 ? `${value} ms` : `${value / HOUR_MS} hours`;
  }
  if (typeof value !== 'string') return json;
  if (isRole(value)) return ROLE_SPECS[value].title;
  const person = people.find(({ id }) => id === value);
  if (person !== undefined) return personName(person);
  return UUID.test(value) ? shortHash(value) : (CODES[value] ?? value);
}

/** `/role` of a payload as people read it. */
export function pointerWords(pointer: string): string {
  const words = pointer
    .split('/')
    .filter((part) => part !== '')
    // Of a stop: which level it stands on and where. The word says nothing to people.
    .filter((part, place, all) => !(part === 'key' && place === 0 && all.length > 1))
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part))
    .map((part) =>
      part
        .replace(/Ms$/, '')
        .replace(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase(),
    );
  return words.join(' ') || 'the whole';
}

/** For how long a key may be made. */
export const KEY_DAYS = ['30', '90', '180', '365'] as const;

/** Addresses and networks as people type them: by commas, blanks or lines. */
export function networksIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '');
}
