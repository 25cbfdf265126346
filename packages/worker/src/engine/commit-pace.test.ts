import { expect, it } from 'vitest';
import { CommitPace } from './commit-pace.ts';

it('holds back what is due while a commit is slow, and as long again, five seconds at most', () => {
  const pace = new CommitPace();
  pace.begin(0);
  expect([pace.isJournals(1_000), pace.isJournals(1_001)]).toEqual([false, true]);
  expect(pace.end(3_000)).toBe(3);
  expect([pace.isJournals(5_999), pace.isJournals(6_000)]).toEqual([true, false]);
  pace.begin(7_000);
  pace.end(20_000);
  expect([pace.isJournals(24_999), pace.isJournals(25_000)]).toEqual([true, false]);
});

it('holds nothing back after quick commits', () => {
  const pace = new CommitPace();
  pace.begin(0);
  pace.end(1_000);
  expect(pace.isJournals(1_001)).toBe(false);
});

it('lets a look through every half minute, however long commits stay slow', () => {
  const pace = new CommitPace();
  const looks: number[] = [];
  for (let ms = 0; ms < 90_000; ms += 500) {
    if (ms % 4_000 === 0) {
      if (ms > 0) pace.end(ms);
      pace.begin(ms);
    }
    if (!pace.isJournals(ms) && ms > 2_000) looks.push(ms);
  }
  expect(looks).toEqual([31_500, 61_500]);
});
