/** What becomes of sessions. Every end and every change of stage has its event; see the callers. */
import type { Audience, FactorId, FactorKind, OrganisationId } from '@ultrathink/domain/access';
import {
  addMs,
  type ClientId,
  type PersonId,
  type SessionId,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { utcOf, utcOrNull } from '../../moments.ts';

export type SessionEnd =
  | 'SignedOut'
  | 'Revoked'
  | 'PasswordChanged'
  | 'FactorsReset'
  | 'Suspended'
  | 'Replaced';

export interface NewSession {
  readonly id: SessionId;
  readonly secretHash: Uint8Array;
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly clientId: ClientId | null;
  readonly audience: Audience;
  readonly createdAt: UtcTime;
  /** By then the second factor has to be there. */
  readonly until: UtcTime;
  readonly ip: string;
  readonly userAgent: string;
}

/** A session that has its password and nothing more. */
export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  const { id, secretHash, person, organisation, clientId, audience, createdAt, until } = session;
  await tx.session.create({
    data: {
      id,
      secretHash: Buffer.from(secretHash),
      personId: person,
      organisationId: organisation,
      clientId,
      audience,
      stage: 'Password',
      createdAt,
      lastUsedAt: createdAt,
      idleUntil: until,
      absoluteUntil: until,
      ip: session.ip,
      userAgent: session.userAgent,
    },
  });
}

export interface Completed {
  readonly secretHash: Uint8Array;
  readonly factor: { readonly kind: FactorKind; readonly id: FactorId | null };
  readonly timeStep: number | null;
  readonly at: UtcTime;
  readonly idleUntil: UtcTime;
  readonly absoluteUntil: UtcTime;
}

/** The second factor is there: another secret, and from now on it opens what roles open. */
export async function completeSession(
  tx: Tx,
  id: SessionId,
  { secretHash, factor, timeStep, at, idleUntil, absoluteUntil }: Completed,
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id, stage: 'Password', endedAt: null },
    data: {
      secretHash: Buffer.from(secretHash),
      // The secret of the first step opens nothing of the second, not even for a moment.
      previousHash: null,
      previousUntil: null,
      stage: 'Full',
      factorKind: factor.kind,
      factorId: factor.id,
      factorAt: at,
      timeStep,
      lastUsedAt: at,
      idleUntil,
      absoluteUntil,
    },
  });
  return count === 1;
}

/** Requests that were on their way when the secret changed still arrive within this. */
const GRACE_MS = 10_000;

/** Another secret for the same session: what was copied of the old one opens nothing any more. */
export async function rotateSecret(
  tx: Tx,
  id: SessionId,
  secrets: { readonly from: Uint8Array; readonly to: Uint8Array },
  at: UtcTime,
): Promise<boolean> {
  const from = Buffer.from(secrets.from);
  const { count } = await tx.session.updateMany({
    where: { id, secretHash: from, endedAt: null },
    data: {
      secretHash: Buffer.from(secrets.to),
      previousHash: from,
      previousUntil: addMs(at, GRACE_MS),
    },
  });
  return count === 1;
}

/** The same sign-in, in the name of another organisation of the person's. */
export async function moveSession(
  tx: Tx,
  id: SessionId,
  to: {
    readonly organisation: OrganisationId;
    readonly clientId: ClientId | null;
    readonly audience: Audience;
    readonly secretHash: Uint8Array;
    readonly idleUntil: UtcTime;
    readonly absoluteUntil: UtcTime;
  },
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id, stage: 'Full', endedAt: null },
    data: {
      organisationId: to.organisation,
      clientId: to.clientId,
      audience: to.audience,
      secretHash: Buffer.from(to.secretHash),
      previousHash: null,
      previousUntil: null,
      idleUntil: to.idleUntil,
      absoluteUntil: to.absoluteUntil,
    },
  });
  return count === 1;
}

export interface Ending {
  readonly why: SessionEnd;
  readonly by: PersonId;
  readonly at: UtcTime;
}

/** Ends those of the person that are still there, but for `except`. @returns which */
export async function endSessions(
  tx: Tx,
  person: PersonId,
  { why, by, at }: Ending,
  { only, except }: { readonly only?: SessionId; readonly except?: SessionId } = {},
): Promise<readonly SessionId[]> {
  const rows = await tx.session.findMany({
    where: {
      personId: person,
      endedAt: null,
      ...(only !== undefined && { id: only }),
      ...(except !== undefined && { id: { not: except } }),
    },
    select: { id: true },
  });
  const ids = rows.map((row) => row.id);
  await tx.session.updateMany({
    where: { id: { in: ids }, endedAt: null },
    data: { endedAt: at, endedWhy: why, endedBy: by },
  });
  return ids as SessionId[];
}

/** Sessions of one person at once. */
export const MAX_SESSIONS = 10;

/** Makes room for one more: the one it replaces, and those used longest ago, end. @returns which */
export async function makeRoom(
  tx: Tx,
  person: PersonId,
  replaced: SessionId | null,
  at: UtcTime,
): Promise<readonly SessionId[]> {
  const rows = await tx.$queryRaw<{ id: SessionId }[]>(Prisma.sql`
    update access.session set ended_at = ${at}::timestamptz, ended_why = 'Replaced', ended_by = person_id
    where person_id = ${person}::uuid and ended_at is null and (id = ${replaced}::uuid or id in (
      select s.id from access.session s where s.person_id = ${person}::uuid and s.ended_at is null
        and s.idle_until > ${at}::timestamptz and s.absolute_until > ${at}::timestamptz
      order by s.last_used_at desc offset ${MAX_SESSIONS - 1}))
    returning id`);
  return rows.map(({ id }) => id);
}

export interface ListedSession {
  readonly id: SessionId;
  readonly audience: Audience;
  readonly stage: 'Password' | 'Full';
  readonly factorKind: FactorKind | null;
  readonly createdAt: UtcTime;
  readonly lastUsedAt: UtcTime;
  readonly idleUntil: UtcTime;
  readonly absoluteUntil: UtcTime;
  readonly ip: string;
  readonly userAgent: string;
  readonly endedAt: UtcTime | null;
  readonly endedWhy: SessionEnd | null;
}

/** Newest first: those that are there, and what became of the last others. */
export async function listSessions(
  tx: Tx,
  person: PersonId,
  most: number,
): Promise<readonly ListedSession[]> {
  const rows = await tx.session.findMany({
    where: { personId: person },
    orderBy: { createdAt: 'desc' },
    take: most,
    omit: { secretHash: true },
  });
  return rows.map((row) => ({
    id: row.id as SessionId,
    audience: row.audience as Audience,
    stage: row.stage as ListedSession['stage'],
    factorKind: row.factorKind as FactorKind | null,
    createdAt: utcOf(row.createdAt),
    lastUsedAt: utcOf(row.lastUsedAt),
    idleUntil: utcOf(row.idleUntil),
    absoluteUntil: utcOf(row.absoluteUntil),
    ip: row.ip,
    userAgent: row.userAgent,
    endedAt: utcOrNull(row.endedAt),
    endedWhy: row.endedWhy as SessionEnd | null,
  }));
}
