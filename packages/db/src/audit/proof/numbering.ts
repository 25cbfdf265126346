/**
 * Gives each event its place in the log: chain after chain, each in its own gapless order, every
 * hash computed again from the event's bytes. It never numbers over a break: a chain stops where its
 * first bad event stands, until people have looked. One process at a time, under an advisory lock;
 * `unique (chain, sequence)` holds should the lock not. Role `jobs`.
 */
import {
  type ChainHead,
  checkLink,
  coverOf,
  createFrontier,
  type Frontier,
  genesis,
  type Hash,
  type NodeRef,
  type SealedEvent,
} from '@ultrathink/domain/audit';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { sha256 } from './digest.ts';
import { breakOf, type LogFinding } from './finding.ts';
import { readHeads, readSealed } from './sealed-events.ts';
import { KEPT_EVERY, readNodes, treeSize } from './tree.ts';

/** The same in every process that numbers. */
const NUMBERING_LOCK = 7_260_119n;

export interface Numbered {
  /** Leaves that were numbered now, and in all. */
  readonly numbered: number;
  readonly size: number;
  /** The first bad place of each chain that has one. */
  readonly findings: readonly LogFinding[];
  /** Whether there may be more to number at once. */
  readonly isMore: boolean;
}

/**
 * Numbers at most `most` events of each chain.
 * @returns undefined when another process is at it.
 * @throws {TreeBroken} when the tree over the leaves so far is not whole.
 */
export async function numberLeaves(tx: Tx, most: number): Promise<Numbered | undefined> {
  const [lock] = await tx.$queryRaw<{ taken: boolean }[]>(
    Prisma.sql`select pg_try_advisory_xact_lock(${NUMBERING_LOCK}) as taken`,
  );
  if (lock?.taken !== true) return undefined;
  const size = await treeSize(tx);
  const frontier = createFrontier(sha256, size, await readNodes(tx, coverOf(0, size)));
  const findings: LogFinding[] = [];
  const leaves: SealedEvent[] = [];
  let isMore = false;
  for (const head of await readHeads(tx)) {
    const last = await lastNumbered(tx, head.chain);
    const read = await readSealed(tx, { chain: head.chain, from: last.sequence + 1, most });
    const { whole, finding } = wholePart(last, head, read, most);
    leaves.push(...whole);
    if (finding !== undefined) findings.push(finding);
    isMore ||= finding === undefined && read.length === most;
  }
  await insert(tx, size, leaves, frontier);
  return { numbered: leaves.length, size: size + leaves.length, findings, isMore };
}

/** The events up to the first that is wrong, and what is wrong with it. */
function wholePart(
  last: ChainHead,
  head: ChainHead,
  read: readonly SealedEvent[],
  most: number,
): { readonly whole: readonly SealedEvent[]; readonly finding: LogFinding | undefined } {
  const { chain } = head;
  let at = last;
  for (const [i, event] of read.entries()) {
    const whole = read.slice(0, i);
    const next = checkLink(sha256, at, event);
    if (!next.ok) return { whole, finding: breakOf(next.error, event) };
    const { sequence } = event;
    // Nothing is sealed without moving the head, so what stands beyond it was never sealed.
    if (sequence > head.sequence) {
      return { whole, finding: { kind: 'Event', chain, sequence, why: 'Inserted' } };
    }
    at = next.value;
  }
  const sequence = at.sequence + 1;
  const isShort = read.length < most && at.sequence < head.sequence;
  return {
    whole: read,
    finding: isShort ? { kind: 'Event', chain, sequence, why: 'Missing' } : undefined,
  };
}

async function lastNumbered(tx: Tx, chain: string): Promise<ChainHead> {
  const [row] = await tx.$queryRaw<{ sequence: bigint; hash: Uint8Array }[]>(Prisma.sql`
    select sequence, hash from audit.leaf where chain = ${chain} order by sequence desc limit 1`);
  return row === undefined
    ? genesis(sha256, chain)
    : { chain, sequence: Number(row.sequence), hash: row.hash };
}

async function insert(
  tx: Tx,
  size: number,
  leaves: readonly SealedEvent[],
  frontier: Frontier,
): Promise<void> {
  if (leaves.length === 0) return;
  const nodes: { readonly ref: NodeRef; readonly hash: Hash }[] = [];
  for (const { hash } of leaves) {
    frontier.push(hash, (ref, node) => {
      if (ref.level % KEPT_EVERY === 0) nodes.push({ ref, hash: node });
    });
  }
  await tx.$executeRaw(Prisma.sql`
    insert into audit.leaf (index, chain, sequence, hash)
    select ${BigInt(size)} + n - 1, chain, sequence, hash
    from unnest(${leaves.map(({ chain }) => chain)}::text[],
      ${leaves.map(({ sequence }) => BigInt(sequence))}::bigint[],
      ${leaves.map(({ hash }) => Buffer.from(hash))}::bytea[])
      with ordinality as l(chain, sequence, hash, n)`);
  if (nodes.length === 0) return;
  await tx.$executeRaw(Prisma.sql`
    insert into audit.tree_node (level, index, hash)
    select level, index, hash from unnest(${nodes.map(({ ref }) => ref.level)}::smallint[],
      ${nodes.map(({ ref }) => BigInt(ref.index))}::bigint[],
      ${nodes.map(({ hash }) => Buffer.from(hash))}::bytea[]) as t(level, index, hash)`);
}
