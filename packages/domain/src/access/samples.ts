/** People, organisations and grants for the tests of this context. */
import {
  type AnyId,
  type ClientId,
  fromEpochMs,
  type PersonId,
  parseId,
  type UtcTime,
  unwrap,
} from '../kernel/index.ts';
import { type BreakGlassGrant, type Clients, checkGrant, type Grant } from './grants.ts';
import type { GrantId, OrganisationId } from './ids.ts';
import type { Actor, ApiKey } from './permissions.ts';
import {
  type ClientOrganisation,
  type ClientRole,
  type FirmOrganisation,
  type FirmRole,
  ROLE_SPECS,
} from './roles.ts';

export const NOON_MS = Date.UTC(2026, 10, 21, 12);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Noon, and so many milliseconds. */
export function noon(plusMs = 0): UtcTime {
  return fromEpochMs(NOON_MS + plusMs);
}

/** The id number `n` of its entity; ids of different entities may share a number. */
export function id<T extends AnyId>(n: number): T {
  return unwrap(parseId<T>(`01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`));
}

export const FIRM: FirmOrganisation = { kind: 'Firm', id: id<OrganisationId>(900) };
export const ALPHA = id<ClientId>(1);
export const BETA = id<ClientId>(2);
export const ALPHA_PEOPLE: ClientOrganisation = {
  kind: 'Client',
  id: id<OrganisationId>(901),
  client: ALPHA,
};
export const BETA_PEOPLE: ClientOrganisation = {
  kind: 'Client',
  id: id<OrganisationId>(902),
  client: BETA,
};

const ROOT = id<PersonId>(999);

interface Term {
  readonly from?: UtcTime;
  readonly until?: UtcTime | null;
}

export function clientGrant(
  n: number,
  role: ClientRole,
  organisation: ClientOrganisation,
  term: Term = {},
): Grant {
  return unwrap(
    checkGrant({
      id: id<GrantId>(n),
      person: id<PersonId>(n),
      organisation,
      role,
      from: noon(-DAY_MS),
      until: null,
      grantedBy: ROOT,
      ...term,
    }),
  );
}

/** A grant of the firm that reaches as much as its role can; who has clients assigned has ALPHA. */
export function firmGrant(
  n: number,
  role: FirmRole,
  term: Term & { readonly clients?: Clients } = {},
): Grant {
  const most: Clients = { AllClients: 'All' as const, AssignedClients: [ALPHA], NoClients: [] }[
    ROLE_SPECS[role].reach as 'AllClients' | 'AssignedClients' | 'NoClients'
  ];
  return unwrap(
    checkGrant({
      id: id<GrantId>(n),
      person: id<PersonId>(n),
      organisation: FIRM,
      role,
      from: role === 'BreakGlass' ? noon(-HOUR_MS) : noon(-DAY_MS),
      until: role === 'BreakGlass' ? noon(HOUR_MS) : null,
      grantedBy: ROOT,
      clients: most,
      ...(role === 'BreakGlass' ? { reason: 'Orders of Alpha hang; incident 12.' } : {}),
      ...term,
    }),
  );
}

export function breakGlass(n: number): BreakGlassGrant {
  return firmGrant(n, 'BreakGlass') as BreakGlassGrant;
}

/** Person number `n` with these grants, each made theirs. */
export function actor(n: number, grants: readonly Grant[], key: ApiKey | null = null): Actor {
  const person = id<PersonId>(n);
  return { person, grants: grants.map((grant) => ({ ...grant, person })), key };
}

export function staff(n: number, ...roles: readonly FirmRole[]): Actor {
  return actor(
    n,
    roles.map((role) => firmGrant(n, role)),
  );
}
