import { isUuidv7, type ProcessId } from '@ultrathink/domain/kernel';
import { expect, it } from 'vitest';
import { createProcessMeter } from './process-meter.ts';
import { createSystemIds, systemClock } from './system.ts';

it('gives ids that always rise, more of them than one fetch of chance holds', () => {
  const ids = createSystemIds();
  const made = Array.from({ length: 2_000 }, () => ids.next<ProcessId>());
  expect(made.every((id) => isUuidv7(id))).toBe(true);
  expect(made).toEqual([...made].sort());
  expect(new Set(made).size).toBe(made.length);
});

it('measures the event loop beyond its own waiting: a loop held up shows, an idle one is near 0', async () => {
  const of = { kind: 'engine', processId: createSystemIds().next<ProcessId>() } as const;
  const meter = createProcessMeter(of, systemClock);
  const counts = { noticesSent: 1, doorConnections: 2 };
  const held = performance.now() + 120;
  await new Promise((resolve) => setTimeout(resolve, 30));
  while (performance.now() < held) {
    // Holds the loop up.
  }
  await new Promise((resolve) => setTimeout(resolve, 30));
  const metrics = meter.read(counts);
  meter.close();
  expect(metrics).toMatchObject({ ...of, ...counts, pid: process.pid });
  expect(metrics.loopDelayMaxMs).toBeGreaterThan(40);
  expect(metrics.loopDelayMaxMs).toBeLessThan(1_000);
  expect(metrics.rssBytes).toBeGreaterThan(1_000_000);
});
