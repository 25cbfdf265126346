import { expect, it } from 'vitest';
import type { Beat } from '@/features/live/live-line.ts';
import { NoticeLog } from './notice-log.ts';

function beat(engine: Beat['engine'], second: number): Beat {
  const at = `2026-11-21T09:00:${String(second).padStart(2, '0')}.000Z` as Beat['at'];
  return { kind: 'Beat', at, engine, engineSince: at };
}

const titles = (log: NoticeLog) => log.notices().map(({ title }) => title);

it('keeps what the engine did while one was there, newest first, and not how it was found', () => {
  const log = new NoticeLog();
  expect(log.hear(beat('Reconnecting', 0))).toBeNull();
  expect(log.hear(beat('Connected', 1))?.title).toBe('The engine is connected again.');
  expect(log.hear(beat('Connected', 2))).toBeNull();
  log.hear(beat('Reconnecting', 3));
  expect(log.hear(beat('Closed', 4)), 'away stays away').toBeNull();
  expect(titles(log)).toEqual(['The engine is not connected.', 'The engine is connected again.']);
});

it('tells its readers when something is new and when it has been seen, and otherwise not', () => {
  const log = new NoticeLog();
  let told = 0;
  log.subscribe(() => {
    told += 1;
  });
  log.hear(beat('Connected', 0));
  log.seen();
  expect(told).toBe(0);
  log.hear(beat('Reconnecting', 1));
  expect(log.notices().map(({ isNew }) => isNew)).toEqual([true]);
  log.seen();
  expect(log.notices().map(({ isNew }) => isNew)).toEqual([false]);
  expect(told).toBe(2);
});

it('holds no more than fifty', () => {
  const log = new NoticeLog();
  for (let n = 0; n < 200; n += 1)
    log.hear(beat(n % 2 === 0 ? 'Connected' : 'Reconnecting', n % 60));
  expect(log.notices()).toHaveLength(50);
});
