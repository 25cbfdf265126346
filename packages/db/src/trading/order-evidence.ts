/** What was exchanged with venues about one order, secrets masked as the adapters mask them. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { ClOrdId, EvidenceId } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export interface Exchange {
  readonly id: EvidenceId;
  /** When it left. */
  readonly at: UtcTime;
  readonly clOrdId: ClOrdId;
  readonly venue: string;
  readonly operation: string;
  readonly request: unknown;
  /** Null where none came. */
  readonly response: unknown;
  readonly durationMs: number;
  readonly fault: string | null;
}

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly cl_ord_id: string;
  readonly venue: string;
  readonly operation: string;
  readonly request: unknown;
  readonly response: unknown;
  readonly duration_ms: number;
  readonly fault: string | null;
}

/** @param also exchanges that its records name, which do not name it themselves. */
export async function listOrderEvidence(
  tx: Tx,
  clOrdId: ClOrdId,
  also: readonly EvidenceId[],
): Promise<Exchange[]> {
  const rows = await tx.$queryRaw<Row[]>(
    Prisma.sql`select * from trading.order_evidence(${clOrdId}::uuid, ${[...also]}::uuid[])`,
  );
  return rows.map(({ id, at, cl_ord_id, duration_ms, ...rest }) => ({
    ...rest,
    id: id as EvidenceId,
    at: utcOf(at),
    clOrdId: cl_ord_id as ClOrdId,
    durationMs: duration_ms,
  }));
}
