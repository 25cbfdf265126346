/** Whose business a read is about: the client named, one's own, or where staff name none, the firm's. */
import type { Resource } from '@ultrathink/domain/access';
import type { ClientId } from '@ultrathink/domain/kernel';
import type { Caller } from '../auth/caller.ts';
import { Refusal } from '../errors.ts';

type ClientResource = Extract<Resource, { readonly kind: 'Client' }>;
type FirmResource = Extract<Resource, { readonly kind: 'Firm' }>;

export function firmOrClient(
  { organisation }: Caller,
  client: ClientId | null | undefined,
): ClientResource | FirmResource {
  const named = client ?? (organisation.kind === 'Client' ? organisation.client : null);
  return named === null ? { kind: 'Firm' } : { kind: 'Client', client: named };
}

/** @throws {Refusal} NotFound where neither is one. */
export function oneClient(caller: Caller, client: ClientId | null | undefined): ClientResource {
  const resource = firmOrClient(caller, client);
  if (resource.kind === 'Firm') throw new Refusal('NotFound', 'Which client? None was named.');
  return resource;
}
