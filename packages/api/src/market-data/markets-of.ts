/** In whose name markets are looked at. What is seen is the same for everybody. */
import type { ResourceOf } from '@ultrathink/domain/access';
import type { Caller } from '../auth/caller.ts';

export function marketsOf({
  organisation,
}: Pick<Caller, 'organisation'>): ResourceOf<'marketData.read'> {
  return organisation.kind === 'Client'
    ? { kind: 'Client', client: organisation.client }
    : { kind: 'Firm' };
}
