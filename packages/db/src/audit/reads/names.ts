/** Whom events can name to this reader: people by their sealed names, organisations by their own. */
import type { PersonId } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';

/** People a search by name looks at; a firm has fewer. */
const PEOPLE_MOST = 5_000;

export async function everyPerson(tx: Tx): Promise<PersonId[]> {
  const rows = await tx.person.findMany({ select: { id: true }, take: PEOPLE_MOST });
  return rows.map(({ id }) => id as PersonId);
}

export interface NamedOrganisation {
  readonly id: string;
  readonly clientId: string | null;
  readonly name: string;
}

export async function everyOrganisation(tx: Tx): Promise<NamedOrganisation[]> {
  return tx.organisation.findMany({
    select: { id: true, clientId: true, name: true },
    take: PEOPLE_MOST,
  });
}
