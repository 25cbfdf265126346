import { describe, expect, it } from 'vitest';
import { changesOf, jsonDiff } from './changes.ts';

describe('changes in words', () => {
  it('tells what was added, removed and changed, and leaves out what stayed', () => {
    const before = { role: 'Trader', until: null, limit: '5', note: 'x' };
    const after = { role: 'RiskOfficer', until: '2026-12-01', note: 'x', active: true };
    expect(changesOf(before, after)).toEqual([
      { path: ['role'], kind: 'changed', before: 'Trader', after: 'RiskOfficer' },
      { path: ['until'], kind: 'changed', before: 'nothing', after: '2026-12-01' },
      { path: ['limit'], kind: 'removed', before: '5', after: null },
      { path: ['active'], kind: 'added', before: null, after: 'yes' },
    ]);
  });

  it('reads a list of plain values as one list, and goes into a list of parts', () => {
    const before = { roles: ['Viewer'], groups: [{ quorum: 1 }] };
    const after = { roles: ['Viewer', 'Trader'], groups: [{ quorum: 2 }] };
    expect(changesOf(before, after)).toEqual([
      { path: ['roles'], kind: 'changed', before: 'Viewer', after: 'Viewer, Trader' },
      { path: ['groups', '0', 'quorum'], kind: 'changed', before: '1', after: '2' },
    ]);
  });

  it('a thing made new has only additions, one that is gone only removals', () => {
    expect(changesOf(null, { name: 'a' }).map(({ kind }) => kind)).toEqual(['added']);
    expect(changesOf({ name: 'a' }, undefined).map(({ kind }) => kind)).toEqual(['removed']);
    expect(changesOf(null, null)).toEqual([]);
  });
});

describe('changes line by line', () => {
  it('keeps the lines both have, and signs the others', () => {
    const lines = jsonDiff({ a: 1, b: 2 }, { a: 1, b: 3 });
    expect(lines.map(({ sign, text }) => sign + text)).toEqual([
      ' {',
      '   "a": 1,',
      '-  "b": 2',
      '+  "b": 3',
      ' }',
    ]);
  });

  it('gives back both values whole, whatever they are', () => {
    const [before, after] = [{ x: [1, 2, 3] }, { x: [2, 3, 4], y: {} }];
    const lines = jsonDiff(before, after);
    const side = (sign: '+' | '-') =>
      lines.flatMap((line) => (line.sign === ' ' || line.sign === sign ? [line.text] : []));
    expect(JSON.parse(side('-').join('\n'))).toEqual(before);
    expect(JSON.parse(side('+').join('\n'))).toEqual(after);
  });
});
