import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { untilLoaded } from './until-loaded.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function awayFor(failures: number) {
  let tries = 0;
  return {
    load: async () => {
      tries += 1;
      if (tries <= failures) throw new Error(`try ${tries}`);
      return { made: 'the part' };
    },
    tries: () => tries,
  };
}

test('a part whose server is away for half a minute is shown when it is back', async () => {
  const server = awayFor(8);
  const part = untilLoaded(server.load);
  await vi.advanceTimersByTimeAsync(35_000);
  await expect(part).resolves.toEqual({ made: 'the part' });
});

test('a part that is gone for good is asked for a bounded number of times, and the last reason is told', async () => {
  const server = awayFor(Number.POSITIVE_INFINITY);
  const told = untilLoaded(server.load).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(120_000);
  await expect(told).resolves.toEqual(new Error('try 12'));
  expect(server.tries()).toBe(12);
});
