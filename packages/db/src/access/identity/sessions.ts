/**
 * The look at a session that stands before every request: one statement that gives the session, its
 * person, whose name it is used in and every grant. Nothing of it is kept between requests, so what
 * was taken back is gone with the next one (ASVS 8.3.2).
 *
 * It runs as `app_identity`, the one role that sees sessions of everybody, outside a transaction: a
 * single statement has no need of one, and no actor is known before its answer.
 */
import type {
  Audience,
  FactorId,
  FactorKind,
  Grant,
  Organisation,
} from '@ultrathink/domain/access';
import type { PersonId, SessionId, UtcTime } from '@ultrathink/domain/kernel';
import type { Database } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import {
  grantOf,
  grantsJson,
  organisationJson,
  organisationOf,
  type StoredGrant,
  type StoredOrganisation,
  utc,
} from './rows.ts';

export type SessionStage = 'Password' | 'Full';

export interface StoredFactorProof {
  readonly kind: FactorKind;
  /** null for a recovery code, which is no factor that stays. */
  readonly id: FactorId | null;
  readonly at: UtcTime;
  readonly timeStep: number | null;
}

export interface StoredSession {
  readonly id: SessionId;
  readonly person: PersonId;
  readonly organisation: Organisation;
  readonly organisationName: string;
  readonly audience: Audience;
  readonly stage: SessionStage;
  /** The second factor of the sign-in; null while the session's stage is Password. */
  readonly factor: StoredFactorProof | null;
  /** Hex of the hash of the one action that the sign-in itself has proved. */
  readonly countedFor: string | null;
  readonly createdAt: UtcTime;
  readonly lastUsedAt: UtcTime;
  readonly idleUntil: UtcTime;
  readonly absoluteUntil: UtcTime;
}

export interface FoundSession {
  readonly session: StoredSession;
  /** Networks the person and the organisation may come from, in CIDR form; empty: from everywhere. */
  readonly allowLists: {
    readonly person: readonly string[];
    readonly organisation: readonly string[];
  };
  /** Every grant of the person, in every organisation. */
  readonly grants: readonly Grant[];
}

interface Row {
  readonly session: Omit<StoredSession, 'organisation' | 'factor'> & {
    readonly factor: StoredFactorProof;
    readonly factorKind: FactorKind | null;
  };
  readonly organisation: StoredOrganisation;
  readonly person_allows: readonly string[];
  readonly organisation_allows: readonly string[];
  readonly grants: readonly StoredGrant[] | null;
}

/** Undefined for a secret that opens nothing: unknown, ended, rested too long, or of somebody barred. */
export async function findSession(
  database: Database,
  secretHash: Uint8Array,
  at: UtcTime,
): Promise<FoundSession | undefined> {
  const [row] = await database.prisma.$queryRaw<Row[]>(Prisma.sql`
    select jsonb_build_object('id', s.id, 'person', s.person_id, 'organisationName', so.name,
        'audience', s.audience, 'stage', s.stage, 'factorKind', s.factor_kind,
        'factor', jsonb_build_object('kind', s.factor_kind, 'id', s.factor_id,
          'at', ${utc(Prisma.sql`s.factor_at`)}, 'timeStep', s.time_step),
        'countedFor', s.counted_for, 'createdAt', ${utc(Prisma.sql`s.created_at`)},
        'lastUsedAt', ${utc(Prisma.sql`s.last_used_at`)}, 'idleUntil', ${utc(Prisma.sql`s.idle_until`)},
        'absoluteUntil', ${utc(Prisma.sql`s.absolute_until`)}) as session,
      ${organisationJson('so')} as organisation,
      p.allow_list::text[] as person_allows, so.allow_list::text[] as organisation_allows,
      ${grantsJson} as grants
    from access.session s
      join access.person p on p.id = s.person_id
      join access.organisation so on so.id = s.organisation_id
    where (s.secret_hash = ${Buffer.from(secretHash)}
        or (s.previous_hash = ${Buffer.from(secretHash)} and s.previous_until > ${at}::timestamptz))
      and s.ended_at is null and s.idle_until > ${at}::timestamptz
      and s.absolute_until > ${at}::timestamptz and p.state = 'Active'`);
  return row === undefined ? undefined : foundOf(row);
}

function foundOf({ session, organisation, grants, ...row }: Row): FoundSession {
  const { factorKind, factor, ...rest } = session;
  return {
    session: {
      ...rest,
      factor: factorKind === null ? null : factor,
      organisation: organisationOf(organisation),
    },
    allowLists: { person: row.person_allows, organisation: row.organisation_allows },
    grants: (grants ?? []).map(grantOf),
  };
}

/** Every grant of somebody, for requests that come without a session. */
export async function findGrants(database: Database, person: PersonId): Promise<readonly Grant[]> {
  const [row] = await database.prisma.$queryRaw<{ grants: readonly StoredGrant[] | null }[]>(
    Prisma.sql`select ${grantsJson} as grants from access.person p where p.id = ${person}::uuid`,
  );
  return (row?.grants ?? []).map(grantOf);
}

/**
 * Notes that a session was used. Not through the door: no right and no business changes by it, and
 * an event for each click would hide those that say something.
 */
export async function touchSession(
  database: Database,
  id: SessionId,
  { at, idleUntil }: { readonly at: UtcTime; readonly idleUntil: UtcTime },
): Promise<void> {
  await database.prisma.$executeRaw(Prisma.sql`
    update access.session set last_used_at = ${at}::timestamptz,
      idle_until = least(${idleUntil}::timestamptz, absolute_until)
    where id = ${id}::uuid and ended_at is null and last_used_at < ${at}::timestamptz`);
}

/** Whether somebody is still signed in by it: for streams, which outlive a change of the secret. */
export async function isSessionOpen(
  database: Database,
  id: SessionId,
  at: UtcTime,
): Promise<boolean> {
  const found = await database.prisma.session.count({
    where: {
      id,
      stage: 'Full',
      endedAt: null,
      idleUntil: { gt: at },
      absoluteUntil: { gt: at },
      person: { state: 'Active' },
    },
  });
  return found === 1;
}
