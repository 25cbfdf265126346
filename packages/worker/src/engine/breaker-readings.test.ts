/** What the shell tells breakers: of prices that stay away, and of a trail that was found broken. */
import type { LogFound } from '@ultrathink/db/engine';
import type { InputBody } from '@ultrathink/domain/engine/core';
import { aWorld, BINANCE, BTC_USD, KEYS } from '@ultrathink/domain/engine/core/testing';
import { addMs, type UtcTime } from '@ultrathink/domain/kernel';
import { silentLog } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { BreakerReadings, type BreakerReadingsParts } from './breaker-readings.ts';

const FROM = '2026-11-21T12:00:00.000Z' as UtcTime;
type Reading = Extract<InputBody, { kind: 'ReadingTold' }>;

function aRig(found: readonly LogFound[] = []) {
  const rig = { ms: 0, bookAt: FROM as UtcTime | null, state: 'UP', found: [...found] };
  const readings: Reading[] = [];
  const asked: UtcTime[] = [];
  const venue = {
    venue: BINANCE,
    get standing() {
      return { state: rig.state };
    },
    listed: () => [{ instrument: { id: BTC_USD } }],
    book: () => ({
      state: rig.bookAt === null ? { kind: 'Empty' } : { kind: 'Good', last: 1, at: rig.bookAt },
    }),
  };
  const kept = new BreakerReadings({
    feed: { venues: [venue] } as unknown as BreakerReadingsParts['feed'],
    findings: async (after) => {
      asked.push(after);
      return rig.found.filter(({ at }) => at > after);
    },
    offer: (reading) => readings.push(reading),
    since: FROM,
    clock: { now: () => addMs(FROM, rig.ms), monotonicMs: () => rig.ms } as never,
    log: silentLog,
  });
  const world = aWorld();
  const look = async (ms: number) => {
    rig.ms = ms;
    kept.look(world);
    await new Promise((resolve) => setImmediate(resolve));
    return readings.splice(0);
  };
  return { rig, look, asked };
}

const of = (value: string) => ({ breaker: 'StaleData', scope: KEYS[0], value });
const shown = (readings: readonly Reading[]) =>
  readings.map(({ breaker, scope, value }) => ({ breaker, scope, value: String(value) }));

it('StaleData: how long no price came is told each second once it is long, and rarely while one is young', async () => {
  const { rig, look } = aRig();
  expect(shown(await look(0))).toEqual([of('0')]);
  rig.bookAt = addMs(FROM, 2_000);
  expect(await look(2_000)).toEqual([]);
  expect(shown(await look(5_000))).toEqual([of('3000')]);
  expect(shown(await look(6_000))).toEqual([of('4000')]);
  rig.bookAt = addMs(FROM, 7_000);
  expect(shown(await look(7_000))).toEqual([of('0')]);
});

it('StaleData: a book that is no longer good is as old as its last price, and one that never was as the look that began', async () => {
  const { rig, look } = aRig();
  rig.bookAt = null;
  expect(shown(await look(0))).toEqual([of('0')]);
  expect(shown(await look(61_000))).toEqual([of('61000')]);
  rig.bookAt = addMs(FROM, 62_000);
  expect(shown(await look(62_000))).toEqual([of('0')]);
  rig.bookAt = null;
  expect(shown(await look(66_000))).toEqual([of('4000')]);
});

it.each(['DOWN', 'MAINTENANCE', 'RECONCILING'])(
  'StaleData: a venue that is %s keeps orders out by itself: nothing is told, and the count begins when it takes them again',
  async (state) => {
    const { rig, look } = aRig();
    await look(0);
    rig.state = state;
    rig.bookAt = null;
    expect(await look(5_000)).toEqual([]);
    expect(await look(600_000)).toEqual([]);
    rig.state = 'UP';
    expect(shown(await look(601_000))).toEqual([of('0')]);
    expect(shown(await look(605_000))).toEqual([of('4000')]);
  },
);

it('AuditFailure: each finding in the trail is told once, and what was found before this run is not', async () => {
  const before = { id: 'before', at: addMs(FROM, -3_600_000) };
  const { rig, look, asked } = aRig([before]);
  expect((await look(1_000)).filter(({ breaker }) => breaker === 'AuditFailure')).toEqual([]);
  rig.found.push({ id: 'now', at: addMs(FROM, 4_000) });
  const [, told] = await look(6_000);
  expect(told).toMatchObject({ breaker: 'AuditFailure', scope: 'firm' });
  expect(String(told?.value)).toBe('1');
  expect((await look(11_000)).filter(({ breaker }) => breaker === 'AuditFailure')).toEqual([]);
  expect(asked).toHaveLength(3);
});
