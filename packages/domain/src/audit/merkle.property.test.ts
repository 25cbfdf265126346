import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendLeaf,
  consistencyPlan,
  coverOf,
  emptyRoot,
  foldCover,
  type Hash,
  inclusionPlan,
  leafHash,
  type NodeRef,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The leaves and roots that the implementations of RFC 6962 share. */
const SHARED_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const SHARED_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** The definition of RFC 9162, 2.1.1, written as it stands there: slow and plainly right. */
function naiveRoot(leaves: readonly Hash[]): Hash {
  const [only] = leaves;
  if (only === undefined) return emptyRoot(sha256);
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(sha256, naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

/** A log that keeps the perfect subtrees, as a store does. */
function logOf(leaves: readonly Hash[]) {
  const nodes = new Map<string, Hash>();
  const read = ({ level, index }: NodeRef): Hash => {
    const hash = nodes.get(`${level}/${index}`);
    if (hash === undefined)
      throw new Error(`Node ${level}/${index} was asked for before it was whole.`);
    return hash;
  };
  leaves.forEach((leaf, i) => {
    for (const { ref, hash } of appendLeaf(sha256, i, leaf, read)) {
      nodes.set(`${ref.level}/${ref.index}`, hash);
    }
  });
  const fold = (cover: readonly NodeRef[]) => foldCover(sha256, cover.map(read));
  return {
    rootAt: (size: number) => fold(coverOf(0, size)),
    inclusion: (index: number, size: number) => inclusionPlan(index, size).map(fold),
    consistency: (first: number, second: number) => consistencyPlan(first, second).map(fold),
  };
}

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => leafHash(sha256, new TextEncoder().encode(`event ${i}`)));

/** Hashes of 200 events, made once: every property cuts its log from them. */
const LEAVES = leavesOf(200);
const LOG = logOf(LEAVES);
const at = (i: number): Hash => {
  const leaf = LEAVES[i];
  if (leaf === undefined) throw new Error(`There is no leaf ${i}.`);
  return leaf;
};
const flipped = (hash: Hash, bit: number) =>
  hash.map((b, i) => (i === bit >> 3 ? b ^ (1 << (bit & 7)) : b));
const sizes = fc.integer({ min: 1, max: LEAVES.length });
const place = sizes.chain((size) =>
  fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)),
);
const pair = sizes.chain((second) =>
  fc.tuple(fc.integer({ min: 1, max: second }), fc.constant(second)),
);
const bit = fc.integer({ min: 0, max: 255 });

describe('the Merkle tree', () => {
  it('has the roots that the implementations of RFC 6962 share', () => {
    const log = logOf(SHARED_LEAVES.map((leaf) => leafHash(sha256, Buffer.from(leaf, 'hex'))));
    expect(SHARED_ROOTS.map((_, i) => hex(log.rootAt(i + 1)))).toEqual(SHARED_ROOTS);
    expect(hex(log.rootAt(0))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('has at every size the root that the definition gives', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        expect(hex(LOG.rootAt(size))).toBe(hex(naiveRoot(LEAVES.slice(0, size))));
      }),
    );
  });

  it('proves every leaf at its own place in every size of the log', () => {
    fc.assert(
      fc.property(place, ([index, size]) => {
        const claim = { index, size, leaf: at(index), root: LOG.rootAt(size) };
        expect(verifyInclusion(sha256, claim, LOG.inclusion(index, size))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('proves no leaf at another place, nor a changed leaf, root or proof', () => {
    fc.assert(
      fc.property(place, bit, fc.nat(), ([index, size], flip, other) => {
        const proof = LOG.inclusion(index, size);
        const claim = { index, size, leaf: at(index), root: LOG.rootAt(size) };
        const no = (changed: Partial<typeof claim>, path = proof) =>
          expect(verifyInclusion(sha256, { ...claim, ...changed }, path)).toBe(false);
        if (other % size !== index) no({ index: other % size });
        no({ leaf: flipped(claim.leaf, flip) });
        no({ root: flipped(claim.root, flip) });
        no({}, [...proof, at(0)]);
        if (proof.length > 0) {
          no({}, proof.slice(1));
          no(
            {},
            proof.map((hash, i) => (i === other % proof.length ? flipped(hash, flip) : hash)),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses an index outside the tree, a negative one and a fraction', () => {
    for (const [index, size] of [
      [1, 1],
      [-1, 3],
      [0.5, 3],
      [0, 0],
      [Number.NaN, 3],
    ] as const) {
      expect(verifyInclusion(sha256, { index, size, leaf: at(0), root: at(0) }, [])).toBe(false);
    }
  });

  it('shows that every later log begins with every earlier one', () => {
    fc.assert(
      fc.property(pair, ([first, second]) => {
        const [a, b] = [
          { size: first, root: LOG.rootAt(first) },
          { size: second, root: LOG.rootAt(second) },
        ];
        expect(verifyConsistency(sha256, a, b, LOG.consistency(first, second))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('shows a rewritten past, whichever event was changed', () => {
    fc.assert(
      fc.property(pair, bit, fc.nat(), ([first, second], flip, which) => {
        const changedAt = which % first;
        const forged = logOf(
          LEAVES.slice(0, second).map((leaf, i) => (i === changedAt ? flipped(leaf, flip) : leaf)),
        );
        const a = { size: first, root: LOG.rootAt(first) };
        const b = { size: second, root: forged.rootAt(second) };
        expect(verifyConsistency(sha256, a, b, forged.consistency(first, second))).toBe(false);
        expect(verifyConsistency(sha256, a, b, LOG.consistency(first, second))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('covers a range of any size up to 2^53 without losing a leaf', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (size) => {
        const cover = coverOf(0, size);
        expect(cover.reduce((sum, { level }) => sum + 2 ** level, 0)).toBe(size);
        expect(cover.every(({ index }) => Number.isSafeInteger(index))).toBe(true);
      }),
    );
  });
});
