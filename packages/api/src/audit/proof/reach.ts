/** What of the log its reader may see: a client's people their client's, staff what their grants reach. */
import type { Actor } from '@ultrathink/db';
import type { ResourceOf } from '@ultrathink/domain/access';
import type { ClientId } from '@ultrathink/domain/kernel';
import type { Caller } from '../../auth/caller.ts';

export function logOf({ organisation }: Caller): ResourceOf<'audit.read'> {
  return organisation.kind === 'Client'
    ? { kind: 'Client', client: organisation.client }
    : { kind: 'Firm' };
}

/** Whether no event is hidden from this reader: only then can a gap be told from what is another's. */
export const seesAll = ({ scope }: Actor): boolean => scope.kind === 'Firm';

/** What a client's people look for: named, so that it is found without reading past everybody else's. */
export const ownOf = ({ organisation }: Caller): { readonly clientId?: ClientId } =>
  organisation.kind === 'Client' ? { clientId: organisation.client } : {};
