/** Who has which role where. Rows are read as the domain has grants; it refuses what doesn't fit. */
import type {
  FirmRole,
  Grant,
  GrantId,
  OrganisationId,
  ProposalId,
  Role,
} from '@ultrathink/domain/access';
import type { PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf, utcOrNull } from '../moments.ts';
import { organisationFrom, within } from './organisations.ts';

export interface StoredGrant {
  /** `until` is the earlier of the term it was given and the moment it was ended. */
  readonly grant: Grant;
  readonly proposal: ProposalId | null;
  readonly reason: string | null;
  /** Set when it was taken back before its term. */
  readonly ended: {
    readonly by: PersonId | null;
    readonly at: UtcTime;
    readonly why: string;
  } | null;
}

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly organisation_id: string;
  readonly client_id: string | null;
  readonly role: string;
  readonly is_all_clients: boolean;
  readonly clients: string[];
  readonly from: Date;
  readonly until: Date | null;
  readonly granted_by: string | null;
  readonly proposal_id: string | null;
  readonly reason: string | null;
  readonly ended_by: string | null;
  readonly ended_at: Date | null;
  readonly ended_why: string | null;
}

const COLUMNS = Prisma.sql`g.id, g.person_id, g.organisation_id, g.client_id, g.role,
  g.is_all_clients, g.clients, g."from", g.until, g.granted_by, g.proposal_id, g.reason,
  g.ended_by, g.ended_at, g.ended_why`;

/**
 * Every grant these people have or had, in every organisation: also those a client sees no row of.
 * For decisions, never to be shown. A client is told of its own people and of those who decided its
 * proposals alone. `isActiveOnly`: nobody who is invited, suspended or erased.
 */
export async function allGrantsOf(
  tx: Tx,
  people: readonly PersonId[],
  isActiveOnly = false,
): Promise<Grant[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`select ${COLUMNS}
    from access.grants_of(${[...people]}::uuid[], ${isActiveOnly}) g order by g.id`);
  return rows.map((row) => fromRow(row).grant);
}

/** Grants within one organisation, ended ones too, newest first; at most 50,000. */
export async function listGrants(
  tx: Tx,
  organisation: OrganisationId | 'All',
): Promise<StoredGrant[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`select ${COLUMNS} from access.role_grant g
    where ${within(Prisma.sql`g.organisation_id`, organisation)} order by g.id desc limit 50000`);
  return rows.map(fromRow);
}

export async function findGrant(tx: Tx, id: GrantId): Promise<StoredGrant | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(
    Prisma.sql`select ${COLUMNS} from access.role_grant g where g.id = ${id}::uuid`,
  );
  return row && fromRow(row);
}

/** A grant as it was agreed to. */
export async function insertGrant(
  tx: Tx,
  grant: Grant,
  { proposal, reason }: { readonly proposal: ProposalId | null; readonly reason: string | null },
): Promise<void> {
  const { id, person, organisation, role, from, until, grantedBy } = grant;
  const clients = 'clients' in grant ? grant.clients : [];
  await tx.roleGrant.createMany({
    data: {
      id,
      personId: person,
      organisationId: organisation.id,
      clientId: organisation.kind === 'Client' ? organisation.client : null,
      role,
      isAllClients: clients === 'All',
      clients: clients === 'All' ? [] : [...clients],
      from,
      until,
      grantedBy: grantedBy === 'Installation' ? null : grantedBy,
      proposalId: proposal,
      reason,
    },
  });
}

export interface GrantEnd {
  readonly id: GrantId;
  readonly by: PersonId;
  readonly at: UtcTime;
  readonly why: string;
}

/** False when it has ended already. */
export async function endGrant(tx: Tx, { id, by, at, why }: GrantEnd): Promise<boolean> {
  const { count } = await tx.roleGrant.updateMany({
    where: { id, endedAt: null, OR: [{ until: null }, { until: { gt: at } }] },
    data: { endedAt: at, endedBy: by, endedWhy: why },
  });
  return count === 1;
}

/** Ends every grant of a person that has not ended yet; answers which. */
export async function endGrantsOf(
  tx: Tx,
  person: PersonId,
  { by, at, why }: Omit<GrantEnd, 'id'>,
): Promise<GrantId[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`update access.role_grant
    set ended_at = ${at}::timestamptz, ended_by = ${by}::uuid, ended_why = ${why}
    where person_id = ${person}::uuid and ended_at is null
      and (until is null or until > ${at}::timestamptz) returning id`);
  return rows.map(({ id }) => id as GrantId);
}

/** Who has one of these roles of the firm at a moment and can sign in. */
export async function listHolders(
  tx: Tx,
  { roles, at }: { readonly roles: readonly FirmRole[]; readonly at: UtcTime },
): Promise<PersonId[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    select distinct p.id from access.role_grant g
      join access.person p on p.id = g.person_id and p.state = 'Active'
    where g.client_id is null and g.role = any (${[...roles]}::text[]) and g.ended_at is null
      and g."from" <= ${at}::timestamptz and (g.until is null or g.until > ${at}::timestamptz)
    limit 200`);
  return rows.map(({ id }) => id as PersonId);
}

/** How many other people have this role in this organisation at a moment. */
export async function countHolders(
  tx: Tx,
  where: { organisation: OrganisationId; role: Role; except: GrantId; at: UtcTime },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    select count(distinct g.person_id)::int as count from access.role_grant g
      join access.person p on p.id = g.person_id and p.state = 'Active'
    where g.organisation_id = ${where.organisation}::uuid and g.role = ${where.role}
      and g.id <> ${where.except}::uuid and g.ended_at is null
      and g."from" <= ${where.at}::timestamptz
      and (g.until is null or g.until > ${where.at}::timestamptz)`);
  return row?.count ?? 0;
}

function fromRow(row: Row): StoredGrant {
  const until = utcOrNull(row.until);
  const endedAt = utcOrNull(row.ended_at);
  const end = until !== null && endedAt !== null && until < endedAt ? until : (endedAt ?? until);
  const clients = row.is_all_clients ? ('All' as const) : row.clients;
  const grant = {
    id: row.id,
    person: row.person_id,
    organisation: organisationFrom(row.organisation_id, row.client_id),
    role: row.role,
    from: utcOf(row.from),
    until: end,
    grantedBy: row.granted_by ?? 'Installation',
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.client_id === null && { clients }),
  } as unknown as Grant;
  return {
    grant,
    proposal: row.proposal_id as ProposalId | null,
    reason: row.reason,
    ended:
      endedAt === null
        ? null
        : { by: row.ended_by as PersonId | null, at: endedAt, why: row.ended_why ?? '' },
  };
}
