import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrontier } from './frontier.ts';
import { appendLeaf, coverOf, foldCover, type Hash, leafHash, type NodeRef } from './merkle.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const LEAVES = Array.from({ length: 150 }, (_, i) => leafHash(sha256, Uint8Array.of(i)));
const keyOf = ({ level, index }: NodeRef) => `${level}/${index}`;

/** Every perfect subtree, as the store's way of appending makes them. */
const NODES = new Map<string, Hash>();
const nodeAt = (ref: NodeRef): Hash => NODES.get(keyOf(ref)) ?? new Uint8Array(0);
LEAVES.forEach((leaf, i) => {
  for (const { ref, hash } of appendLeaf(sha256, i, leaf, nodeAt)) NODES.set(keyOf(ref), hash);
});
const coverAt = (size: number) => coverOf(0, size).map(nodeAt);

describe('the frontier', () => {
  it('has the root of the tree at every size, wherever it was taken up', () => {
    const range = fc.tuple(fc.nat(LEAVES.length), fc.nat(LEAVES.length));
    fc.assert(
      fc.property(range, ([a, b]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const frontier = createFrontier(sha256, from, coverAt(from));
        for (const leaf of LEAVES.slice(from, to)) frontier.push(leaf);
        expect(frontier.size).toBe(to);
        expect(frontier.root()).toEqual(foldCover(sha256, coverAt(to)));
      }),
    );
  });

  it('tells of each subtree once, when it is whole', () => {
    const told = new Map<string, Hash>();
    const frontier = createFrontier(sha256);
    for (const leaf of LEAVES) {
      frontier.push(leaf, (ref, hash) => {
        expect(told.has(keyOf(ref))).toBe(false);
        told.set(keyOf(ref), hash);
      });
    }
    expect(told.size).toBe([...NODES.keys()].filter((key) => !key.startsWith('0/')).length);
    for (const [key, hash] of told) expect(hash).toEqual(NODES.get(key));
  });

  it('is not taken up from a cover of another size', () => {
    expect(() => createFrontier(sha256, 7, coverAt(8))).toThrow(/not covered/);
  });
});
