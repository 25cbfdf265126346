/** Sessions as those see them who may end them. Their secrets are no concern of this. */
import type { Audience, OrganisationId } from '@ultrathink/domain/access';
import type { PersonId, SessionId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf, utcOrNull } from '../moments.ts';

export interface SeenSession {
  readonly id: SessionId;
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly audience: Audience;
  readonly stage: 'Password' | 'Full';
  readonly factorKind: 'Totp' | 'Passkey' | 'RecoveryCode' | null;
  readonly createdAt: UtcTime;
  readonly lastUsedAt: UtcTime;
  readonly idleUntil: UtcTime;
  readonly absoluteUntil: UtcTime;
  readonly ip: string;
  readonly userAgent: string;
  readonly endedAt: UtcTime | null;
  readonly endedWhy: string | null;
}

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly organisation_id: string;
  readonly audience: string;
  readonly stage: string;
  readonly factor_kind: string | null;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly idle_until: Date;
  readonly absolute_until: Date;
  readonly ip: string;
  readonly user_agent: string;
  readonly ended_at: Date | null;
  readonly ended_why: string | null;
}

const COLUMNS = Prisma.sql`s.id, s.person_id, s.organisation_id, s.audience, s.stage, s.factor_kind,
  s.created_at, s.last_used_at, s.idle_until, s.absolute_until, host(s.ip) as ip, s.user_agent,
  s.ended_at, s.ended_why`;

/** Of the people of one organisation, used last first; those that go on, or every one of 90 days. */
export async function listSessions(
  tx: Tx,
  where: {
    readonly organisation: OrganisationId;
    readonly person: PersonId | null;
    readonly isEndedToo: boolean;
    readonly at: UtcTime;
  },
): Promise<SeenSession[]> {
  const { organisation, person, isEndedToo, at } = where;
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`select ${COLUMNS} from access.session s
      join access.person p on p.id = s.person_id
    where p.organisation_id = ${organisation}::uuid
      and (${person}::uuid is null or s.person_id = ${person}::uuid)
      and (case when ${isEndedToo} then s.created_at > ${at}::timestamptz - interval '90 days'
        else s.ended_at is null and s.idle_until > ${at}::timestamptz end)
    order by s.last_used_at desc, s.id desc limit 1000`);
  return rows.map(fromRow);
}

export async function findSeenSession(tx: Tx, id: SessionId): Promise<SeenSession | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(
    Prisma.sql`select ${COLUMNS} from access.session s where s.id = ${id}::uuid`,
  );
  return row && fromRow(row);
}

export interface SessionsEnd {
  readonly by: PersonId;
  readonly at: UtcTime;
  readonly why: 'Revoked' | 'FactorsReset' | 'Suspended';
}

/** False when it has ended already. */
export async function endSeenSession(tx: Tx, id: SessionId, end: SessionsEnd): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: end.at, endedBy: end.by, endedWhy: end.why },
  });
  return count === 1;
}

/** Ends every session of a person that one sees; answers which. */
export async function endSessionsOf(
  tx: Tx,
  person: PersonId,
  { by, at, why }: SessionsEnd,
): Promise<SessionId[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`update access.session
    set ended_at = ${at}::timestamptz, ended_by = ${by}::uuid, ended_why = ${why}
    where person_id = ${person}::uuid and ended_at is null returning id`);
  return rows.map(({ id }) => id as SessionId);
}

function fromRow(row: Row): SeenSession {
  return {
    id: row.id as SessionId,
    person: row.person_id as PersonId,
    organisation: row.organisation_id as OrganisationId,
    audience: row.audience as Audience,
    stage: row.stage as SeenSession['stage'],
    factorKind: row.factor_kind as SeenSession['factorKind'],
    createdAt: utcOf(row.created_at),
    lastUsedAt: utcOf(row.last_used_at),
    idleUntil: utcOf(row.idle_until),
    absoluteUntil: utcOf(row.absolute_until),
    ip: row.ip,
    userAgent: row.user_agent,
    endedAt: utcOrNull(row.ended_at),
    endedWhy: row.ended_why,
  };
}
