import { expect, it } from 'vitest';
import { progressOf, timeLeft } from './verification.ts';

it('a log that grows while it is verified is never more than wholly verified', () => {
  expect(progressOf({ kind: 'running', checked: 120, total: 100 })).toBe(1);
  expect(progressOf({ kind: 'running', checked: 0, total: 0 })).toBe(0);
});

it('time left is told by the pace so far, and not before there is one', () => {
  expect(timeLeft(0, 100, 500)).toBeNull();
  expect(timeLeft(25, 100, 500)).toBe(1_500);
  expect(timeLeft(100, 100, 500)).toBeNull();
});
