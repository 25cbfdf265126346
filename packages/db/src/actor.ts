/** Whose rows a transaction may see. Made from the session, never from an input. */
import type { ActorKind } from '@ultrathink/domain/audit';
import {
  type ClientId,
  err,
  ok,
  type PersonId,
  type ProcessId,
  type Result,
} from '@ultrathink/domain/kernel';
import type { Tx } from './connect.ts';
import { Prisma } from './generated/client.ts';

export type Scope =
  /** A client's own people: rows of that client. Role `app_client`. */
  | { readonly kind: 'Client'; readonly clientId: ClientId }
  /** Staff: the clients they are assigned to. Role `app_staff`. */
  | { readonly kind: 'Staff'; readonly clientIds: readonly ClientId[] }
  /** Staff whose duty is the whole firm, and what concerns no client. Role `app_staff`. */
  | { readonly kind: 'Firm' }
  /** Who manages people and rights: of every organisation, and nothing of its business. `app_staff`. */
  | { readonly kind: 'Access' }
  /** Signing in, before it is known for whom. Role `app_identity`, which sees credentials alone. */
  | { readonly kind: 'Identity' };

export interface Actor {
  readonly id: PersonId | ProcessId;
  readonly scope: Scope;
  /** A person unless it says otherwise. */
  readonly kind?: ActorKind;
}

/**
 * The client that what this actor writes belongs to; null for the firm's own acts. Row-level
 * security would refuse the same: said here, it is an answer and not a failure.
 */
export function tenantOf(
  { scope }: Actor,
  wanted: ClientId | undefined,
): Result<{ readonly clientId: ClientId | null }, { readonly code: 'NotTheirs' }> {
  const clientId = wanted ?? (scope.kind === 'Client' ? scope.clientId : null);
  return mayActFor(scope, clientId) ? ok({ clientId }) : err({ code: 'NotTheirs' });
}

function mayActFor(scope: Scope, clientId: ClientId | null): boolean {
  switch (scope.kind) {
    case 'Client':
      return clientId === scope.clientId;
    case 'Staff':
      return clientId !== null && scope.clientIds.includes(clientId);
    case 'Firm':
    case 'Access':
    case 'Identity':
      return true;
  }
}

const READING = Prisma.sql`, set_config('transaction_read_only', 'on', true)`;

/**
 * Tells row-level security who asks: the first statement of every transaction. The settings are
 * local to it (`true`), so a connection that goes back to the pool carries nothing.
 * @param isReading nothing is written from then on
 * @returns the role of the connection, which is what wrote whatever this transaction writes
 */
export async function enter(
  tx: Tx,
  { id, scope }: Actor,
  { isReading = false }: { readonly isReading?: boolean } = {},
): Promise<string> {
  const client = scope.kind === 'Client' ? scope.clientId : '';
  const clients = scope.kind === 'Staff' ? `{${scope.clientIds.join(',')}}` : '';
  const name =
    scope.kind === 'Firm' || scope.kind === 'Access' || scope.kind === 'Identity'
      ? scope.kind.toLowerCase()
      : '';
  const [entered] = await tx.$queryRaw<{ role: string }[]>(Prisma.sql`
    select session_user::text as role,
      set_config('app.actor', ${id}, true), set_config('app.client', ${client}, true),
      set_config('app.clients', ${clients}, true), set_config('app.scope', ${name}, true)
      ${isReading ? READING : Prisma.empty}`);
  return entered?.role ?? '';
}
