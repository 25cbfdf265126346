/**
 * An export with its proof, part by part: the first brings header, keys and checkpoints, the last the
 * end. All proofs end in the checkpoint that was the newest when the export began.
 */
import { parseCheckpoint } from '@ultrathink/domain/audit';
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { checkpointAt, latestCheckpoint, type SignedCheckpoint } from './checkpoints.ts';
import {
  checkpointLine,
  consistencyLine,
  type ExportedEvent,
  type ExportScope,
  endLine,
  eventLine,
  headerLine,
  keyLine,
  type Selection,
} from './export-format.ts';
import { readChain, readPlaces, readSelection } from './placed-events.ts';
import { listSigningKeys } from './signing-keys.ts';
import { consistencyProof, inclusionProofs } from './tree.ts';

/** What is asked for; ends that are left open are those of the log. */
export type ExportRequest =
  | { readonly kind: 'Log'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'Chain'; readonly chain: string; readonly from: number; readonly to: number }
  | Selection;

/** Where an export stands between two parts. */
export interface ExportCursor {
  /** Of the checkpoint the proofs end in. */
  readonly size: number;
  /** The next place, or of a chain the next sequence number. */
  readonly next: number;
  /** Events so far. */
  readonly events: number;
}

export interface ExportPart {
  readonly text: string;
  readonly events: number;
  readonly next: ExportCursor | null;
}

export type ExportRefusal =
  /** Nothing was signed yet. */
  | 'NothingSigned'
  /** The range reaches beyond what is signed. */
  | 'BeyondSigned'
  /** There is no checkpoint over so many events. */
  | 'NoSuchCheckpoint';

export interface ExportPlan {
  readonly request: ExportRequest;
  /** A checkpoint somebody keeps: the export shows that the log continues it. */
  readonly since?: number;
  readonly cursor?: ExportCursor;
  readonly madeAt: UtcTime;
  /** Events in one part. */
  readonly most: number;
}

/** @throws {TreeBroken} */
export async function exportPart(tx: Tx, plan: ExportPlan): Promise<ExportPart | ExportRefusal> {
  const { request, cursor, madeAt, most } = plan;
  const under =
    cursor === undefined ? await latestCheckpoint(tx) : await checkpointAt(tx, cursor.size);
  if (under === undefined) return cursor === undefined ? 'NothingSigned' : 'NoSuchCheckpoint';
  const { size } = under;
  const scope = await scopeOf(tx, request, size);
  if (scope === undefined) return 'BeyondSigned';
  const lines: string[] = [];
  if (cursor === undefined) {
    const head = await headLines(tx, { newest: under, scope, madeAt, since: plan.since });
    if (typeof head === 'string') return head;
    lines.push(...head);
  }
  const from = cursor?.next ?? (scope.kind === 'Selection' ? 0 : scope.from);
  // One more than is given out tells whether there is another part.
  const read = await readEvents(tx, scope, { from, size, most: most + 1 });
  const events = read.slice(0, most);
  if (scope.kind === 'Log' && scope.from === 0 && scope.to === size) {
    lines.push(...events.map((event) => eventLine(event, undefined)));
  } else {
    const indexes = events.map(({ index }) => index);
    const proofs = await inclusionProofs(tx, indexes, size);
    lines.push(...events.map((event, i) => eventLine(event, proofs[i])));
  }
  const count = (cursor?.events ?? 0) + events.length;
  const last = events.at(-1);
  const isMore = read.length > most && last !== undefined;
  if (!isMore) lines.push(endLine(count));
  const next = isMore ? (scope.kind === 'Chain' ? last.sequence : last.index) + 1 : undefined;
  return {
    text: lines.join(''),
    events: events.length,
    next: next === undefined ? null : { size, next, events: count },
  };
}

/** What the export will hold; undefined when it is not all signed, or runs backwards. */
async function scopeOf(
  tx: Tx,
  request: ExportRequest,
  size: number,
): Promise<ExportScope | undefined> {
  switch (request.kind) {
    case 'Selection':
      return request;
    case 'Log': {
      const { from = 0, to = size } = request;
      return from <= to && to <= size ? { kind: 'Log', from, to } : undefined;
    }
    case 'Chain': {
      const { chain, from, to } = request;
      const last = await tx.leaf.findUnique({
        where: { chain_sequence: { chain, sequence: BigInt(to) } },
      });
      return from <= to && last !== null && Number(last.index) < size ? request : undefined;
    }
  }
}

async function headLines(
  tx: Tx,
  parts: {
    readonly newest: SignedCheckpoint;
    readonly scope: ExportScope;
    readonly madeAt: UtcTime;
    readonly since: number | undefined;
  },
): Promise<string[] | ExportRefusal> {
  const { newest, scope, madeAt, since } = parts;
  const { size } = newest;
  const parsed = parseCheckpoint(newest.note);
  const origin = parsed.ok ? parsed.value.origin : '';
  const keys = await listSigningKeys(tx);
  const lines = [headerLine({ origin, madeAt, size, scope }), ...keys.map(keyLine)];
  if (since === undefined || since === size) return [...lines, checkpointLine(newest)];
  const kept = await checkpointAt(tx, since);
  if (kept === undefined) return 'NoSuchCheckpoint';
  const proof = await consistencyProof(tx, since, size);
  return [
    ...lines,
    checkpointLine(kept),
    checkpointLine(newest),
    consistencyLine(since, size, proof),
  ];
}

function readEvents(
  tx: Tx,
  scope: ExportScope,
  { from, size, most }: { readonly from: number; readonly size: number; readonly most: number },
): Promise<ExportedEvent[]> {
  switch (scope.kind) {
    case 'Log':
      return readPlaces(tx, { from, to: scope.to, most });
    case 'Chain':
      return readChain(tx, { chain: scope.chain, from, to: scope.to, most });
    case 'Selection':
      return readSelection(tx, scope, { from, to: size, most });
  }
}
