/**
 * Looks at the whole log as it lies in the database, from its first event to its last: each event
 * against its hash, each chain against itself, each leaf against its event, the tree against its
 * leaves, the checkpoints against the tree, and all of it against the copies that were put outside.
 * It stops at the first bad place and names it. Roles `jobs` and `auditor`.
 *
 * What it can't see: an event that was sealed and removed before it was numbered, together with its
 * chain's head; and a database set back to a state older than every copy outside.
 */
import {
  type ChainHead,
  checkLink,
  createFrontier,
  type Frontier,
  genesis,
  type Hash,
  type NodeRef,
  sameBytes,
  type VerifierKey,
} from '@ultrathink/domain/audit';
import type { Database, Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { openNote, rowFault } from './checkpoints.ts';
import { sha256 } from './digest.ts';
import { breakOf, type LogFinding } from './finding.ts';
import { readHeads, readStored, type StoredEvent } from './sealed-events.ts';
import { KEPT_EVERY, treeSize } from './tree.ts';

export interface CheckpointCopy {
  /** Within its folder. */
  readonly file: string;
  readonly note: string;
}

export interface LogCheckParts {
  readonly database: Database;
  readonly origin: string;
  /** Keys that are known to be ours, whatever the database says. */
  readonly keys: readonly VerifierKey[];
  /** Read once, one after the other: there is one for each minute that anything happened. */
  readonly copies: AsyncIterable<CheckpointCopy> | Iterable<CheckpointCopy>;
  readonly onProgress?: (progress: { readonly events: number; readonly of: number }) => void;
}

export interface LogCheckEnd {
  /** Events looked at. */
  readonly events: number;
  /** Leaves of the tree. */
  readonly size: number;
  readonly checkpoints: number;
  readonly copies: number;
  /** The first bad place; none when the log is whole. */
  readonly finding: LogFinding | undefined;
}

const PAGE = 2000;
/** A page is read while numbering and sealing go on. */
const TIMEOUT = { timeout: 60_000, maxWait: 10_000 };

/** Carries the first finding out of whatever depth it was met in. */
class Found extends Error {
  readonly finding: LogFinding;
  constructor(finding: LogFinding) {
    super(finding.why);
    this.finding = finding;
  }
}

const oneMoment = <T>({ prisma }: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  prisma.$transaction(work, { ...TIMEOUT, isolationLevel: 'RepeatableRead' });

export async function checkLog(parts: LogCheckParts): Promise<LogCheckEnd> {
  const state: State = {
    ...parts,
    frontier: createFrontier(sha256),
    heads: new Map(),
    events: 0,
    checkpoints: 0,
    copied: 0,
    signed: new Map(),
  };
  let finding: LogFinding | undefined;
  try {
    await openCopies(state);
    let of = await oneMoment(parts.database, treeSize);
    do {
      while (state.frontier.size < of) {
        await oneMoment(parts.database, (tx) => checkPage(tx, state));
        parts.onProgress?.({ events: state.events, of });
      }
      // What was numbered meanwhile is looked at too, so that the end is one moment's.
      of = await oneMoment(parts.database, (tx) => checkEnd(tx, state));
    } while (state.frontier.size < of);
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    finding = error.finding;
  }
  const { events, checkpoints, copied, frontier } = state;
  return { events, size: frontier.size, checkpoints, copies: copied, finding };
}

interface State extends LogCheckParts {
  readonly frontier: Frontier;
  readonly heads: Map<string, ChainHead>;
  events: number;
  checkpoints: number;
  copied: number;
  /** Roots that copies were signed for, by size; taken out when the database has their checkpoint. */
  readonly signed: Map<number, { readonly file: string; readonly root: Hash }[]>;
}

/** Of each copy its root is kept, not its text. */
async function openCopies(state: State): Promise<void> {
  const { copies, origin, keys, signed } = state;
  for await (const { file, note } of copies) {
    state.copied += 1;
    const opened = openNote(note, origin, keys);
    const size = /^[^\n]*\n(\d{1,15})\n/.exec(note)?.[1];
    if (!opened.ok) {
      throw new Found({ kind: 'Copy', size: Number(size ?? 0), file, why: opened.error });
    }
    const { size: at, root } = opened.value;
    signed.set(at, [...(signed.get(at) ?? []), { file, root }]);
  }
}

interface LeafRow {
  readonly index: bigint;
  readonly chain: string;
  readonly sequence: bigint;
  readonly hash: Uint8Array;
}

interface CheckpointRow {
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly note: string;
}

async function checkPage(tx: Tx, state: State): Promise<void> {
  const { frontier } = state;
  const [from, to] = [BigInt(frontier.size), BigInt(frontier.size + PAGE)];
  const leaves = await tx.$queryRaw<LeafRow[]>(Prisma.sql`
    select index, chain, sequence, hash from audit.leaf
    where index >= ${from} and index < ${to} order by index`);
  const checkpoints = await tx.$queryRaw<CheckpointRow[]>(Prisma.sql`
    select size, root, note from audit.checkpoint where size > ${from} and size <= ${to}`);
  const bySize = new Map(checkpoints.map((row) => [Number(row.size), row]));
  const events = await eventsOf(tx, leaves);
  const nodes: { readonly ref: NodeRef; readonly hash: Hash }[] = [];
  if (leaves.length === 0) {
    throw new Found({ kind: 'Leaf', index: frontier.size, why: 'Missing' });
  }
  for (const leaf of leaves) {
    const index = frontier.size;
    if (Number(leaf.index) !== index) throw new Found({ kind: 'Leaf', index, why: 'Missing' });
    checkLeaf(state, leaf, events.get(leaf.chain) ?? []);
    frontier.push(leaf.hash, (ref, hash) => {
      if (ref.level % KEPT_EVERY === 0) nodes.push({ ref, hash });
    });
    checkSigned(state, bySize.get(frontier.size));
  }
  await checkNodes(tx, nodes);
}

/** The events that these leaves stand for, by chain, in their order. */
async function eventsOf(
  tx: Tx,
  leaves: readonly LeafRow[],
): Promise<ReadonlyMap<string, StoredEvent[]>> {
  const ranges = new Map<string, { from: number; to: number }>();
  for (const { chain, sequence } of leaves) {
    const at = Number(sequence);
    const range = ranges.get(chain) ?? { from: at, to: at };
    ranges.set(chain, { from: Math.min(range.from, at), to: Math.max(range.to, at) });
  }
  const events = new Map<string, StoredEvent[]>();
  for (const [chain, { from, to }] of ranges) {
    // One more than there should be shows an event that was inserted.
    events.set(chain, await readStored(tx, { chain, from, to, most: to - from + 2 }));
  }
  return events;
}

/** The leaf that comes next, against the event that comes next in its chain. */
function checkLeaf(state: State, leaf: LeafRow, events: StoredEvent[]): void {
  const { chain } = leaf;
  const [index, sequence] = [Number(leaf.index), Number(leaf.sequence)];
  const head = state.heads.get(chain) ?? genesis(sha256, chain);
  if (sequence !== head.sequence + 1) {
    throw new Found({ kind: 'Leaf', index, chain, sequence, why: 'OutOfOrder' });
  }
  const event = events.shift();
  if (event === undefined) throw new Found({ kind: 'Event', chain, sequence, why: 'Missing' });
  state.heads.set(chain, follow(head, event));
  if (!sameBytes(leaf.hash, event.hash)) {
    throw new Found({ kind: 'Leaf', index, chain, sequence, why: 'HashDiffers' });
  }
  const [next] = events;
  if (next?.sequence === sequence) {
    throw new Found({ kind: 'Event', chain, sequence, why: 'Inserted' });
  }
  state.events += 1;
}

function follow(head: ChainHead, event: StoredEvent): ChainHead {
  const next = checkLink(sha256, head, event);
  if (!next.ok) throw new Found(breakOf(next.error, event));
  const { chain, sequence, columnsFit } = event;
  if (!columnsFit) throw new Found({ kind: 'Event', chain, sequence, why: 'ColumnsDiffer' });
  return next.value;
}

/** What was signed over exactly this many leaves, in the database and outside. */
function checkSigned(state: State, row: CheckpointRow | undefined): void {
  const { frontier, signed, origin, keys } = state;
  const { size } = frontier;
  const copies = signed.get(size) ?? [];
  if (row === undefined && copies.length === 0) return;
  const root = frontier.root();
  if (row !== undefined) {
    state.checkpoints += 1;
    const opened = openNote(row.note, origin, keys);
    const why = opened.ok ? rowFault({ ...row, size }) : opened.error;
    if (why !== undefined) throw new Found({ kind: 'Checkpoint', size, why });
    if (!sameBytes(row.root, root)) {
      throw new Found({ kind: 'Checkpoint', size, why: 'RootDiffers' });
    }
  }
  for (const { file, root: copied } of copies) {
    const why = !sameBytes(copied, root)
      ? 'RootDiffers'
      : row === undefined
        ? 'NotInDatabase'
        : undefined;
    if (why !== undefined) throw new Found({ kind: 'Copy', size, file, why });
  }
  signed.delete(size);
}

async function checkNodes(
  tx: Tx,
  nodes: readonly { readonly ref: NodeRef; readonly hash: Hash }[],
): Promise<void> {
  if (nodes.length === 0) return;
  const rows = await tx.$queryRaw<{ n: number; hash: Uint8Array | null }[]>(Prisma.sql`
    select w.n::int as n, t.hash from unnest(${nodes.map(({ ref }) => ref.level)}::smallint[],
      ${nodes.map(({ ref }) => BigInt(ref.index))}::bigint[]) with ordinality as w(level, index, n)
    left join audit.tree_node t on t.level = w.level and t.index = w.index order by w.n`);
  for (const [i, { ref, hash }] of nodes.entries()) {
    const kept = rows[i]?.hash;
    const why =
      kept === null || kept === undefined
        ? 'Missing'
        : sameBytes(kept, hash)
          ? undefined
          : 'HashDiffers';
    if (why !== undefined) throw new Found({ kind: 'Node', ...ref, why });
  }
}

/**
 * Events that have no place yet, the heads of the chains, and whatever was signed for a longer log.
 * @returns the leaves there are at this moment: more than were looked at means to go on.
 */
async function checkEnd(tx: Tx, state: State): Promise<number> {
  const size = await treeSize(tx);
  if (size > state.frontier.size) return size;
  await checkCounts(tx, size);
  const [ahead] = await tx.$queryRaw<{ size: bigint }[]>(Prisma.sql`
    select size from audit.checkpoint where size > ${BigInt(size)} order by size limit 1`);
  if (ahead !== undefined) {
    throw new Found({ kind: 'Checkpoint', size: Number(ahead.size), why: 'AheadOfLog' });
  }
  const [beyond] = [...state.signed].toSorted(([a], [b]) => a - b);
  const file = beyond?.[1][0]?.file;
  if (beyond !== undefined && file !== undefined) {
    throw new Found({ kind: 'Copy', size: beyond[0], file, why: 'AheadOfLog' });
  }
  const heads = await readHeads(tx);
  const known = new Set(heads.map(({ chain }) => chain));
  for (const { chain, sequence } of state.heads.values()) {
    if (!known.has(chain)) throw new Found({ kind: 'Event', chain, sequence, why: 'HeadDiffers' });
  }
  for (const head of heads) await checkTail(tx, state, head);
  return size;
}

/** Nodes that no leaves of this log make. */
async function checkCounts(tx: Tx, size: number): Promise<void> {
  const rows = await tx.$queryRaw<{ level: number; index: bigint }[]>(Prisma.sql`
    select level, index from audit.tree_node
    where (index + 1) << level > ${BigInt(size)} order by level, index limit 1`);
  const [extra] = rows;
  if (extra === undefined) return;
  const { level, index } = extra;
  throw new Found({ kind: 'Node', level, index: Number(index), why: 'NotOfTheTree' });
}

async function checkTail(tx: Tx, state: State, head: ChainHead): Promise<void> {
  const { chain } = head;
  let last = state.heads.get(chain) ?? genesis(sha256, chain);
  for (let page: StoredEvent[] | undefined; page === undefined || page.length === PAGE; ) {
    page = await readStored(tx, { chain, from: last.sequence + 1, most: PAGE });
    for (const event of page) {
      last = follow(last, event);
      if (last.sequence > head.sequence) {
        throw new Found({ kind: 'Event', chain, sequence: last.sequence, why: 'Inserted' });
      }
    }
  }
  const sequence = last.sequence + 1;
  if (last.sequence < head.sequence) {
    throw new Found({ kind: 'Event', chain, sequence, why: 'Missing' });
  }
  if (!sameBytes(last.hash, head.hash)) {
    throw new Found({ kind: 'Event', chain, sequence: last.sequence, why: 'HeadDiffers' });
  }
}
