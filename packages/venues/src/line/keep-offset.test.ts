import { addMs, type UtcTime } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { ClockOffset } from './clock-offset.ts';
import { keepOffset } from './keep-offset.ts';
import { virtualTime } from './virtual-time.ts';

/** A venue whose clock is ahead by `aheadMs`, asked at once; `null` when it does not answer. */
function rig(aheadMs = 300) {
  const time = virtualTime();
  const offset = new ClockOffset(time.clock);
  const venue = { aheadMs, answers: true, asked: 0 };
  const jumps: number[] = [];
  const keeper = keepOffset({
    offset,
    clock: time.clock,
    timers: time.timers,
    everyMs: 30_000,
    ask: (): Promise<{ venue: UtcTime; durationMs: number } | null> => {
      venue.asked += 1;
      const told = { venue: addMs(time.clock.now(), venue.aheadMs), durationMs: 0 };
      return Promise.resolve(venue.answers ? told : null);
    },
    onJump: (byMs) => jumps.push(byMs),
  });
  /** Lets promises that are settled already run on. */
  const settle = () =>
    new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  return { ...time, offset, venue, keeper, jumps, settle };
}

describe('The measuring of the venue clock', () => {
  it('asks a few times at the start and then once in a while', async () => {
    const { venue, offset, pass, settle } = rig();
    await settle();
    expect(venue.asked).toBe(5);
    expect(offset.offset()?.ms).toBe(300);
    pass(30_000);
    await settle();
    expect(venue.asked).toBe(6);
  });

  it('A7-21 a refusal for time makes it ask anew at once, and only what it hears then counts', async () => {
    const { venue, offset, keeper, settle } = rig();
    await settle();
    venue.aheadMs = 90_000;
    keeper.refused();
    keeper.refused();
    await settle();
    expect(venue.asked).toBe(10);
    expect(offset.offset()?.ms).toBe(90_000);
  });

  it('A7-21 the time of day set by ten minutes is told, once, and what is sent keeps its time', async () => {
    const { jumps, setWall, pass, offset, settle, clock } = rig();
    await settle();
    const venueTime = addMs(clock.now(), 300);
    setWall(-600_000);
    pass(1_000);
    pass(1_000);
    expect(jumps).toEqual([-600_000]);
    expect(offset.now()).toBe(addMs(venueTime, 2_000));
  });

  it('a venue that does not answer is asked again later, and what was known stays', async () => {
    const { venue, offset, pass, settle, keeper } = rig();
    await settle();
    venue.answers = false;
    keeper.refused();
    await settle();
    expect(venue.asked).toBe(6);
    expect(offset.offset()?.ms).toBe(300);
    pass(30_000);
    await settle();
    expect(venue.asked).toBe(7);
  });

  it('ends when it is closed, and leaves no timer behind', async () => {
    const { venue, keeper, pass, settle, waiting } = rig();
    await settle();
    keeper.close();
    pass(120_000);
    await settle();
    expect(venue.asked).toBe(5);
    expect(waiting()).toBe(0);
  });
});
