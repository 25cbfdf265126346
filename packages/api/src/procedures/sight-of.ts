/** In whose name a list is looked at: a client's people their client's, staff what their grants reach. */
import type { ClientId } from '@ultrathink/domain/kernel';
import type { Caller } from '../auth/caller.ts';

export type Sight =
  | { readonly kind: 'Client'; readonly client: ClientId }
  | { readonly kind: 'Firm' };

export function sightOf({ organisation }: Pick<Caller, 'organisation'>): Sight {
  return organisation.kind === 'Client'
    ? { kind: 'Client', client: organisation.client }
    : { kind: 'Firm' };
}
