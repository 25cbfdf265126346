/**
 * Grants: which person has which role, where, since when and until when. A grant is in force from
 * `from` (included) to `until` (not included). Nobody grants to himself.
 *
 * What the types say is checked again when a grant is read: rows are written by more than this code,
 * and a grant that no rule of ours would have made gives no right at all.
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
import type { GrantId } from './ids.ts';
import {
  type ClientOrganisation,
  type ClientRole,
  type FirmOrganisation,
  type FirmRole,
  isRole,
  type Organisation,
  ROLE_SPECS,
  type Role,
} from './roles.ts';

/** Longest life of a break-glass grant: one shift's emergency. Who needs more asks again. */
export const BREAK_GLASS_MAX_MS = 4 * 60 * 60_000;

/** Clients one grant may name; a desk with more of them has several grants. */
export const MAX_ASSIGNED_CLIENTS = 1_000;

interface Term {
  readonly id: GrantId;
  readonly person: PersonId;
  readonly from: UtcTime;
  /** The first moment it is no longer in force; null while nobody has set one. */
  readonly until: UtcTime | null;
  /** Installation: the first administrator, whom no person could have granted. */
  readonly grantedBy: PersonId | 'Installation';
}

export interface ClientGrant extends Term {
  readonly organisation: ClientOrganisation;
  readonly role: ClientRole;
}

/** Clients the grant reaches, within what its role can reach at most. */
export type Clients = 'All' | readonly ClientId[];

export interface FirmGrant extends Term {
  readonly organisation: FirmOrganisation;
  readonly role: Exclude<FirmRole, 'BreakGlass'>;
  readonly clients: Clients;
}

export interface BreakGlassGrant extends Term {
  readonly organisation: FirmOrganisation;
  readonly role: 'BreakGlass';
  readonly clients: readonly ClientId[];
  readonly until: UtcTime;
  readonly reason: string;
}

export type Grant = ClientGrant | FirmGrant | BreakGlassGrant;

/** A grant as it comes from a form or a row: nothing is known of how its parts fit. */
export interface GrantRequest extends Term {
  readonly organisation: Organisation;
  readonly role: string;
  readonly clients?: Clients;
  readonly reason?: string;
}

export type GrantRefusal =
  | { readonly code: 'UnknownRole'; readonly role: string }
  | { readonly code: 'RoleOfOtherKind'; readonly role: Role; readonly kind: Organisation['kind'] }
  | { readonly code: 'GrantToOneself' }
  | { readonly code: 'EndsBeforeItStarts' }
  | { readonly code: 'ClientsNotForRole'; readonly role: Role }
  | { readonly code: 'TooManyClients'; readonly limit: number; readonly actual: number }
  | { readonly code: 'ReasonMissing' }
  | { readonly code: 'ExpiryMissing' }
  | { readonly code: 'TooLong'; readonly limitMs: number; readonly actualMs: number };

/** The one maker of grants. */
export function checkGrant(request: GrantRequest): Result<Grant, GrantRefusal> {
  const refusal = grantRefusal(request);
  return refusal === undefined ? ok(request as Grant) : err(refusal);
}

function grantRefusal(request: GrantRequest): GrantRefusal | undefined {
  const { role, organisation, person, grantedBy, from, until } = request;
  if (!isRole(role)) return { code: 'UnknownRole', role };
  if (ROLE_SPECS[role].kind !== organisation.kind) {
    return { code: 'RoleOfOtherKind', role, kind: organisation.kind };
  }
  if (grantedBy === person) return { code: 'GrantToOneself' };
  if (until !== null && until <= from) return { code: 'EndsBeforeItStarts' };
  return clientsRefusal(role, request.clients) ?? breakGlassRefusal(role, request);
}

function clientsRefusal(role: Role, clients: Clients | undefined): GrantRefusal | undefined {
  const refused: GrantRefusal = { code: 'ClientsNotForRole', role };
  if (Array.isArray(clients) && clients.length > MAX_ASSIGNED_CLIENTS) {
    return { code: 'TooManyClients', limit: MAX_ASSIGNED_CLIENTS, actual: clients.length };
  }
  switch (ROLE_SPECS[role].reach) {
    case 'OwnClient':
      return clients === undefined ? undefined : refused;
    case 'NoClients':
      return Array.isArray(clients) && clients.length === 0 ? undefined : refused;
    case 'AssignedClients':
      return Array.isArray(clients) ? undefined : refused;
    case 'AllClients':
      return clients === undefined ? refused : undefined;
  }
}

function breakGlassRefusal(role: Role, request: GrantRequest): GrantRefusal | undefined {
  if (role !== 'BreakGlass') return undefined;
  if (request.reason === undefined || request.reason.trim() === '')
    return { code: 'ReasonMissing' };
  if (request.until === null) return { code: 'ExpiryMissing' };
  const actualMs = msBetween(request.from, request.until);
  if (actualMs <= BREAK_GLASS_MAX_MS) return undefined;
  return { code: 'TooLong', limitMs: BREAK_GLASS_MAX_MS, actualMs };
}

/** Whether the grant gives anything to this person at this moment. */
export function isInForce(grant: Grant, person: PersonId, at: UtcTime): boolean {
  return grant.from <= at && (grant.until === null || at < grant.until) && isSound(grant, person);
}

/** Whether it did, and no longer does. */
export function hasEnded(grant: Grant, person: PersonId, at: UtcTime): boolean {
  return grant.until !== null && grant.until <= at && isSound(grant, person);
}

function isSound(grant: Grant, person: PersonId): boolean {
  return grant.person === person && grantRefusal(grant) === undefined;
}

/** The clients whose data lies within the grant. */
export function clientsReached(grant: Grant): Clients {
  return grant.organisation.kind === 'Client'
    ? [grant.organisation.client]
    : (grant as FirmGrant | BreakGlassGrant).clients;
}
