/** What is there before the first person: the firm itself. */
import type { FirmOrganisation, OrganisationId } from '@ultrathink/domain/access';
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';

/** The one firm of the installation; undefined until it has one. */
export async function findFirm(tx: Tx): Promise<FirmOrganisation | undefined> {
  const row = await tx.organisation.findFirst({ where: { kind: 'Firm' }, select: { id: true } });
  return row === null ? undefined : { kind: 'Firm', id: row.id as OrganisationId };
}

export async function registerFirm(
  tx: Tx,
  { id, name, at }: { readonly id: OrganisationId; readonly name: string; readonly at: UtcTime },
): Promise<void> {
  await tx.organisation.createMany({ data: { id, kind: 'Firm', name, createdAt: at } });
}
