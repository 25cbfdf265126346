/**
 * The Merkle tree as it is kept: leaves, and every eighth level above them. What lies between is
 * folded from at most 128 kept hashes, read by ranges of primary keys in two statements per proof.
 */
import {
  type ChainHead,
  consistencyPlan,
  coverOf,
  foldCover,
  HASH_BYTES,
  type Hash,
  inclusionPlan,
  type NodeRef,
  nodeHash,
} from '@ultrathink/domain/audit';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { sha256 } from './digest.ts';

/** Levels 8, 16, 24... are kept. */
export const KEPT_EVERY = 8;

/** The tree lacks a hash it must have: the database was changed, and no proof can be given. */
export class TreeBroken extends Error {
  override readonly name = 'TreeBroken';
}

/** Leaves that were numbered. */
export async function treeSize(tx: Tx): Promise<number> {
  const [found] = await tx.$queryRaw<{ size: bigint }[]>(
    Prisma.sql`select coalesce(max(index) + 1, 0)::bigint as size from audit.leaf`,
  );
  return Number(found?.size ?? 0n);
}

/** The root of the first `size` leaves. @throws {TreeBroken} */
export async function rootAt(tx: Tx, size: number): Promise<Hash> {
  return foldCover(sha256, await readNodes(tx, coverOf(0, size)));
}

/** RFC 9162, 2.1.3: that the leaf `index` stands in the tree of `size` leaves. @throws {TreeBroken} */
export function inclusionProof(tx: Tx, index: number, size: number): Promise<Hash[]> {
  return foldPlan(tx, inclusionPlan(index, size));
}

/** RFC 9162, 2.1.4: that the tree of `second` leaves begins with that of `first`. @throws {TreeBroken} */
export function consistencyProof(tx: Tx, first: number, second: number): Promise<Hash[]> {
  return foldPlan(tx, consistencyPlan(first, second));
}

/** Several proofs under one size, for the two statements of one. @throws {TreeBroken} */
export async function inclusionProofs(
  tx: Tx,
  indexes: readonly number[],
  size: number,
): Promise<Hash[][]> {
  const plans = indexes.map((index) => inclusionPlan(index, size));
  const known = new Map<string, Hash>();
  const wanted = new Map(plans.flat(2).map((ref) => [keyOf(ref), ref]));
  const hashes = await readNodes(tx, [...wanted.values()]);
  for (const [i, key] of [...wanted.keys()].entries()) {
    const hash = hashes[i];
    if (hash !== undefined) known.set(key, hash);
  }
  return plans.map((plan) => plan.map((cover) => foldCover(sha256, cover.map(read))));

  function read(ref: NodeRef): Hash {
    const hash = known.get(keyOf(ref));
    if (hash === undefined) throw new TreeBroken(`No hash at level ${ref.level}.`);
    return hash;
  }
}

async function foldPlan(tx: Tx, plan: readonly NodeRef[][]): Promise<Hash[]> {
  const hashes = await readNodes(tx, plan.flat());
  let at = 0;
  return plan.map((cover) => {
    const part = hashes.slice(at, at + cover.length);
    at += cover.length;
    return foldCover(sha256, part);
  });
}

/** The hashes of perfect subtrees, in the order they were asked for. @throws {TreeBroken} */
export async function readNodes(tx: Tx, refs: readonly NodeRef[]): Promise<Hash[]> {
  const ranges = refs.map(({ level, index }, n) => {
    const kept = level - (level % KEPT_EVERY);
    const count = 2 ** (level - kept);
    return { n, kept, from: index * count, count };
  });
  const rows = [
    ...(await readLeaves(
      tx,
      ranges.filter(({ kept }) => kept === 0),
    )),
    ...(await readKept(
      tx,
      ranges.filter(({ kept }) => kept > 0),
    )),
  ];
  const bytes = new Map(rows.map((row) => [row.n, row.hashes]));
  return ranges.map(({ n, kept, from, count }) => {
    const found = bytes.get(n);
    if (found?.length !== count * HASH_BYTES) {
      throw new TreeBroken(`A hash is missing at level ${kept} from ${from}.`);
    }
    return foldPerfect(found);
  });
}

interface Range {
  readonly n: number;
  readonly kept: number;
  readonly from: number;
  readonly count: number;
}

interface RangeRow {
  readonly n: number;
  readonly hashes: Uint8Array;
}

const rangeArrays = (ranges: readonly Range[]) => ({
  numbers: ranges.map(({ n }) => n),
  levels: ranges.map(({ kept }) => kept),
  from: ranges.map(({ from }) => BigInt(from)),
  to: ranges.map(({ from, count }) => BigInt(from + count)),
});

async function readLeaves(tx: Tx, ranges: readonly Range[]): Promise<RangeRow[]> {
  if (ranges.length === 0) return [];
  const { numbers, from, to } = rangeArrays(ranges);
  return tx.$queryRaw<RangeRow[]>(Prisma.sql`
    select r.n, h.hashes
    from unnest(${numbers}::int[], ${from}::bigint[], ${to}::bigint[]) as r(n, a, b)
    cross join lateral (select string_agg(l.hash, ''::bytea order by l.index) as hashes
      from audit.leaf l where l.index >= r.a and l.index < r.b) h
    where h.hashes is not null`);
}

async function readKept(tx: Tx, ranges: readonly Range[]): Promise<RangeRow[]> {
  if (ranges.length === 0) return [];
  const { numbers, levels, from, to } = rangeArrays(ranges);
  return tx.$queryRaw<RangeRow[]>(Prisma.sql`
    select r.n, h.hashes
    from unnest(${numbers}::int[], ${levels}::int[], ${from}::bigint[], ${to}::bigint[]) as r(n, level, a, b)
    cross join lateral (select string_agg(t.hash, ''::bytea order by t.index) as hashes
      from audit.tree_node t where t.level = r.level::smallint and t.index >= r.a and t.index < r.b) h
    where h.hashes is not null`);
}

/** The hash over 2^n neighbours, given one after another. */
function foldPerfect(bytes: Uint8Array): Hash {
  let row: Hash[] = [];
  for (let at = 0; at < bytes.length; at += HASH_BYTES)
    row.push(bytes.subarray(at, at + HASH_BYTES));
  while (row.length > 1) {
    const above: Hash[] = [];
    for (let i = 0; i + 1 < row.length; i += 2) {
      const [left, right] = [row[i], row[i + 1]];
      if (left !== undefined && right !== undefined) above.push(nodeHash(sha256, left, right));
    }
    row = above;
  }
  const [only] = row;
  if (only === undefined) throw new TreeBroken('There is nothing to fold.');
  return only;
}

const keyOf = ({ level, index }: NodeRef): string => `${level}/${index}`;

/** The last event of each chain that has a place, in the order of their names. */
export async function readTips(tx: Tx): Promise<ChainHead[]> {
  // One step along the index per chain, however long the chains are.
  const rows = await tx.$queryRaw<{ chain: string; sequence: bigint; hash: Uint8Array }[]>(
    Prisma.sql`with recursive tip as (
      (select chain, sequence, hash from audit.leaf order by chain desc, sequence desc limit 1)
      union all
      select next.chain, next.sequence, next.hash from tip cross join lateral (
        select l.chain, l.sequence, l.hash from audit.leaf l where l.chain < tip.chain
        order by l.chain desc, l.sequence desc limit 1) next
    ) select chain, sequence, hash from tip order by chain`,
  );
  return rows.map(({ chain, sequence, hash }) => ({ chain, sequence: Number(sequence), hash }));
}
