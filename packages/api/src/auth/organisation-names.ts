import type { Tx } from '@ultrathink/db';
import type { OrganisationId } from '@ultrathink/domain/access';

/** What organisations are called, in the order they were asked for. */
export async function organisationNames(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, string>> {
  const rows = await tx.organisation.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true },
  });
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return new Map(ids.map((id) => [id, names.get(id) ?? '']));
}
