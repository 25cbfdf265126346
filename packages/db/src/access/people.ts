/**
 * People as administrators and colleagues see them. Name and e-mail stay sealed here: who shows them
 * opens them with the person's key, which erasure destroys.
 */
import type { Organisation, OrganisationId } from '@ultrathink/domain/access';
import type { PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf, utcOrNull } from '../moments.ts';
import { organisationFrom, within } from './organisations.ts';

export type PersonState = 'Invited' | 'Active' | 'Suspended' | 'Erased';

export interface StoredPerson {
  readonly id: PersonId;
  readonly organisation: Organisation;
  readonly organisationName: string;
  readonly state: PersonState;
  /** Name and e-mail under the person's key; null once erased. */
  readonly personal: Uint8Array | null;
  readonly allowList: readonly string[];
  readonly version: number;
  readonly createdAt: UtcTime;
  readonly lastSignInAt: UtcTime | null;
  /** Second factors in force, by kind. */
  readonly factors: { readonly totp: number; readonly passkeys: number };
  /** Sessions that have not ended. */
  readonly sessions: number;
}

interface Row {
  readonly id: string;
  readonly organisation_id: string;
  readonly client_id: string | null;
  readonly organisation_name: string;
  readonly state: string;
  readonly personal: Uint8Array | null;
  readonly allows: string[];
  readonly version: number;
  readonly created_at: Date;
  readonly last_sign_in_at: Date | null;
  readonly totp: number;
  readonly passkeys: number;
  readonly sessions: number;
}

function columns(at: UtcTime): Prisma.Sql {
  return Prisma.sql`p.id, p.organisation_id, p.client_id, o.name as organisation_name, p.state,
    p.personal, p.allow_list::text[] as allows, p.version, p.created_at, p.last_sign_in_at,
    f.totp, f.passkeys, (select count(*)::int from access.session s where s.person_id = p.id
      and s.ended_at is null and s.idle_until > ${at}::timestamptz) as sessions
    from access.person p join access.organisation o on o.id = p.organisation_id
    cross join lateral (select count(*) filter (where f.kind = 'Totp')::int as totp,
        count(*) filter (where f.kind = 'Passkey')::int as passkeys from access.factor f
      where f.person_id = p.id and f.confirmed_at is not null and f.ended_at is null) as f`;
}

/** Oldest first; at most 20,000. `All`: of every organisation that row-level security shows. */
export async function listPeople(
  tx: Tx,
  organisation: OrganisationId | 'All',
  at: UtcTime,
): Promise<StoredPerson[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`select ${columns(at)}
    where ${within(Prisma.sql`p.organisation_id`, organisation)} order by p.id limit 20000`);
  return rows.map(fromRow);
}

/** Whom row-level security shows; nobody else is there. */
export async function findPerson(
  tx: Tx,
  id: PersonId,
  at: UtcTime,
): Promise<StoredPerson | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(
    Prisma.sql`select ${columns(at)} where p.id = ${id}::uuid`,
  );
  return row && fromRow(row);
}

/** As the person is until the end of the transaction. */
export async function lockPerson(
  tx: Tx,
  id: PersonId,
  at: UtcTime,
): Promise<StoredPerson | undefined> {
  await tx.$queryRaw(
    Prisma.sql`select 1 as locked from access.person where id = ${id}::uuid for update`,
  );
  return findPerson(tx, id, at);
}

/** Which of these people one sees, and what is needed to say their names. */
export async function sealedNames(
  tx: Tx,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Uint8Array | null>> {
  const rows = await tx.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, personal: true },
  });
  return new Map(rows.map(({ id, personal }) => [id as PersonId, personal]));
}

export interface NewPerson {
  readonly id: PersonId;
  readonly organisation: Organisation;
  /** HMAC-SHA256 of the address in lower case. */
  readonly emailHash: Uint8Array;
  readonly personal: Uint8Array;
  readonly at: UtcTime;
}

/** False when somebody, of whichever organisation, has this address. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<boolean> {
  const { id, organisation, emailHash, personal, at } = person;
  const { count } = await tx.person.createMany({
    skipDuplicates: true,
    data: {
      id,
      organisationId: organisation.id,
      clientId: organisation.kind === 'Client' ? organisation.client : null,
      emailHash: Buffer.from(emailHash),
      personal: Buffer.from(personal),
      state: 'Invited' satisfies PersonState,
      createdAt: at,
    },
  });
  return count === 1;
}

/** False when the state is no longer one of `from`. */
export async function movePerson(
  tx: Tx,
  id: PersonId,
  { from, to }: { readonly from: readonly PersonState[]; readonly to: PersonState },
): Promise<boolean> {
  const { count } = await tx.person.updateMany({
    where: { id, state: { in: [...from] } },
    data: {
      state: to,
      version: { increment: 1 },
      ...(to === 'Erased' && { emailHash: null, personal: null }),
    },
  });
  return count === 1;
}

/** False when the person was changed since `version`. */
export async function setPersonAllowList(
  tx: Tx,
  { id, version, networks }: { id: PersonId; version: number; networks: readonly string[] },
): Promise<boolean> {
  const changed = await tx.$executeRaw(Prisma.sql`update access.person
    set allow_list = ${[...networks]}::text[]::inet[], version = version + 1
    where id = ${id}::uuid and version = ${version}`);
  return changed === 1;
}

/** Factors, recovery codes and password of the person an approved proposal is about; how many factors. */
export async function takeCredentials(tx: Tx, proposal: string, at: UtcTime): Promise<number> {
  const [row] = await tx.$queryRaw<{ taken: number }[]>(
    Prisma.sql`select access.take_credentials(${proposal}::uuid, ${at}::timestamptz) as taken`,
  );
  return row?.taken ?? 0;
}

export interface FactorNote {
  readonly id: string;
  readonly kind: 'Totp' | 'Passkey';
  readonly name: string;
  readonly createdAt: UtcTime;
  readonly lastUsedAt: UtcTime | null;
}

/** Second factors in force: that they are there, and nothing that proves anything. */
export async function listFactorsOf(tx: Tx, person: PersonId): Promise<FactorNote[]> {
  const rows = await tx.factor.findMany({
    where: { personId: person, endedAt: null, confirmedAt: { not: null } },
    select: { id: true, kind: true, name: true, createdAt: true, lastUsedAt: true },
    orderBy: { id: 'asc' },
    take: 100,
  });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as FactorNote['kind'],
    name: row.name,
    createdAt: utcOf(row.createdAt),
    lastUsedAt: utcOrNull(row.lastUsedAt),
  }));
}

function fromRow(row: Row): StoredPerson {
  return {
    id: row.id as PersonId,
    organisation: organisationFrom(row.organisation_id, row.client_id),
    organisationName: row.organisation_name,
    state: row.state as PersonState,
    personal: row.personal,
    allowList: row.allows,
    version: row.version,
    createdAt: utcOf(row.created_at),
    lastSignInAt: utcOrNull(row.last_sign_in_at),
    factors: { totp: row.totp, passkeys: row.passkeys },
    sessions: row.sessions,
  };
}
