import { describe, expect, it } from 'vitest';
import type { ProposalId } from '../access/index.ts';
import { fromEpochMs, type PersonId } from '../kernel/index.ts';
import { ANNA, APPROVAL, AT, BEN } from './samples.ts';
import {
  effectiveState,
  KILL_DUTIES,
  KILL_GRADES,
  type KillGrade,
  kill,
  type LevelState,
  letsThrough,
  ORDER_ACTS,
  type OrderAct,
  resume,
  STATE_LEVELS,
  type StateLevel,
  type StateReading,
  tradingStateOf,
} from './trading-state.ts';

const KEYS = STATE_LEVELS.map((level) => ({ level, scope: `${level}-1` }));
const stopped = (grade: KillGrade): LevelState => ({ grade, since: AT, by: ANNA });
const STATES: readonly (LevelState | null)[] = [{ grade: null }, ...KILL_GRADES.map(stopped), null];
const RANK = { Active: 0, Reducing: 1, Halted: 2 };

function all(change: (level: StateLevel) => LevelState | null): readonly StateReading[] {
  return KEYS.map((key) => ({ ...key, state: change(key.level) }));
}

/** Every state on every one of two levels, all others active: 5 x 5 x 6 x 6. */
function* everyPair() {
  for (const a of STATE_LEVELS) {
    for (const b of STATE_LEVELS) {
      for (const first of STATES) {
        for (const second of STATES) {
          const states = all((level) =>
            level === a ? first : level === b ? second : { grade: null },
          );
          yield { states, expected: a === b ? [first] : [first, second] };
        }
      }
    }
  }
}

describe('the strictest level decides', () => {
  it('over every pair of levels and every pair of their states', () => {
    for (const { states, expected } of everyPair()) {
      const { state } = effectiveState(KEYS, states);
      const strictest = Math.max(...expected.map((one) => RANK[tradingStateOf(one)]));
      expect(RANK[state]).toBe(strictest);
    }
  });

  it('lets a new order through only where every level does, whatever the pair', () => {
    for (const { states, expected } of everyPair()) {
      const isActive = expected.every((state) => state?.grade === null);
      const isReducing = expected.every(
        (state) => state !== null && (state.grade === null || state.grade === 'REDUCING'),
      );
      expect(letsThrough('New', KEYS, states)).toBe(isActive);
      expect(letsThrough('Amend', KEYS, states)).toBe(isActive);
      expect(letsThrough('NewReducing', KEYS, states)).toBe(isReducing);
      expect(letsThrough('Cancel', KEYS, states)).toBe(true);
      expect(letsThrough('AmendDown', KEYS, states)).toBe(true);
    }
  });
});

describe('what each grade lets through', () => {
  const TABLE: readonly [KillGrade | null | 'Unread', readonly OrderAct[]][] = [
    [null, ['New', 'NewReducing', 'Amend', 'AmendDown', 'Cancel']],
    ['REDUCING', ['NewReducing', 'AmendDown', 'Cancel']],
    ['HALT_NEW', ['AmendDown', 'Cancel']],
    ['CANCEL_ALL', ['AmendDown', 'Cancel']],
    ['FLATTEN', ['AmendDown', 'Cancel', 'Flattening']],
    ['Unread', ['AmendDown', 'Cancel']],
  ];
  it.each(TABLE)('%s', (grade, expected) => {
    for (const stoppedAt of STATE_LEVELS) {
      const state = grade === 'Unread' ? null : grade === null ? { grade } : stopped(grade);
      const states = all((level) => (level === stoppedAt ? state : { grade: null }));
      expect(ORDER_ACTS.filter((act) => letsThrough(act, KEYS, states))).toEqual(expected);
    }
  });

  it("closes positions under another level's halt, and not where a level cannot be read", () => {
    const flattened = (client: LevelState | null) =>
      all((level) =>
        level === 'firm' ? stopped('FLATTEN') : level === 'client' ? client : { grade: null },
      );
    expect(letsThrough('Flattening', KEYS, flattened(stopped('HALT_NEW')))).toBe(true);
    expect(letsThrough('Flattening', KEYS, flattened(null))).toBe(false);
  });

  it('each grade does at least what the milder one does', () => {
    expect(KILL_GRADES.map((grade) => Object.values(KILL_DUTIES[grade]))).toEqual([
      [false, false],
      [false, false],
      [true, false],
      [true, true],
    ]);
  });
});

describe('what cannot be read is halted', () => {
  it.each([
    ['a level without a reading', (states: readonly StateReading[]) => states.slice(1)],
    ['a level read twice', (states: readonly StateReading[]) => [...states, ...states.slice(0, 1)]],
    [
      'a reading of another scope',
      (states: readonly StateReading[]) => states.map((one) => ({ ...one, scope: 'other' })),
    ],
    ['no readings', () => []],
  ])('%s', (_what, change) => {
    const states = change(all(() => ({ grade: null })));
    expect(effectiveState(KEYS, states).state).toBe('Halted');
    expect(letsThrough('NewReducing', KEYS, states)).toBe(false);
    expect(letsThrough('Cancel', KEYS, states)).toBe(true);
  });

  it('an order that names no level stands on none that could let it through', () => {
    expect(effectiveState([], []).state).toBe('Halted');
    expect(letsThrough('New', [], [])).toBe(false);
  });
});

describe('a stop', () => {
  const later = fromEpochMs(1_795_000_001_000);

  it('only ever gets stricter, over every pair of grades', () => {
    for (const [i, stands] of KILL_GRADES.entries()) {
      for (const [j, asked] of KILL_GRADES.entries()) {
        const after = kill(stopped(stands), asked, 'Breaker', later);
        expect(after).toEqual(
          j > i ? { grade: asked, since: later, by: 'Breaker' } : stopped(stands),
        );
      }
    }
    for (const grade of KILL_GRADES) {
      expect(kill({ grade: null }, grade, ANNA, AT)).toEqual(stopped(grade));
    }
  });

  const by = (proposer: PersonId, approvers: readonly PersonId[], ends: KillGrade = 'FLATTEN') => ({
    approval: APPROVAL as ProposalId,
    proposer,
    approvers,
    ends,
  });

  it('ends when two people agree', () => {
    expect(resume(stopped('FLATTEN'), by(ANNA, [BEN]))).toEqual({
      ok: true,
      value: { grade: null },
    });
  });

  it.each([
    ['nobody else', []],
    ['oneself', [ANNA]],
    ['oneself twice', [ANNA, ANNA]],
  ])('does not end when one person is agreed with by %s', (_what, approvers) => {
    const error = { code: 'OnePersonAlone' };
    expect(resume(stopped('FLATTEN'), by(ANNA, approvers))).toEqual({ ok: false, error });
  });

  it('does not end by an agreement about a milder one, over every pair', () => {
    for (const actual of KILL_GRADES) {
      for (const approved of KILL_GRADES) {
        expect(resume(stopped(actual), by(ANNA, [BEN], approved)).ok).toBe(actual === approved);
      }
    }
  });

  it('cannot end where there is none', () => {
    const error = { code: 'NotStopped' };
    expect(resume({ grade: null }, by(ANNA, [BEN]))).toEqual({ ok: false, error });
  });
});
