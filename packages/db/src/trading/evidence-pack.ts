/**
 * One file with everything that proves one order: JSON Lines, described for readers in
 * docs/verify/README.md and read by the program beside it. Events come with their proofs, records with the
 * hash they continue; whatever else stands there is compared with what was sealed.
 */
import { createHash } from 'node:crypto';
import { parseCheckpoint } from '@ultrathink/domain/audit';
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { ClOrdId, EvidenceId } from '@ultrathink/domain/trading';
import { latestCheckpoint } from '../audit/proof/checkpoints.ts';
import { checkpointLine, eventLine, keyLine } from '../audit/proof/export-format.ts';
import { listSigningKeys } from '../audit/proof/signing-keys.ts';
import { inclusionProofs } from '../audit/proof/tree.ts';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import type { DecisionRow, OneOrder } from './one-order.ts';
import { listOrderEvidence } from './order-evidence.ts';
import type { OrderTrail, TrailEvent } from './order-trail.ts';

const VERSION = 1;

export interface PackParts {
  readonly trail: OrderTrail;
  /** As its reader is told it. */
  readonly whole: Omit<OneOrder, 'decisions' | 'receipts'> & {
    readonly decisions: readonly DecisionRow[];
    readonly receipts: readonly object[];
  };
  /** `Staff` sees the clients it is assigned to, and of an entry their postings alone. */
  readonly audience: 'Client' | 'Staff' | 'Firm';
  readonly evidence: readonly EvidenceId[];
  readonly madeAt: UtcTime;
}

export type EvidencePack =
  | { readonly kind: 'Pack'; readonly text: string }
  /** So many of its events are not under a signed checkpoint yet. */
  | { readonly kind: 'NotYet'; readonly waiting: number };

/** In one moment, with the rest of what is in it. @throws {TreeBroken} */
export async function makeEvidencePack(tx: Tx, parts: PackParts): Promise<EvidencePack> {
  const { trail, whole, audience, madeAt } = parts;
  const { clOrdId } = whole.order;
  const checkpoint = await latestCheckpoint(tx);
  const size = checkpoint?.size ?? 0;
  const waiting = trail.events.filter(({ index }) => index === null || index >= size).length;
  if (checkpoint === undefined || waiting > 0) return { kind: 'NotYet', waiting };
  const parsed = parseCheckpoint(checkpoint.note);
  const origin = parsed.ok ? parsed.value.origin : '';
  const keys = await listSigningKeys(tx);
  const exchanges = await listOrderEvidence(tx, clOrdId, parts.evidence);
  const lines = [
    line('EvidencePack', { version: VERSION, origin, madeAt, size, order: clOrdId, audience }),
    ...keys.map(keyLine),
    checkpointLine(checkpoint),
    ...(await eventLines(tx, trail.events, size)),
    ...(await recordLines(tx, clOrdId)),
    line('Order', whole.order),
    ...whole.children.map((child) => line('Child', child)),
    ...whole.decisions.map((decision) => line('Decision', decision)),
    ...whole.receipts.map((receipt) => line('Receipt', receipt)),
    ...whole.executions.map((execution) => line('Execution', execution)),
    ...trail.allotments.map((allotment) => line('Allotment', allotment)),
    ...trail.entries.map((entry) => line('Entry', entry)),
    ...exchanges.map((exchange) => line('Exchange', exchange)),
  ];
  return { kind: 'Pack', text: [...lines, manifestOf(lines)].join('') };
}

const line = (kind: string, value: object): string => `${JSON.stringify({ kind, ...value })}\n`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/** The hash of each line before it, so that a changed one is named, and of all of them together. */
function manifestOf(lines: readonly string[]): string {
  const hashes = lines.map(sha256);
  return line('Manifest', { lines: hashes, hash: sha256(hashes.join('\n')) });
}

async function eventLines(
  tx: Tx,
  events: readonly TrailEvent[],
  size: number,
): Promise<readonly string[]> {
  const placed = events
    .map((event) => ({ ...event, index: event.index ?? 0 }))
    .toSorted((a, b) => a.index - b.index);
  const proofs = await inclusionProofs(
    tx,
    placed.map(({ index }) => index),
    size,
  );
  return placed.map(({ index, chain, sequence, previousHash, hash, body }, n) =>
    eventLine(
      {
        index,
        chain,
        sequence,
        previousHash: Buffer.from(previousHash, 'hex'),
        hash: Buffer.from(hash, 'hex'),
        body: Buffer.from(body),
      },
      proofs[n],
    ),
  );
}

interface RecordRow {
  readonly sequence: bigint;
  readonly shard: number;
  readonly record_kind: string;
  readonly recorded: string | null;
  readonly previous_hash: Uint8Array | null;
  readonly hash: Uint8Array;
  readonly body: Uint8Array | null;
}

async function recordLines(tx: Tx, clOrdId: ClOrdId): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<RecordRow[]>(Prisma.sql`
    select sequence, shard, kind as record_kind, previous_hash, hash, body,
      to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded
    from trading.order_records(${clOrdId}::uuid)`);
  return rows.map(
    ({ sequence, shard, record_kind: input, previous_hash, hash, body, recorded }) => {
      const place = { shard, sequence: Number(sequence), input, recordedAt: recorded };
      const hashed = { hash: base64(hash) };
      if (body === null) return line('Withheld', { ...place, ...hashed, why: 'OthersFigures' });
      const previousHash = base64(previous_hash ?? genesisOf(shard));
      return line('Record', { ...place, previousHash, ...hashed, body: base64(body) });
    },
  );
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What the first record of a shard continues. */
const genesisOf = (shard: number): Uint8Array =>
  createHash('sha256').update(`ultrathink journal v1\nshard-${shard}\n`).digest();
