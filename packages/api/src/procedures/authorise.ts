/**
 * From who asks, and for what, to the one way into the database that fits: which role, whose rows.
 * A client's own people get the pool of clients, whatever they ask; nobody gets a wider scope than
 * the grants that hold the permission reach.
 */
import type { Database, Actor as DatabaseActor, Door, Scope } from '@ultrathink/db';
import {
  type Refusal as AccessRefusal,
  type Actor,
  clientsReached,
  type Grant,
  holds,
  isInForce,
  may,
  type Organisation,
  type Permission,
  permissionSpec,
  type Resource,
  type ResourceOf,
  ROLE_SPECS,
} from '@ultrathink/domain/access';
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Caller } from '../auth/caller.ts';
import type { Context, Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import { noteUse } from './note-use.ts';
import { sentenceOf } from './refusal-sentence.ts';

export interface Authorised {
  readonly actor: DatabaseActor;
  readonly database: Database;
  readonly door: Door;
}

/**
 * Proves that the caller may do this to this, now; for what needs no database.
 * @throws {Refusal} NotFound or Forbidden.
 */
export function requirePermission<P extends Permission>(
  { services }: Context,
  caller: Caller,
  permission: P,
  resource: ResourceOf<P>,
): Scope {
  const at = services.clock.now();
  const acting = actingIn(caller.access, caller.organisation);
  const judged = may(acting, permission, resource, at);
  if (!judged.ok) throw refusalOf(judged.error);
  return scopeFor(caller.organisation, acting, permission, resource, at);
}

/** The same, and the way into the database that fits. @throws {Refusal} NotFound or Forbidden. */
export async function authorise<P extends Permission>(
  ctx: Context,
  caller: Caller,
  permission: P,
  resource: ResourceOf<P>,
): Promise<Authorised> {
  const scope = requirePermission(ctx, caller, permission, resource);
  const database = await databaseOf(ctx.services, scope);
  await noteUse(ctx.services, caller.person, permission);
  const kind = caller.access.key === null ? ('Person' as const) : ('ApiKey' as const);
  const actor: DatabaseActor = { id: caller.person, scope, kind };
  return { actor, database, door: doorOf(ctx.services, database) };
}

/** The actor as far as the organisation goes in whose name this request acts. */
export function actingIn(actor: Actor, organisation: Organisation): Actor {
  const grants = actor.grants.filter((grant) => grant.organisation.id === organisation.id);
  return { ...actor, grants };
}

function refusalOf(refusal: AccessRefusal): Refusal {
  if (refusal.code === 'OutsideTenant') return new Refusal('NotFound');
  return new Refusal('Forbidden', sentenceOf(refusal), refusal);
}

function scopeFor(
  organisation: Organisation,
  acting: Actor,
  permission: Permission,
  resource: Resource,
  at: UtcTime,
): Scope {
  // Credentials and sessions of one's own: only the role of sign-in sees them.
  if (resource.kind === 'Self') return { kind: 'Identity' };
  if (organisation.kind === 'Client') return { kind: 'Client', clientId: organisation.client };
  const holding = acting.grants.filter(
    (grant) => isInForce(grant, acting.person, at) && holds(grant.role, permission),
  );
  const clients = reachOf(holding);
  if (clients === 'All') return { kind: 'Firm' };
  const isOfClient = resource.kind === 'Client' || permissionSpec(permission).kind === 'Read';
  if (clients.length > 0 && isOfClient) return { kind: 'Staff', clientIds: clients };
  // What is the firm's own, by somebody who does not see every client: people and rights, no business.
  return { kind: 'Access' };
}

function reachOf(grants: readonly Grant[]): 'All' | readonly ClientId[] {
  const clients = new Set<ClientId>();
  for (const grant of grants) {
    if (ROLE_SPECS[grant.role].reach === 'NoClients') continue;
    const reached = clientsReached(grant);
    if (reached === 'All') return 'All';
    for (const client of reached) clients.add(client);
  }
  return [...clients];
}

function databaseOf(services: Services, scope: Scope): Promise<Database> {
  switch (scope.kind) {
    case 'Identity':
      return services.identityDatabase();
    case 'Client':
      return services.clientDatabase();
    case 'Staff':
    case 'Firm':
    case 'Access':
      return services.staffDatabase();
  }
}

export function doorOf({ clock, ids, digest, patience }: Services, database: Database): Door {
  return { database, clock, ids, digest, patience };
}
