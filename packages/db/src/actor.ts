/** Whose rows a transaction may see. Made from the session, never from an input. */
import type { ClientId, PersonId, ProcessId } from '@ultrathink/domain/kernel';
import type { Tx } from './connect.ts';
import { Prisma } from './generated/client.ts';

export type Scope =
  /** A client's own people: rows of that client. Role `app_client`. */
  | { readonly kind: 'Client'; readonly clientId: ClientId }
  /** Staff: the clients they are assigned to. Role `app_staff`. */
  | { readonly kind: 'Staff'; readonly clientIds: readonly ClientId[] }
  /** Staff whose duty is the whole firm, and what concerns no client. Role `app_staff`. */
  | { readonly kind: 'Firm' };

export interface Actor {
  readonly id: PersonId | ProcessId;
  readonly scope: Scope;
}

/** The client that what this actor writes belongs to; none for the firm's own acts. */
export function tenantOf({ scope }: Actor): ClientId | undefined {
  return scope.kind === 'Client' ? scope.clientId : undefined;
}

/**
 * Tells row-level security who asks: the first statement of every transaction. The settings are
 * local to it (`true`), so a connection that goes back to the pool carries nothing.
 */
export async function enter(tx: Tx, { id, scope }: Actor): Promise<void> {
  const client = scope.kind === 'Client' ? scope.clientId : '';
  const clients = scope.kind === 'Staff' ? `{${scope.clientIds.join(',')}}` : '';
  const name = scope.kind === 'Firm' ? 'firm' : '';
  await tx.$executeRaw(Prisma.sql`
    select set_config('app.actor', ${id}, true), set_config('app.client', ${client}, true),
      set_config('app.clients', ${clients}, true), set_config('app.scope', ${name}, true)`);
}
