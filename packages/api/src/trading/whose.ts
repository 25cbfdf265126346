/** Whose an account or an order is, within what the caller's grants for the permission reach. */
import { read, type Scope, type Tx } from '@ultrathink/db';
import { clientOfAccount, clientOfOrder } from '@ultrathink/db/trading';
import { clientsFor, type Permission } from '@ultrathink/domain/access';
import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Asking } from '../access/look-up.ts';
import { Refusal } from '../errors.ts';
import { actingIn } from '../procedures/authorise.ts';

export interface ClientResource {
  readonly kind: 'Client';
  readonly client: ClientId;
}

export async function resourceOfAccount(
  asking: Asking,
  permission: Permission,
  account: AccountId,
): Promise<ClientResource> {
  const found = await within(asking, permission, (tx) => clientOfAccount(tx, account));
  expectOwnShard(asking, found.shard);
  return { kind: 'Client', client: found.client };
}

/** An order of the house belongs to no client, and is not found here. */
export async function resourceOfOrder(
  asking: Asking,
  permission: Permission,
  clOrdId: ClOrdId,
): Promise<ClientResource> {
  const resource = await resourceOfAnyOrder(asking, permission, clOrdId);
  if (resource.kind === 'Firm') throw new Refusal('NotFound');
  return resource;
}

/** A block is an order of the house: the firm's, and found by whoever sees every client. */
export async function resourceOfAnyOrder(
  asking: Asking,
  permission: Permission,
  clOrdId: ClOrdId,
): Promise<ClientResource | { readonly kind: 'Firm' }> {
  const { client, shard } = await within(asking, permission, (tx) => clientOfOrder(tx, clOrdId));
  expectOwnShard(asking, shard);
  return client === null ? { kind: 'Firm' } : { kind: 'Client', client };
}

/**
 * A web process has the door of one shard. What another shard trades is not asked of this one, which
 * would know nothing of it.
 */
function expectOwnShard({ services }: Asking, shard: number): void {
  const { shard: own } = services.door;
  if (shard === own) return;
  throw new Refusal(
    'EngineAway',
    `This client trades on shard ${shard}, and this site is connected to shard ${own}. Nothing was sent.`,
    { code: 'WrongShard', own, shard },
  );
}

/** @throws {Refusal} NotFound for what is not there, or not within reach. */
async function within<T>(
  { services, caller }: Asking,
  permission: Permission,
  work: (tx: Tx) => Promise<T | undefined>,
): Promise<T> {
  const { organisation, access, person } = caller;
  const clients = clientsFor(actingIn(access, organisation), permission, services.clock.now());
  const scope = scopeOf(organisation.kind === 'Client' ? organisation.client : null, clients);
  if (scope === null) throw new Refusal('Forbidden');
  const isClient = scope.kind === 'Client';
  const database = await (isClient ? services.clientDatabase() : services.staffDatabase());
  const found = await read(database, { id: person, scope }, work);
  if (found === undefined) throw new Refusal('NotFound');
  return found;
}

function scopeOf(own: ClientId | null, clients: 'All' | readonly ClientId[]): Scope | null {
  if (own !== null) return { kind: 'Client', clientId: own };
  if (clients === 'All') return { kind: 'Firm' };
  return clients.length === 0 ? null : { kind: 'Staff', clientIds: clients };
}
