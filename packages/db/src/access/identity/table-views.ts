/** Views of tables that people keep under a name, and share with roles of their organisation. */
import type { OrganisationId, Role } from '@ultrathink/domain/access';
import type { ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import type { Prisma } from '../../generated/client.ts';

export interface TableViewRow {
  readonly owner: PersonId;
  readonly id: string;
  readonly name: string;
  /** What the table's address says of it, by part. */
  readonly address: unknown;
  readonly sharedWith: readonly Role[];
}

interface Place {
  readonly organisation: OrganisationId;
  readonly table: string;
}

/** One's own and those shared with a role one has there: the database knows which. By name. */
export async function listTableViews(
  tx: Tx,
  { organisation, table }: Place,
  most: number,
): Promise<TableViewRow[]> {
  const rows = await tx.tableView.findMany({
    where: { organisationId: organisation, tableName: table },
    orderBy: [{ name: 'asc' }, { personId: 'asc' }, { viewId: 'asc' }],
    take: most,
  });
  return rows.map(({ personId, viewId, name, address, sharedWith }) => ({
    owner: personId as PersonId,
    id: viewId,
    name,
    address,
    sharedWith: sharedWith as Role[],
  }));
}

export interface NewTableView extends Place {
  readonly owner: PersonId;
  readonly client: ClientId | null;
  readonly id: string;
  readonly name: string;
  readonly address: Prisma.InputJsonObject;
  readonly sharedWith: readonly Role[];
  readonly at: UtcTime;
}

/** In place of the one of this id, or as a new one; false where there are as many as are kept. */
export async function saveTableView(tx: Tx, view: NewTableView, most: number): Promise<boolean> {
  const { owner, organisation, table, id, client, name, address, sharedWith, at } = view;
  const place = { personId: owner, organisationId: organisation, tableName: table };
  const content = { name, address, sharedWith: [...sharedWith], savedAt: new Date(at) };
  const changed = await tx.tableView.updateMany({ where: { ...place, viewId: id }, data: content });
  if (changed.count > 0) return true;
  if ((await tx.tableView.count({ where: place })) >= most) return false;
  await tx.tableView.createMany({ data: { ...place, viewId: id, clientId: client, ...content } });
  return true;
}

/** False where there is none of this id. */
export async function removeTableView(
  tx: Tx,
  { owner, organisation, table, id }: Place & { readonly owner: PersonId; readonly id: string },
): Promise<boolean> {
  const where = { personId: owner, organisationId: organisation, tableName: table, viewId: id };
  return (await tx.tableView.deleteMany({ where })).count > 0;
}
