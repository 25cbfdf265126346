import type { Tx } from '@ultrathink/db';
import type { PersonId } from '@ultrathink/domain/kernel';
import { type Personal, readNames } from '../access/names.ts';
import type { Services } from '../context.ts';

/** What somebody is called, to the person. */
export async function ownName(
  services: Services,
  tx: Tx,
  person: PersonId,
): Promise<Personal | null> {
  return (await readNames(tx, services, [person])).get(person) ?? null;
}
