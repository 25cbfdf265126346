/**
 * Separation of duties. It holds for the person: changing the role, or having two, changes nothing.
 *
 * Two nets. At grant time, roles that no person may have at once. At decision time, acts of which a
 * person who did the one may not do the other, because roles come and go and what was done stays.
 */
import {
  type ClientId,
  err,
  msBetween,
  ok,
  type PersonId,
  type Result,
  type UtcTime,
} from '../kernel/index.ts';
import type { Grant } from './grants.ts';
import type { GrantId } from './ids.ts';
import { ALL_PERMISSIONS, isProposalAct, type Permission } from './permissions.ts';
import { CLIENT_ROLES, FIRM_ROLES, type Role } from './roles.ts';

export interface RolePair {
  readonly name: string;
  readonly one: readonly Role[];
  readonly other: readonly Role[];
  readonly why: string;
}

const FRONT = ['PortfolioManager', 'Trader'] as const;
const COMPLIANCE = ['ComplianceAnalyst', 'HeadOfCompliance'] as const;

export const CONFLICTING_ROLES: readonly RolePair[] = [
  {
    name: 'FirmAndClient',
    one: FIRM_ROLES,
    other: CLIENT_ROLES,
    why: 'Who works for the firm does not act for a client of it.',
  },
  {
    name: 'TraderAndRisk',
    one: FRONT,
    other: ['RiskOfficer'],
    why: 'Who trades does not set the limits of trading.',
  },
  {
    name: 'TraderAndCompliance',
    one: FRONT,
    other: COMPLIANCE,
    why: 'Who trades does not watch over the conduct of trading.',
  },
  {
    name: 'FrontAndBack',
    one: FRONT,
    other: ['Operations', 'Finance'],
    why: 'Who trades does not settle, reconcile or book what was traded.',
  },
  {
    name: 'AuditorAndAny',
    one: ['Auditor'],
    other: FIRM_ROLES.filter((role) => role !== 'Auditor'),
    why: 'Who audits has no part in what is audited.',
  },
  {
    name: 'AdministratorAndBusiness',
    one: ['Administrator'],
    other: [...FRONT, 'RiskOfficer', ...COMPLIANCE, 'Finance'],
    why: 'Who hands out rights does not use those of the business.',
  },
  {
    name: 'BreakGlassAndFront',
    one: ['BreakGlass'],
    other: FRONT,
    why: 'An emergency does not lift the borders around a trader.',
  },
];

export interface RoleConflict {
  readonly role: Role;
  readonly with: Role;
  readonly grant: GrantId;
  readonly pair: RolePair;
}

/** Every conflict of a new grant with those the same person has or will have meanwhile. */
export function roleConflicts(grant: Grant, existing: readonly Grant[]): readonly RoleConflict[] {
  return existing
    .filter((other) => other.person === grant.person && overlaps(grant, other))
    .flatMap((other) =>
      CONFLICTING_ROLES.filter((pair) => joins(pair, grant.role, other.role)).map((pair) => ({
        role: grant.role,
        with: other.role,
        grant: other.id,
        pair,
      })),
    );
}

function joins({ one, other }: RolePair, a: Role, b: Role): boolean {
  return (one.includes(a) && other.includes(b)) || (one.includes(b) && other.includes(a));
}

function overlaps(a: Grant, b: Grant): boolean {
  return (a.until === null || b.from < a.until) && (b.until === null || a.from < b.until);
}

/** What somebody does or did. */
export interface Act {
  readonly person: PersonId;
  readonly permission: Permission;
  /** What it is about, by its id: an order, a draft, and for acts that propose, the proposal. */
  readonly subject: string;
  /** The client it concerns; null when it concerns all. */
  readonly client: ClientId | null;
  readonly at: UtcTime;
}

export interface ActPair {
  readonly name: 'MakerChecker' | 'AuthorPublisher' | 'TraderRisk';
  readonly earlier: readonly Permission[];
  readonly later: readonly Permission[];
  /** Whether the two must be about the same thing, or about the same client. */
  readonly same: 'Subject' | 'Client';
  /** How long the earlier bars from the later; null for ever. */
  readonly forMs: number | null;
  readonly why: string;
}

/** Ours: a quarter, so that no position of one's own trading days is still what limits are set for. */
export const COOLING_OFF_MS = 90 * 24 * 60 * 60_000;

export const CONFLICTING_ACTS: readonly ActPair[] = [
  {
    name: 'MakerChecker',
    earlier: ALL_PERMISSIONS.filter(isProposalAct),
    later: ['approval.decide'],
    same: 'Subject',
    forMs: null,
    why: 'Who proposes does not decide.',
  },
  {
    name: 'AuthorPublisher',
    earlier: ['approval.draftPolicy'],
    later: ['approval.proposePolicy'],
    same: 'Subject',
    forMs: null,
    why: 'Who wrote the rules does not publish them.',
  },
  {
    name: 'TraderRisk',
    earlier: [
      'trading.placeOrder',
      'trading.amendOrder',
      'trading.placeBlockOrder',
      'trading.proposeReallocation',
    ],
    later: ['risk.proposeLimit', 'risk.proposeResume', 'risk.proposeCheckPolicy'],
    same: 'Client',
    forMs: COOLING_OFF_MS,
    why: 'Who traded for a client does not set its limits or resume its trading.',
  },
];

export interface DutyRefusal {
  readonly code: 'DutyConflict';
  readonly pair: ActPair;
  readonly earlier: Act;
}

/** The acts whose history has to be looked up before this one. */
export function actsThatBar(permission: Permission): readonly Permission[] {
  const pairs = CONFLICTING_ACTS.filter(({ later }) => later.includes(permission));
  return [...new Set(pairs.flatMap(({ earlier }) => earlier))];
}

/** Whether what the same person did before leaves this act to somebody else. */
export function checkDuties(act: Act, history: readonly Act[]): Result<void, DutyRefusal> {
  for (const pair of CONFLICTING_ACTS) {
    if (!pair.later.includes(act.permission)) continue;
    const earlier = history.find((past) => bars(pair, past, act));
    if (earlier !== undefined) return err({ code: 'DutyConflict', pair, earlier });
  }
  return ok(undefined);
}

function bars(pair: ActPair, past: Act, act: Act): boolean {
  if (past.person !== act.person || !pair.earlier.includes(past.permission)) return false;
  if (pair.forMs !== null && msBetween(past.at, act.at) >= pair.forMs) return false;
  if (pair.same === 'Subject') return past.subject === act.subject;
  return past.client === null || act.client === null || past.client === act.client;
}
