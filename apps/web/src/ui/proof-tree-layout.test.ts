import { describe, expect, it } from 'vitest';
import { layoutProof, roleOf } from './proof-tree-layout.ts';

const tree = (chosen: number) => layoutProof({ leaves: 32, chosen, spacing: 24, rise: 60 });

describe('a proof tree', () => {
  it('proves any of 32 leaves with exactly five siblings, one per level below the root', () => {
    for (let chosen = 0; chosen < 32; chosen++) {
      const siblings = tree(chosen).nodes.filter((node) => node.role === 'sibling');
      expect(siblings.map((node) => node.level)).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it('always puts the root on the way, whichever leaf is chosen', () => {
    for (const chosen of [0, 17, 31]) {
      expect(tree(chosen).nodes.at(-1)).toMatchObject({ level: 5, role: 'path' });
      expect(roleOf(5, 0, chosen)).toBe('path');
    }
  });

  it('has an edge for every node but the root, and stands each parent midway over its children', () => {
    const { nodes, edges } = tree(5);
    expect(nodes).toHaveLength(63);
    expect(edges).toHaveLength(62);
    const at = (level: number, index: number) =>
      nodes.find((node) => node.level === level && node.index === index)?.x ?? Number.NaN;
    expect(at(3, 1)).toBeCloseTo((at(2, 2) + at(2, 3)) / 2);
  });

  it('draws the way as one stroke, so that it can be drawn from leaf to root', () => {
    expect(tree(21).way.match(/M/g)).toHaveLength(1);
  });

  it('refuses a tree that is not whole', () => {
    expect(() => layoutProof({ leaves: 12, chosen: 0, spacing: 1, rise: 1 })).toThrow(RangeError);
  });
});
