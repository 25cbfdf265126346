/**
 * May this person do this, to this, now? One pure answer for every procedure, page and dry run.
 *
 * The tenant's border comes first: who has no standing there learns nothing, not even whether the
 * permission would have been enough, and the caller answers NotFound as for a thing that isn't.
 * Nothing is remembered between calls, so a grant taken back is gone with the next one.
 */
import {
  type ClientId,
  err,
  ok,
  type PersonId,
  type Result,
  type UtcTime,
} from '../kernel/index.ts';
import { type Clients, clientsReached, type Grant, hasEnded, isInForce } from './grants.ts';
import type { ApiKeyId } from './ids.ts';
import {
  type KeyScope,
  PERMISSIONS,
  type PermissionSpec,
  type ResourceKind,
} from './permission-table.ts';
import {
  type ClientOrganisation,
  type Organisation,
  type OrganisationKind,
  ROLE_SPECS,
  ROLES,
  type Role,
} from './roles.ts';

export type Permission = keyof typeof PERMISSIONS;

/** Acts that open a proposal and change nothing themselves. */
export type ProposalAct = Extract<Permission, `${string}.propose${string}`>;

export type Resource =
  | { readonly kind: 'Firm' }
  | { readonly kind: 'Organisation'; readonly organisation: Organisation }
  | { readonly kind: 'Client'; readonly client: ClientId }
  | { readonly kind: 'Self'; readonly person: PersonId };

/** What this permission can be about: asking it about anything else doesn't compile. */
export type ResourceOf<P extends Permission> = Extract<
  Resource,
  { readonly kind: (typeof PERMISSIONS)[P]['on'][number] }
>;

/** A key acts for its owner, within its scope and its client; it can't do what its owner can't. */
export interface ApiKey {
  readonly id: ApiKeyId;
  readonly organisation: ClientOrganisation;
  readonly scope: KeyScope;
  readonly from: UtcTime;
  readonly until: UtcTime;
}

export interface Actor {
  readonly person: PersonId;
  /** All of the person's, in every organisation. */
  readonly grants: readonly Grant[];
  /** The key the request came with; null for a session. */
  readonly key: ApiKey | null;
}

export type Refusal =
  /** `whoCould`: roles that may, of the actor's own kind of organisation where there are any. */
  | {
      readonly code: 'NotPermitted';
      readonly permission: Permission;
      readonly whoCould: readonly Role[];
    }
  | { readonly code: 'NotAssigned'; readonly permission: Permission; readonly client: ClientId }
  | { readonly code: 'Expired'; readonly what: Role | 'ApiKey'; readonly until: UtcTime }
  /** `needs`: the scope a key would need; null where no key may. */
  | {
      readonly code: 'OutsideKeyScope';
      readonly permission: Permission;
      readonly needs: KeyScope | null;
    }
  /** To be answered as NotFound, with nothing of this value. */
  | { readonly code: 'OutsideTenant' };

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[];

const HOLDERS: ReadonlyMap<Permission, ReadonlySet<Role>> = new Map(
  ALL_PERMISSIONS.map((permission) => [permission, new Set(PERMISSIONS[permission].roles)]),
);

export function permissionSpec(permission: Permission): PermissionSpec {
  return PERMISSIONS[permission];
}

export function isPermission(text: string): text is Permission {
  return Object.hasOwn(PERMISSIONS, text);
}

export function isProposalAct(permission: Permission): permission is ProposalAct {
  return permission.split('.')[1]?.startsWith('propose') === true;
}

/** Whether the table gives it to the role, whatever a grant reaches. */
export function holds(role: Role, permission: Permission): boolean {
  return HOLDERS.get(permission)?.has(role) === true;
}

export interface MatrixRow extends PermissionSpec {
  readonly permission: Permission;
  readonly context: string;
}

/** The table as a page shows it: a row per permission, in the order it is written. */
export function permissionMatrix(): readonly MatrixRow[] {
  return ALL_PERMISSIONS.map((permission) => ({
    permission,
    context: permission.slice(0, permission.indexOf('.')),
    ...permissionSpec(permission),
  }));
}

export function may<P extends Permission>(
  actor: Actor,
  permission: P,
  resource: ResourceOf<P>,
  at: UtcTime,
): Result<void, Refusal> {
  return mayTry(actor, permission, resource, at);
}

/** `may` for dry runs, where people choose both: what doesn't fit together, nobody may. */
export function mayTry(
  actor: Actor,
  permission: Permission,
  resource: Resource,
  at: UtcTime,
): Result<void, Refusal> {
  if (!isInside(actor, resource, at)) return err({ code: 'OutsideTenant' });
  const refusal =
    keyRefusal(actor, permission, at) ?? grantsRefusal(actor, permission, resource, at);
  return refusal === undefined ? ok(undefined) : err(refusal);
}

/**
 * The clients a list may be about: what the transaction's row-level security is told. `may` answers
 * for one resource; a list has none yet, and asks here.
 */
