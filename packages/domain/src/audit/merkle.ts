/**
 * The Merkle tree of RFC 9162, section 2.1: the shape in which a log commits to all its events with
 * one hash, shows that an event is in it, and shows that a later log contains an earlier one.
 *
 * The tree is never held in memory. A store keeps the hashes of *perfect* subtrees, addressed by
 * level (0 is a leaf) and index; the functions here say which of them a proof needs, so that a store
 * can read them in one statement, and fold what it read.
 */
import { type Digest, invariant } from '../kernel/index.ts';
import { sameBytes } from './bytes.ts';

/** 32 bytes. */
export type Hash = Uint8Array;

export const HASH_BYTES = 32;
const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** The perfect subtree over the leaves [index * 2^level, (index + 1) * 2^level). */
export interface NodeRef {
  readonly level: number;
  readonly index: number;
}

/** HASH(0x00 || data). */
export function leafHash(digest: Digest, data: Uint8Array): Hash {
  const bytes = new Uint8Array(1 + data.length);
  bytes[0] = LEAF_PREFIX;
  bytes.set(data, 1);
  return digest(bytes);
}

/** HASH(0x01 || left || right). */
export function nodeHash(digest: Digest, left: Hash, right: Hash): Hash {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = NODE_PREFIX;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return digest(bytes);
}

/** The root of a tree without leaves: the hash of nothing. */
export function emptyRoot(digest: Digest): Hash {
  return digest(new Uint8Array(0));
}

/**
 * The perfect subtrees that make up the leaves [start, end), left to right, the largest first. They
 * fold to the hash of that range when the range is one that occurs in a tree: `start` a multiple of
 * the largest power of two within the range.
 */
export function coverOf(start: number, end: number): NodeRef[] {
  invariant(Number.isSafeInteger(start) && start >= 0, 'A range of leaves starts at 0 or later.');
  invariant(
    Number.isSafeInteger(end) && end >= start,
    'A range of leaves ends where it starts or later.',
  );
  const cover: NodeRef[] = [];
  let from = start;
  while (from < end) {
    const level = Math.floor(Math.log2(end - from));
    // log2 of a large number may round up to the next whole.
    const exact = 2 ** level > end - from ? level - 1 : level;
    cover.push({ level: exact, index: from / 2 ** exact });
    from += 2 ** exact;
  }
  return cover;
}

/** The hash of a range from the hashes of its cover, in the order `coverOf` gave them. */
export function foldCover(digest: Digest, hashes: readonly Hash[]): Hash {
  const last = hashes.at(-1);
  if (last === undefined) return emptyRoot(digest);
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(digest, left, right), last);
}

/**
 * The nodes that become whole when the leaf `index` is appended, with their hashes: the leaf itself
 * and each parent it completes. `read` gives the hash of an earlier node.
 */
export function appendLeaf(
  digest: Digest,
  index: number,
  leaf: Hash,
  read: (ref: NodeRef) => Hash,
): { readonly ref: NodeRef; readonly hash: Hash }[] {
  const made = [{ ref: { level: 0, index }, hash: leaf }];
  let at: NodeRef = { level: 0, index };
  let hash = leaf;
  while (at.index % 2 === 1) {
    hash = nodeHash(digest, read({ level: at.level, index: at.index - 1 }), hash);
    at = { level: at.level + 1, index: (at.index - 1) / 2 };
    made.push({ ref: at, hash });
  }
  return made;
}

/** Where RFC 9162 splits a tree of `size` leaves: the largest power of two smaller than it. */
function splitOf(size: number): number {
  let split = 2 ** Math.floor(Math.log2(size));
  while (split >= size) split /= 2;
  return split;
}

/**
 * What an inclusion proof is made of: for each step from the leaf to the root the cover of the
 * sibling's range (RFC 9162, 2.1.3.1). Fold each cover and the list is the proof.
 */
export function inclusionPlan(index: number, size: number): NodeRef[][] {
  invariant(index >= 0 && index < size, 'Only a leaf of the tree has an inclusion proof.');
  const plan: NodeRef[][] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      plan.push(coverOf(middle, end));
      end = middle;
    } else {
      plan.push(coverOf(start, middle));
      start = middle;
    }
  }
  return plan.reverse();
}

/** What a consistency proof between two sizes is made of (RFC 9162, 2.1.4.1). */
export function consistencyPlan(first: number, second: number): NodeRef[][] {
  invariant(
    first > 0 && first <= second,
    'Consistency runs from a tree with leaves to a later one.',
  );
  const plan: NodeRef[][] = [];
  let [start, end] = [0, second];
  while (end !== first) {
    const middle = start + splitOf(end - start);
    if (first <= middle) {
      plan.push(coverOf(middle, end));
      end = middle;
    } else {
      plan.push(coverOf(start, middle));
      start = middle;
    }
  }
  // The verifier holds the first root itself; it needs this subtree only when it is not that root.
  if (start > 0) plan.push(coverOf(start, end));
  return plan.reverse();
}

/** RFC 9162, 2.1.3.2. True only when `leaf` stands at `index` of the tree with `root`. */
export function verifyInclusion(
  digest: Digest,
  claim: {
    readonly index: number;
    readonly size: number;
    readonly leaf: Hash;
    readonly root: Hash;
  },
  proof: readonly Hash[],
): boolean {
  const { index, size, leaf, root } = claim;
  if (!isPlace(index, size)) return false;
  let [first, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      hash = nodeHash(digest, sibling, hash);
      while (first % 2 === 0 && first !== 0) [first, last] = [half(first), half(last)];
    } else {
      hash = nodeHash(digest, hash, sibling);
    }
    [first, last] = [half(first), half(last)];
  }
  return last === 0 && sameBytes(hash, root);
}

/** RFC 9162, 2.1.4.2. True only when the second tree begins with exactly the first. */
export function verifyConsistency(
  digest: Digest,
  first: { readonly size: number; readonly root: Hash },
  second: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean {
  if (!isPlace(first.size - 1, second.size)) return false;
  if (first.size === second.size) return proof.length === 0 && sameBytes(first.root, second.root);
  const path = isPowerOfTwo(first.size) ? [first.root, ...proof] : proof;
  const [seed, ...rest] = path;
  if (seed === undefined || proof.length === 0) return false;
  let [at, last] = [first.size - 1, second.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [firstHash, secondHash] = [seed, seed];
  for (const step of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      firstHash = nodeHash(digest, step, firstHash);
      secondHash = nodeHash(digest, step, secondHash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      secondHash = nodeHash(digest, secondHash, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && sameBytes(firstHash, first.root) && sameBytes(secondHash, second.root);
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isPowerOfTwo(n: number): boolean {
  return 2 ** Math.round(Math.log2(n)) === n;
}

function isPlace(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
}
