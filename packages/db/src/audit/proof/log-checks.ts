/** What looks at the log found, kept as rows that operations and compliance see. */
import { fromEpochMs, type Id, type UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import type { LogFinding } from './finding.ts';

export type LogCheckId = Id<'LogCheckId'>;

export interface LogCheck {
  readonly id: LogCheckId;
  /** Check: the whole log was looked at. Numbering, Signing: they refuse to go on. */
  readonly kind: 'Check' | 'Numbering' | 'Signing';
  readonly startedAt: UtcTime;
  readonly at: UtcTime;
  readonly events: number;
  readonly size: number;
  readonly checkpoints: number;
  readonly copies: number;
  readonly finding: LogFinding | undefined;
}

/** Keeps a result. The same again changes nothing, so a job may be run twice. Role `jobs`. */
export async function insertLogCheck(tx: Tx, check: LogCheck): Promise<void> {
  const { events, size, finding, ...same } = check;
  await tx.logCheck.createMany({
    skipDuplicates: true,
    data: {
      ...same,
      events: BigInt(events),
      size: BigInt(size),
      finding: finding === undefined ? Prisma.DbNull : { ...finding },
    },
  });
}

/** The last look at the whole log, and the last refusals of those who work on it, newest first. */
export async function listLogChecks(
  tx: Tx,
  { kind, most }: { readonly kind?: LogCheck['kind']; readonly most: number },
): Promise<LogCheck[]> {
  const rows = await tx.logCheck.findMany({
    ...(kind === undefined ? {} : { where: { kind } }),
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: Math.min(500, most),
  });
  return rows.map(({ id, kind: found, startedAt, at, events, size, finding, ...counts }) => ({
    ...counts,
    id: id as string as LogCheckId,
    kind: found as LogCheck['kind'],
    startedAt: fromEpochMs(startedAt.getTime()),
    at: fromEpochMs(at.getTime()),
    events: Number(events),
    size: Number(size),
    // Only `insertLogCheck` writes this column.
    finding: finding === null ? undefined : (finding as unknown as LogFinding),
  }));
}
