/**
 * "Verify now", for whoever reads the log: part by part, each event that this reader may see against
 * its hash, the event before it, and the root that was signed. Who sees every event also sees a gap.
 */
import {
  eventHash,
  genesis,
  type Hash,
  sameBytes,
  verifyInclusion,
} from '@ultrathink/domain/audit';
import type { ClientId } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { checkpointAt, latestCheckpoint, openNote } from './checkpoints.ts';
import { sha256 } from './digest.ts';
import type { ExportedEvent } from './export-format.ts';
import type { LogFinding } from './finding.ts';
import { countSelection, hashesBefore, readSelection } from './placed-events.ts';
import { listSigningKeys } from './signing-keys.ts';
import { inclusionProofs, TreeBroken } from './tree.ts';

export interface VerifyCursor {
  /** Of the checkpoint it began under. */
  readonly size: number;
  readonly next: number;
  readonly checked: number;
  readonly total: number;
}

export interface VerifiedRange {
  readonly checked: number;
  readonly total: number;
  readonly next: VerifyCursor | null;
  readonly finding: LogFinding | undefined;
}

/**
 * @param seesAll whether no event is hidden from this reader.
 * @param clientId of a client's people, who see theirs: it says what to look for, not what is shown.
 */
export async function verifyRange(
  tx: Tx,
  parts: {
    readonly cursor: VerifyCursor | undefined;
    readonly seesAll: boolean;
    readonly clientId?: ClientId;
    readonly most: number;
  },
): Promise<VerifiedRange> {
  const { cursor, seesAll, clientId, most } = parts;
  const selection = clientId === undefined ? {} : { clientId };
  const checkpoint = await (cursor === undefined
    ? latestCheckpoint(tx)
    : checkpointAt(tx, cursor.size));
  if (checkpoint === undefined) {
    const why = 'Missing';
    const finding: LogFinding | undefined = cursor && {
      kind: 'Checkpoint',
      size: cursor.size,
      why,
    };
    return { checked: cursor?.checked ?? 0, total: cursor?.total ?? 0, next: null, finding };
  }
  const { size } = checkpoint;
  const total = cursor?.total ?? (seesAll ? size : await countSelection(tx, selection, size));
  const begun = cursor ?? { size, next: 0, checked: 0, total };
  const told = (checked: number, finding?: LogFinding): VerifiedRange => ({
    checked,
    total,
    next: null,
    finding,
  });
  const keys = await listSigningKeys(tx);
  const opened = openNote(checkpoint.note, keys[0]?.name ?? '', keys);
  if (!opened.ok) return told(begun.checked, { kind: 'Checkpoint', size, why: opened.error });
  const page = { from: begun.next, to: size, most };
  const events = await readSelection(tx, selection, page);
  const { root } = opened.value;
  const finding = await firstBad(tx, events, { ...begun, root, seesAll, most });
  const checked = begun.checked + events.length;
  if (finding !== undefined) return told(checked, finding);
  const last = events.at(-1);
  if (events.length < most || last === undefined) return told(checked);
  const next = { size, next: last.index + 1, checked, total };
  return { checked, total, next, finding: undefined };
}

async function firstBad(
  tx: Tx,
  events: readonly ExportedEvent[],
  page: {
    readonly next: number;
    readonly size: number;
    readonly total: number;
    readonly root: Hash;
    readonly seesAll: boolean;
    readonly most: number;
  },
): Promise<LogFinding | undefined> {
  const { size, root, seesAll } = page;
  const before = await hashesBefore(tx, events);
  const proofs = await proofsOf(tx, events, size);
  for (const [i, event] of events.entries()) {
    const { index, chain, sequence, previousHash, hash, body } = event;
    const bad = (why: 'ContentChanged' | 'LinkBroken'): LogFinding => ({
      kind: 'Event',
      chain,
      sequence,
      why,
    });
    if (seesAll && index !== page.next + i) return missingAt(tx, page.next + i);
    if (!sameBytes(eventHash(sha256, previousHash, body), hash)) return bad('ContentChanged');
    const expected = sequence === 1 ? genesis(sha256, chain).hash : before[i];
    if (expected === undefined || !sameBytes(expected, previousHash)) return bad('LinkBroken');
    const claim = { index, size, leaf: hash, root };
    const proof = proofs?.[i];
    if (proof === undefined || !verifyInclusion(sha256, claim, proof)) {
      return { kind: 'Leaf', index, chain, sequence, why: 'HashDiffers' };
    }
  }
  const isEnd = events.length < page.most;
  const reached = page.next + events.length;
  return seesAll && isEnd && reached < page.total ? missingAt(tx, reached) : undefined;
}

/** Whether the event is gone, or its place. */
async function missingAt(tx: Tx, index: number): Promise<LogFinding> {
  const leaf = await tx.leaf.findUnique({ where: { index: BigInt(index) } });
  if (leaf === null) return { kind: 'Leaf', index, why: 'Missing' };
  const { chain, sequence } = leaf;
  return { kind: 'Event', chain, sequence: Number(sequence), why: 'Missing' };
}

async function proofsOf(tx: Tx, events: readonly ExportedEvent[], size: number) {
  try {
    return await inclusionProofs(
      tx,
      events.map(({ index }) => index),
      size,
    );
  } catch (error) {
    if (error instanceof TreeBroken) return undefined;
    throw error;
  }
}
