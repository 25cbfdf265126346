/** Stops whose cancels were all confirmed, as the trail has them: drills and others, with their times. */
import {
  type ClientId,
  type EventId,
  msBetween,
  type PersonId,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { KillGrade, StateKey, StateLevel } from '@ultrathink/domain/risk';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { utcOf } from '../../moments.ts';

export interface CompletedStop {
  readonly id: EventId;
  readonly key: StateKey;
  readonly client: ClientId | null;
  readonly grade: KillGrade;
  /** When it was decided. */
  readonly since: UtcTime;
  /** When nothing of it was left. */
  readonly completedAt: UtcTime;
  readonly orders: number;
  /** From the decision to the end of the last order. */
  readonly lastEndedMs: number;
  /** Who asked for it, and when; null where nobody did: a breaker's. */
  readonly asked: {
    readonly by: PersonId;
    readonly at: UtcTime;
    readonly isDrill: boolean;
    /** From there to the end of the last order. */
    readonly lastEndedMs: number;
  } | null;
}

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly client_id: string | null;
  readonly after: {
    readonly level: StateLevel;
    readonly scope: string;
    readonly grade: KillGrade;
    readonly since: UtcTime;
    readonly orders: number;
    readonly lastEndedMs: number;
  };
  readonly asked_by: string | null;
  readonly asked_at: Date | null;
  readonly is_drill: boolean | null;
}

/** What is told to the engine is decided within the minute. */
function askedOf(
  { asked_by, asked_at, is_drill }: Pick<Row, 'asked_by' | 'asked_at' | 'is_drill'>,
  { since, lastEndedMs }: Row['after'],
): CompletedStop['asked'] {
  if (asked_by === null || asked_at === null) return null;
  const at = utcOf(asked_at);
  const whole = msBetween(at, since) + lastEndedMs;
  return { by: asked_by as PersonId, at, isDrill: is_drill === true, lastEndedMs: whole };
}

/** Newest first. */
export async function listCompletedStops(tx: Tx, most: number): Promise<CompletedStop[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select e.*, c."by" as asked_by, c.at as asked_at, c.is_drill
    from (
      select id, at, client_id, convert_from(body, 'UTF8')::jsonb -> 'after' as after
      from audit.event where action = 'risk.completeStop'
      order by at desc, sequence desc limit ${most}
    ) e left join lateral (
      select s."by", s.at, s.is_drill from risk.state_change s
      where s.change = 'Kill' and s.level = e.after ->> 'level' and s.scope = e.after ->> 'scope'
        and s.grade = e.after ->> 'grade' and s.at <= (e.after ->> 'since')::timestamptz
        and s.at > (e.after ->> 'since')::timestamptz - interval '1 minute'
      order by s.at limit 1
    ) c on true
    order by e.at desc, e.id desc`);
  return rows.map(({ id, at, client_id, after, ...row }) => ({
    id: id as EventId,
    key: { level: after.level, scope: after.scope },
    client: client_id as ClientId | null,
    grade: after.grade,
    since: after.since,
    completedAt: utcOf(at),
    orders: after.orders,
    lastEndedMs: after.lastEndedMs,
    asked: askedOf(row, after),
  }));
}
