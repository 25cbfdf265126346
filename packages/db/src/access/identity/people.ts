/** Who somebody is, as far as signing in has to know. */
import type { Grant, Organisation } from '@ultrathink/domain/access';
import type { ClientId, PersonId, SessionId, UtcTime } from '@ultrathink/domain/kernel';
import type { Database, Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import {
  grantOf,
  grantsJson,
  organisationJson,
  organisationOf,
  type StoredGrant,
  type StoredOrganisation,
} from './rows.ts';

export type PersonState = 'Invited' | 'Active' | 'Suspended' | 'Erased';

export interface KnownPerson {
  readonly id: PersonId;
  readonly state: PersonState;
  /** Where the person belongs; grants may reach further. */
  readonly organisation: Organisation;
  readonly clientId: ClientId | null;
  readonly grants: readonly Grant[];
  /** PHC text; null before the first password. */
  readonly passwordHash: string | null;
  readonly hasFactors: boolean;
  readonly allowLists: {
    readonly person: readonly string[];
    readonly organisation: readonly string[];
  };
  /** Whether the person was signed in from this address within the last 90 days. */
  readonly isAddressKnown: boolean;
}

interface Row {
  readonly id: PersonId;
  readonly state: PersonState;
  readonly organisation: StoredOrganisation;
  readonly client_id: ClientId | null;
  readonly grants: readonly StoredGrant[] | null;
  readonly password: string | null;
  readonly has_factors: boolean;
  readonly person_allows: readonly string[];
  readonly organisation_allows: readonly string[];
  readonly is_known: boolean;
}

/** By the keyed hash of the address one signs in with; undefined for nobody. */
export async function findPersonByEmail(
  database: Database,
  emailHash: Uint8Array,
  address: string,
): Promise<KnownPerson | undefined> {
  return findPerson(database, Prisma.sql`p.email_hash = ${Buffer.from(emailHash)}`, address);
}

export async function findPersonById(
  database: Database,
  id: PersonId,
  address: string,
): Promise<KnownPerson | undefined> {
  return findPerson(database, Prisma.sql`p.id = ${id}::uuid`, address);
}

async function findPerson(
  database: Database,
  which: Prisma.Sql,
  address: string,
): Promise<KnownPerson | undefined> {
  const [row] = await database.prisma.$queryRaw<Row[]>(Prisma.sql`
    select p.id, p.state, p.client_id, ${organisationJson('po')} as organisation,
      ${grantsJson} as grants, w.hash as password,
      exists (select from access.factor f where f.person_id = p.id and f.ended_at is null
        and f.confirmed_at is not null) as has_factors,
      p.allow_list::text[] as person_allows, po.allow_list::text[] as organisation_allows,
      exists (select from access.session k where k.person_id = p.id and k.stage = 'Full'
        and k.ip = ${address}::inet and k.created_at > now() - interval '90 days') as is_known
    from access.person p
      join access.organisation po on po.id = p.organisation_id
      left join access.password w on w.person_id = p.id
    where ${which}`);
  if (row === undefined) return undefined;
  return {
    id: row.id,
    state: row.state,
    organisation: organisationOf(row.organisation),
    clientId: row.client_id,
    grants: (row.grants ?? []).map(grantOf),
    passwordHash: row.password,
    hasFactors: row.has_factors,
    allowLists: { person: row.person_allows, organisation: row.organisation_allows },
    isAddressKnown: row.is_known,
  };
}

/** Sets the password, whether there was one or not. */
export async function setPassword(
  tx: Tx,
  person: PersonId,
  hash: string,
  at: UtcTime,
): Promise<void> {
  await tx.password.upsert({
    where: { personId: person },
    create: { personId: person, hash, changedAt: at },
    update: { hash, changedAt: at },
  });
}

/**
 * The same password under newer parameters: no change of security, so no event. Only where the hash
 * is still the one that was checked.
 */
export async function renewHash(
  database: Database,
  person: PersonId,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await database.prisma.password.updateMany({
    where: { personId: person, hash: from },
    data: { hash: to },
  });
}

export async function noteSignIn(tx: Tx, person: PersonId, at: UtcTime): Promise<void> {
  await tx.person.updateMany({ where: { id: person }, data: { lastSignInAt: at } });
}

/** False for somebody who was not invited, or is already there. */
export async function activate(tx: Tx, person: PersonId): Promise<boolean> {
  const { count } = await tx.person.updateMany({
    where: { id: person, state: 'Invited' },
    data: { state: 'Active', version: { increment: 1 } },
  });
  return count === 1;
}

/** What a person is called, sealed under the person's own key. */
export async function sealedPersonal(tx: Tx, person: PersonId): Promise<Uint8Array | null> {
  const row = await tx.person.findUnique({ where: { id: person }, select: { personal: true } });
  return row?.personal ?? null;
}

/** Whether another browser of this name has been there before; true for the very first sign-in. */
export async function isDeviceKnown(
  tx: Tx,
  session: { readonly id: SessionId; readonly person: PersonId; readonly userAgent: string },
): Promise<boolean> {
  const earlier = { personId: session.person, stage: 'Full', id: { not: session.id } };
  const same = await tx.session.count({
    where: { ...earlier, userAgent: session.userAgent },
    take: 1,
  });
  return same > 0 || (await tx.session.count({ where: earlier, take: 1 })) === 0;
}
