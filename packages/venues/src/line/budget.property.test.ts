import { InvariantError } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BudgetRule, createAddressBudget, createBudgets } from './budget.ts';
import { virtualTime } from './virtual-time.ts';

const RULES = fc.constantFrom<BudgetRule>(
  { kind: 'Bucket', capacity: 20, refillPerSecond: 10, keptForCancels: 5 },
  { kind: 'Window', capacity: 20, windowMs: 2_000, keptForCancels: 5 },
);

const TAKES = fc.array(
  fc.record({
    amount: fc.integer({ min: 1, max: 12 }),
    isCancel: fc.boolean(),
    afterMs: fc.integer({ min: 0, max: 700 }),
  }),
  { minLength: 1, maxLength: 80 },
);

interface Taken {
  readonly atMs: number;
  readonly amount: number;
  readonly isCancel: boolean;
}

/** Takes greedily whatever is not short. */
function greedily(rule: BudgetRule, takes: readonly (Omit<Taken, 'atMs'> & { afterMs: number })[]) {
  const budgets = createBudgets({ weight: rule });
  const taken: Taken[] = [];
  let atMs = 0;
  for (const { amount, isCancel, afterMs } of takes) {
    atMs += afterMs;
    if (budgets.shortOf({ weight: amount }, isCancel, atMs).length > 0) continue;
    budgets.take({ weight: amount }, atMs);
    taken.push({ atMs, amount, isCancel });
  }
  return { budgets, taken, atMs };
}

function sum(taken: readonly Taken[]): number {
  return taken.reduce((all, { amount }) => all + amount, 0);
}

function expectWithin(rule: BudgetRule, taken: readonly Taken[]): void {
  for (const [from, first] of taken.entries()) {
    for (const [to, last] of taken.entries()) {
      const passedMs = last.atMs - first.atMs;
      if (to < from || (rule.kind === 'Window' && passedMs >= rule.windowMs)) continue;
      const refilled = rule.kind === 'Bucket' ? (passedMs / 1000) * rule.refillPerSecond : 0;
      expect(sum(taken.slice(from, to + 1))).toBeLessThanOrEqual(rule.capacity + refilled + 1e-3);
    }
  }
}

describe('A budget', () => {
  it('never gives more in any stretch of time than the venue allows', () => {
    fc.assert(
      fc.property(RULES, TAKES, (rule, takes) => {
        const { taken } = greedily(rule, takes);
        expectWithin(rule, taken);
      }),
    );
  });

  it('never gives more either to who comes back at the very moment it said', () => {
    fc.assert(
      fc.property(RULES, TAKES, (rule, takes) => {
        const budgets = createBudgets({ weight: rule });
        const taken: Taken[] = [];
        let atMs = 0;
        for (const { amount, isCancel, afterMs } of takes) {
          atMs += afterMs % 30;
          atMs += budgets.waitMs({ weight: amount }, isCancel, atMs);
          budgets.take({ weight: amount }, atMs);
          taken.push({ atMs, amount, isCancel });
        }
        expectWithin(rule, taken);
      }),
    );
  });

  it('keeps headroom for a cancel, whatever others took', () => {
    fc.assert(
      fc.property(RULES, TAKES, (rule, takes) => {
        const others = takes.map((take) => ({ ...take, isCancel: false }));
        const { budgets, atMs } = greedily(rule, others);
        expect(budgets.shortOf({ weight: 5 }, true, atMs)).toEqual([]);
      }),
    );
  });

  it('says truly how long to wait: it is not short any more after that', () => {
    fc.assert(
      fc.property(RULES, TAKES, fc.integer({ min: 1, max: 15 }), (rule, takes, amount) => {
        const { budgets, atMs } = greedily(rule, takes);
        const waitMs = budgets.waitMs({ weight: amount }, false, atMs);
        expect(waitMs > 0).toBe(budgets.shortOf({ weight: amount }, false, atMs).length > 0);
        expect(budgets.shortOf({ weight: amount }, false, atMs + waitMs)).toEqual([]);
      }),
    );
  });

  it('believes the venue when it has counted more than we have, and never less', () => {
    fc.assert(
      fc.property(RULES, TAKES, fc.integer({ min: 0, max: 40 }), (rule, takes, used) => {
        const { budgets, atMs } = greedily(rule, takes);
        const before = budgets.headroom(atMs)['weight']?.left ?? 0;
        budgets.believe({ weight: used }, atMs);
        const after = budgets.headroom(atMs)['weight']?.left ?? 0;
        expect(after).toBeCloseTo(Math.max(0, Math.min(before, rule.capacity - used)), 6);
      }),
    );
  });

  it('is asked for more than it ever has: that is never, and not a long wait', () => {
    fc.assert(
      fc.property(RULES, (rule) => {
        const budgets = createBudgets({ weight: rule });
        expect(budgets.waitMs({ weight: 16 }, false, 0)).toBe(Number.POSITIVE_INFINITY);
        expect(budgets.waitMs({ weight: 16 }, true, 0)).toBe(0);
      }),
    );
  });

  it('with figures that cannot be meant is not made', () => {
    const rule = { kind: 'Bucket', capacity: 5, refillPerSecond: 0, keptForCancels: 0 } as const;
    expect(() => createBudgets({ weight: rule })).toThrow(InvariantError);
    const keepsAll = { ...rule, refillPerSecond: 1, keptForCancels: 5 };
    expect(() => createBudgets({ weight: keepsAll })).toThrow(InvariantError);
    const keepsShare = { ...keepsAll, keptForCancels: 0.05 };
    expect(() => createBudgets({ weight: keepsShare })).toThrow(InvariantError);
  });

  it('of an address keeps the longest of its pauses, until it has passed', () => {
    const { clock, pass } = virtualTime();
    const address = createAddressBudget({ clock, budgets: {} });
    address.pauseUntil({ untilMs: 5_000, reason: 'Banned' });
    address.pauseUntil({ untilMs: 1_000, reason: 'RateLimited' });
    expect(address.pause()).toEqual({ untilMs: 5_000, reason: 'Banned' });
    pass(5_000);
    expect(address.pause()).toBeNull();
  });
});
