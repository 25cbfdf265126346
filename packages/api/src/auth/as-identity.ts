/** A transaction of sign-in for what is no act; see `identityTransaction`. */
import type { Tx } from '@ultrathink/db';
import { identityTransaction } from '@ultrathink/db/identity';
import type { PersonId } from '@ultrathink/domain/kernel';
import type { Services } from '../context.ts';

export async function asIdentity<T>(
  services: Services,
  person: PersonId,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return identityTransaction(await services.identityDatabase(), person, work);
}
