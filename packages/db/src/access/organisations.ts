/** The firm and its clients as places where people have roles. */
import type { Organisation, OrganisationId } from '@ultrathink/domain/access';
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export interface StoredOrganisation {
  readonly organisation: Organisation;
  readonly name: string;
  /** In CIDR form; empty: its people come from everywhere. */
  readonly allowList: readonly string[];
  /** Counts up with each change. */
  readonly version: number;
  readonly createdAt: UtcTime;
  /** Who is not erased. */
  readonly people: number;
}

interface Row {
  readonly id: string;
  readonly client_id: string | null;
  readonly name: string;
  readonly allows: string[];
  readonly version: number;
  readonly created_at: Date;
  readonly people: number;
}

const COLUMNS = Prisma.sql`o.id, o.client_id, o.name, o.allow_list::text[] as allows, o.version,
  o.created_at, (select count(*)::int from access.person p
    where p.organisation_id = o.id and p.state <> 'Erased') as people`;

/** The firm first, then clients by name. */
export async function listOrganisations(tx: Tx): Promise<StoredOrganisation[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`select ${COLUMNS} from access.organisation o
    order by o.client_id is not null, lower(o.name), o.id limit 5000`);
  return rows.map(fromRow);
}

export async function findOrganisation(
  tx: Tx,
  id: OrganisationId,
): Promise<StoredOrganisation | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(
    Prisma.sql`select ${COLUMNS} from access.organisation o where o.id = ${id}::uuid`,
  );
  return row && fromRow(row);
}

/** As it is until the end of the transaction. */
export async function lockOrganisation(
  tx: Tx,
  id: OrganisationId,
): Promise<StoredOrganisation | undefined> {
  await tx.$queryRaw(
    Prisma.sql`select 1 as locked from access.organisation where id = ${id}::uuid for update`,
  );
  return findOrganisation(tx, id);
}

export interface NewClient {
  readonly client: ClientId;
  readonly organisation: OrganisationId;
  readonly name: string;
  /** ISO 17442; null where it has none. */
  readonly lei: string | null;
  readonly at: UtcTime;
}

/** A client and the organisation of its people. Role `app_staff`. */
export async function registerClient(
  tx: Tx,
  { client, organisation, name, lei, at }: NewClient,
): Promise<void> {
  await tx.client.createMany({ data: { clientId: client, name, lei, createdAt: at } });
  await tx.organisation.createMany({
    data: { id: organisation, kind: 'Client', clientId: client, name, createdAt: at },
  });
}

/** How many of these clients there are, as far as one sees them. */
export function countClients(tx: Tx, clients: readonly ClientId[]): Promise<number> {
  return tx.client.count({ where: { clientId: { in: [...clients] } } });
}

/** False when it was changed since `version`. */
export async function setOrganisationAllowList(
  tx: Tx,
  { id, version, networks }: { id: OrganisationId; version: number; networks: readonly string[] },
): Promise<boolean> {
  const changed = await tx.$executeRaw(Prisma.sql`update access.organisation
    set allow_list = ${[...networks]}::text[]::inet[], version = version + 1
    where id = ${id}::uuid and version = ${version}`);
  return changed === 1;
}

function fromRow(row: Row): StoredOrganisation {
  return {
    organisation: organisationFrom(row.id, row.client_id),
    name: row.name,
    allowList: row.allows,
    version: row.version,
    createdAt: utcOf(row.created_at),
    people: row.people,
  };
}

/** One organisation's rows, or, asked for by that name, every one that row-level security shows. */
export function within(column: Prisma.Sql, organisation: OrganisationId | 'All'): Prisma.Sql {
  return organisation === 'All' ? Prisma.sql`true` : Prisma.sql`${column} = ${organisation}::uuid`;
}

/** A client stands behind every organisation but the firm. */
export function organisationFrom(id: string, client: string | null): Organisation {
  return client === null
    ? { kind: 'Firm', id: id as OrganisationId }
    : { kind: 'Client', id: id as OrganisationId, client: client as ClientId };
}
