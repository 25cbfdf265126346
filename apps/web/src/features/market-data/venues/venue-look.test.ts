import { expect, test } from 'vitest';
import { gapsOf, tightest, venuesHeadline } from './venue-look.ts';

const budget = (name: string, capacity: number, left: number) => ({
  line: 'address',
  budget: name,
  capacity,
  left,
});

test('the budget that is nearest to its end is shown, an empty one before all', () => {
  const budgets = [budget('weight', 6_000, 5_000), budget('orders', 50, 10)];
  expect(tightest({ budgets })?.budget).toBe('orders');
  expect(tightest({ budgets: [...budgets, budget('none', 0, 0)] })?.budget).toBe('none');
  expect(tightest({ budgets: [] })).toBeUndefined();
});

test('gaps of every kind are counted', () => {
  const gaps = { NoSnapshot: 1, Gap: 2, Crossed: 0, ChecksumDiffers: 3 };
  expect(gapsOf({ feed: { gaps } as never })).toBe(6);
});

test('the sentence never says that all is well while one is not, or nothing is known', () => {
  const at = (state: string) => ({ current: { state } }) as never;
  expect(venuesHeadline([at('UP'), at('UP')])).toBe('All 2 venues are up.');
  expect(venuesHeadline([at('UP'), at('DEGRADED')])).toBe('One venue is not up.');
  expect(venuesHeadline([null])).toBe('Nothing is known of the venues now.');
});
