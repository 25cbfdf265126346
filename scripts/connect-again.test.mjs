/** What a demo does beside its start is tried again while it can be. */
import { expect, it } from 'vitest';
import { untilDone } from './lib/seed.mjs';

const failing = (times) => {
  let count = 0;
  return {
    work: async () => {
      count += 1;
      return count <= times ? `away ${count}` : undefined;
    },
    count: () => count,
  };
};
const pause = () => Promise.resolve();

it('venues that could not be connected because the database was away are connected once it is back', async () => {
  const twice = failing(2);
  expect(await untilDone(twice.work, () => true, pause)).toBeUndefined();
  expect(twice.count()).toBe(3);
});

it('what stays wrong is told after a dozen tries, and a demo that stops tries no more', async () => {
  const always = failing(Number.POSITIVE_INFINITY);
  expect(await untilDone(always.work, () => true, pause)).toBe('away 12');
  const stopped = failing(Number.POSITIVE_INFINITY);
  expect(await untilDone(stopped.work, () => stopped.count() < 2, pause)).toBe('away 2');
});
