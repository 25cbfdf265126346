import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nextGapMs, seededChance } from './chance.ts';
import { closedLoop, openLoop } from './load.ts';
import { inTurns, middleRound, ratioSpread, spreadOf } from './rounds.ts';

/** Answers at once, but once in its life stands still for 200 ms, as a collector or a lock does. */
function serverWithOnePause() {
  let answered = 0;
  let free = Promise.resolve();
  return async () => {
    answered += 1;
    if (answered === 30) free = sleep(200);
    await free;
  };
}

const PLAN = { ratePerSecond: 200, warmUpMs: 0, durationMs: 800, seed: 7, maxInFlight: 1000 };

test('the open loop shows a pause in every request that waited behind it', async () => {
  const open = await openLoop(PLAN, serverWithOnePause());
  const closed = await closedLoop({ warmUp: 0, count: open.count }, serverWithOnePause());
  // 40 of some 160 requests were due within the pause; the closed loop sent one.
  expect(open.p90Us).toBeGreaterThan(50_000);
  expect(closed.p90Us).toBeLessThan(50_000);
  expect(closed.maxUs).toBeGreaterThan(150_000);
});

test('failures and requests beyond the bound are counted, not hidden', async () => {
  const failing = await openLoop(PLAN, () => Promise.reject(new Error('no')));
  expect(failing.count).toBe(0);
  expect(failing.failed).toBeGreaterThan(100);
  const slow = await openLoop({ ...PLAN, durationMs: 300, maxInFlight: 1 }, () => sleep(100));
  expect(slow.refused).toBeGreaterThan(10);
});

test('the same seed gives the same load, at the rate asked for', () => {
  const total = (seed: number) => {
    const chance = seededChance(seed);
    let sum = 0;
    for (let i = 0; i < 20_000; i += 1) sum += nextGapMs(1000, chance);
    return sum;
  };
  expect(total(1)).toBe(total(1));
  expect(total(1)).not.toBe(total(2));
  expect(Math.abs(total(1) - 20_000)).toBeLessThan(600);
});

test('median and spread, of each round against its neighbour', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 3]).median).toBe(2.5);
  const same = (value: number) => value;
  expect(ratioSpread([2, 30, 6], [1, 10, 2], same)).toEqual({ median: 3, least: 2, most: 3 });
  expect(middleRound([5, 1, 3], same)).toBe(3);
});

test('lanes take turns, so that a slow minute hits all of them', async () => {
  const order: string[] = [];
  const lane = (name: string) => async () => order.push(name);
  await inTurns(5, { ours: lane('A'), limit: lane('B') });
  expect(order.join('')).toBe('ABABABABAB');
  await expect(inTurns(4, { ours: lane('A') })).rejects.toThrow('At least 5');
});
