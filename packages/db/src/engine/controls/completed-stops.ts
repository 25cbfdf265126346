/** Stops whose cancels were all confirmed, as the trail has them: drills and others, with their times. */
import type { ClientId, EventId, UtcTime } from '@ultrathink/domain/kernel';
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
}

/** Newest first. */
export async function listCompletedStops(tx: Tx, most: number): Promise<CompletedStop[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select e.id, e.at, e.client_id, convert_from(e.body, 'UTF8')::jsonb -> 'after' as after
    from audit.event e where e.action = 'risk.completeStop'
    order by e.at desc, e.sequence desc limit ${most}`);
  return rows.map(({ id, at, client_id, after }) => ({
    id: id as EventId,
    key: { level: after.level, scope: after.scope },
    client: client_id as ClientId | null,
    grade: after.grade,
    since: after.since,
    completedAt: utcOf(at),
    orders: after.orders,
    lastEndedMs: after.lastEndedMs,
  }));
}
