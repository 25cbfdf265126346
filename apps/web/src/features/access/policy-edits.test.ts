import { describe, expect, it } from 'vitest';
import { moved, withHours, withNeeded, withOver } from './policy-edits.ts';

const rule = (id: string) => ({
  id,
  title: id,
  when: { acts: null, proposers: null, clients: null, amount: { over: '10', within: null } },
  verdict: {
    kind: 'Require' as const,
    groups: [{ name: 'Risk', roles: ['RiskOfficer' as const], needed: 1 }],
    lifeMs: 3_600_000,
  },
});

describe('a draft of a policy', () => {
  it('moves a rule past its neighbour, and nowhere beyond an end', () => {
    const rules = [rule('a'), rule('b'), rule('c')];
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).join('');
    expect(ids(moved(rules, 0, 1))).toBe('bac');
    expect(ids(moved(rules, 2, -1))).toBe('acb');
    expect(ids(moved(rules, 0, -1))).toBe('abc');
    expect(ids(moved(rules, 2, 1))).toBe('abc');
  });

  it('changes one figure and leaves the rest', () => {
    expect(withNeeded(rule('a'), 0, '2 ').verdict).toMatchObject({ groups: [{ needed: 2 }] });
    expect(withHours(rule('a'), '48').verdict).toMatchObject({ lifeMs: 172_800_000 });
    expect(withOver(rule('a'), '250000').when.amount).toEqual({ over: '250000', within: null });
  });
});
