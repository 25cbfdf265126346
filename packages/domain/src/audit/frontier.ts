/**
 * The right edge of a growing Merkle tree: the hashes of the perfect subtrees that cover it, largest
 * first. With them alone leaves are appended and the root is told, so a log of any length is read
 * once, in order, with some thirty hashes in memory.
 */
import type { Digest } from '../kernel/index.ts';
import { coverOf, foldCover, type Hash, type NodeRef, nodeHash } from './merkle.ts';

export interface Frontier {
  /** Leaves so far. */
  readonly size: number;
  /** Appends a leaf; `made` hears of each perfect subtree above it that became whole, lowest first. */
  push(leaf: Hash, made?: (ref: NodeRef, hash: Hash) => void): void;
  root(): Hash;
}

/** @param cover the hashes of `coverOf(0, size)`, in its order, for a log that goes on. */
export function createFrontier(digest: Digest, size = 0, cover: readonly Hash[] = []): Frontier {
  const stack = [...cover];
  if (stack.length !== coverOf(0, size).length) {
    throw new RangeError(`A tree of ${size} leaves is not covered by ${stack.length} hashes.`);
  }
  let count = size;
  return {
    get size() {
      return count;
    },
    push(leaf, made) {
      let hash = leaf;
      let index = count;
      for (let level = 0; index % 2 === 1; level += 1) {
        const left = stack.pop();
        if (left === undefined) throw new RangeError('The cover of a tree has a hash per bit.');
        hash = nodeHash(digest, left, hash);
        index = (index - 1) / 2;
        made?.({ level: level + 1, index }, hash);
      }
      stack.push(hash);
      count += 1;
    },
    root: () => foldCover(digest, stack),
  };
}