export function clientsFor(actor: Actor, permission: Permission, at: UtcTime): Clients {
  if (!isAbout(permission, 'Client') || keyRefusal(actor, permission, at) !== undefined) return [];
  const clients = new Set<ClientId>();
  for (const grant of standing(actor, at)) {
    if (!holds(grant.role, permission)) continue;
    const reached = clientsReached(grant);
    if (reached === 'All') return 'All';
    for (const client of reached) clients.add(client);
  }
  return [...clients];
}

/** Roles in force whose grant reaches this resource, whatever they may do there. */
export function rolesReaching(actor: Actor, resource: Resource, at: UtcTime): readonly Role[] {
  const reaching = standing(actor, at).filter((grant) => reaches(grant, resource));
  return [...new Set(reaching.map((grant) => grant.role))];
}

/** The grants the request stands on: those in force, and with a key those of its organisation. */
function standing(actor: Actor, at: UtcTime): readonly Grant[] {
  return usable(actor).filter((grant) => isInForce(grant, actor.person, at));
}

function usable({ grants, key }: Actor): readonly Grant[] {
  return key === null
    ? grants
    : grants.filter((grant) => grant.organisation.id === key.organisation.id);
}

/** Whether the actor stands inside the tenant at all. */
function isInside(actor: Actor, resource: Resource, at: UtcTime): boolean {
  if (resource.kind === 'Self') return resource.person === actor.person;
  return standing(actor, at).some((grant) => isInTenant(grant.organisation, resource));
}

function isInTenant(organisation: Organisation, resource: Resource): boolean {
  // Staff stand inside every tenant; what they reach there is for their grants to say.
  if (organisation.kind === 'Firm') return true;
  if (resource.kind === 'Client') return resource.client === organisation.client;
  return resource.kind === 'Organisation' && resource.organisation.id === organisation.id;
}

function keyRefusal(actor: Actor, permission: Permission, at: UtcTime): Refusal | undefined {
  const { key } = actor;
  if (key === null) return undefined;
  if (at < key.from || key.until <= at) {
    return { code: 'Expired', what: 'ApiKey', until: key.until };
  }
  const needs = permissionSpec(permission).key;
  if (needs === 'Read' || (needs === 'Trade' && key.scope === 'Trade')) return undefined;
  return { code: 'OutsideKeyScope', permission, needs };
}

function grantsRefusal(
  actor: Actor,
  permission: Permission,
  resource: Resource,
  at: UtcTime,
): Refusal | undefined {
  if (!isAbout(permission, resource.kind))
    return { code: 'NotPermitted', permission, whoCould: [] };
  if (resource.kind === 'Self') return undefined;
  let beyondReach = false;
  let ended: Grant | undefined;
  for (const grant of usable(actor)) {
    if (!holds(grant.role, permission) || !isInTenant(grant.organisation, resource)) continue;
    const inForce = isInForce(grant, actor.person, at);
    const reached = reaches(grant, resource);
    if (inForce && reached) return undefined;
    if (inForce) beyondReach ||= ROLE_SPECS[grant.role].reach !== 'NoClients';
    else if (reached && hasEnded(grant, actor.person, at)) ended = laterEnd(ended, grant);
  }
  const client = clientOf(resource);
  if (beyondReach && client !== undefined) return { code: 'NotAssigned', permission, client };
  if (ended !== undefined && ended.until !== null) {
    return { code: 'Expired', what: ended.role, until: ended.until };
  }
  return { code: 'NotPermitted', permission, whoCould: whoCould(actor, permission, at) };
}

function isAbout(permission: Permission, kind: ResourceKind): boolean {
  return permissionSpec(permission).on.includes(kind);
}

/** Within the tenant: whether the grant goes as far as this resource. */
function reaches(grant: Grant, resource: Resource): boolean {
  if (!isInTenant(grant.organisation, resource)) return false;
  if (grant.organisation.kind === 'Client' || resource.kind === 'Firm') return true;
  const client = clientOf(resource);
  if (client === undefined) return true;
  // Who belongs to a client and how they sign in is no client's data.
  if (resource.kind === 'Organisation' && ROLE_SPECS[grant.role].reach === 'NoClients') return true;
  const reached = clientsReached(grant);
  return reached === 'All' || reached.includes(client);
}

/** The client a resource belongs to, if it belongs to one. */
export function clientOf(resource: Resource): ClientId | undefined {
  if (resource.kind === 'Client') return resource.client;
  if (resource.kind !== 'Organisation' || resource.organisation.kind === 'Firm') return undefined;
  return resource.organisation.client;
}

function laterEnd(one: Grant | undefined, other: Grant): Grant {
  return one?.until != null && other.until !== null && other.until < one.until ? one : other;
}

function whoCould(actor: Actor, permission: Permission, at: UtcTime): readonly Role[] {
  const kinds = new Set<OrganisationKind>(
    standing(actor, at).map((grant) => grant.organisation.kind),
  );
  const holders = ROLES.filter((role) => holds(role, permission) && role !== 'BreakGlass');
  const near = holders.filter((role) => kinds.has(ROLE_SPECS[role].kind));
  return near.length > 0 ? near : holders;
}
