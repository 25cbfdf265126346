/** What of the log its reader may see. */
import type { Actor } from '@ultrathink/db';
import type { ClientId } from '@ultrathink/domain/kernel';
import type { Caller } from '../../auth/caller.ts';

/** Whether no event is hidden from this reader: only then can a gap be told from what is another's. */
export const seesAll = ({ scope }: Actor): boolean => scope.kind === 'Firm';

/** What a client's people look for: named, so that it is found without reading past everybody else's. */
export const ownOf = ({ organisation }: Caller): { readonly clientId?: ClientId } =>
  organisation.kind === 'Client' ? { clientId: organisation.client } : {};
