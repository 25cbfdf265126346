import { createHash } from 'node:crypto';
import { coverOf, foldCover, inclusionPlan, leafHash, toHex } from '@ultrathink/domain/audit';
import { expect, it } from 'vitest';
import { eventHashOf, leafOfSteps, proofSteps, rootOf } from './proof-steps.ts';

const digest = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const leaf = (index: number) => leafHash(digest, Uint8Array.of(index));

/** The hash of leaves [start, end) by its cover, made from leaves alone. */
function rangeHash(start: number, end: number): Uint8Array {
  if (end - start === 1) return leaf(start);
  const half = 2 ** Math.ceil(Math.log2(end - start) - 1);
  return foldCover(digest, [rangeHash(start, start + half), rangeHash(start + half, end)]);
}

it('every event of every small tree adds up to the root of that tree', async () => {
  for (let size = 1; size <= 20; size += 1) {
    const root = toHex(rangeHash(0, size));
    for (let index = 0; index < size; index += 1) {
      const hashes = inclusionPlan(index, size).map((cover) => {
        const nodes = cover.map(({ level, index: at }) =>
          rangeHash(at * 2 ** level, (at + 1) * 2 ** level),
        );
        return toHex(foldCover(digest, nodes));
      });
      const steps = proofSteps(index, size, hashes);
      expect(steps, `${index} of ${size}`).not.toBeNull();
      expect(await rootOf(toHex(leaf(index)), steps ?? []), `${index} of ${size}`).toBe(root);
    }
  }
  expect(coverOf(0, 1)).toHaveLength(1);
});

it('a proof that is too short or too long proves nothing', () => {
  expect(proofSteps(0, 4, ['aa'])).toBeNull();
  expect(proofSteps(0, 2, ['aa', 'bb'])).toBeNull();
  expect(proofSteps(4, 4, ['aa', 'bb'])).toBeNull();
});

it('the picture turns where the proof turns', () => {
  const steps = proofSteps(5, 8, ['aa', 'bb', 'cc']) ?? [];
  expect(steps.map(({ side }) => side)).toEqual(['left', 'right', 'left']);
  expect(leafOfSteps(steps, 3)).toBe(5);
});

it('the hash of an event covers the one before it and its own bytes', async () => {
  const previous = 'ab'.repeat(32);
  const wanted = createHash('sha256')
    .update(Uint8Array.of(0))
    .update(Buffer.from(previous, 'hex'))
    .update('{"v":1}')
    .digest('hex');
  expect(await eventHashOf(previous, '{"v":1}')).toBe(wanted);
});
