import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appRouter } from '@ultrathink/api/demo';
import { aContext, testServices } from '@ultrathink/api/testing';
import { realClock, startSimulator } from '@ultrathink/venue-simulator';
import { afterAll, expect, it } from 'vitest';

const simulator = await startSimulator({
  seed: 'break',
  clock: realClock(),
  port: 0,
  historyMs: 60_000,
});
const runFolder = mkdtempSync(join(tmpdir(), 'run-'));
afterAll(async () => {
  await simulator.close();
  rmSync(runFolder, { recursive: true });
});

const demo = (port = simulator.port, peer: 'ThisMachine' | 'Elsewhere' = 'ThisMachine') => {
  const files = { peopleFile: undefined, mailFolder: undefined };
  const services = testServices(null, {
    demo: { ...files, simulator: `http://127.0.0.1:${port}`, runFolder },
  });
  return appRouter.createCaller(aContext(services, { request: { peer } })).demo;
};

it('switches faults on at the simulated venues, says which are on, and mends them', async () => {
  await demo().breakVenue({ venue: 'kraken', fault: 'Down' });
  await demo().breakVenue({ venue: 'binance', fault: 'AnswersLost' });
  expect((await demo().breakage()).venues).toEqual([
    { venue: 'binance', faults: ['AnswersLost'] },
    { venue: 'coinbase', faults: [] },
    { venue: 'kraken', faults: ['Down'] },
  ]);
  expect(simulator.venue('binance').faults.rules()).toMatchObject([
    { fault: { kind: 'AnswerLost' }, operations: ['order.place'] },
  ]);
  await demo().breakVenue({ venue: 'kraken', fault: 'Slow' });
  await demo().mendVenues({ venue: 'kraken', fault: 'Down' });
  expect((await demo().breakage()).venues?.at(-1)?.faults).toEqual(['Slow']);
  await demo().mendVenues({ venue: null, fault: null });
  const { venues } = await demo().breakage();
  expect(venues?.flatMap(({ faults }) => faults)).toEqual([]);
});

it('knows every fault that it offers: the simulator takes each of them', async () => {
  const offered = [
    ...['Slow', 'AnswersLost', 'ServerErrors', 'RateLimited', 'Maintenance'],
    ...['Silence', 'Gaps', 'CrossedBook', 'ClockSkew', 'Down'],
  ] as const;
  for (const fault of offered) {
    await demo().breakVenue({ venue: 'coinbase', fault: fault as 'Slow' });
  }
  const { venues } = await demo().breakage();
  expect(venues?.find(({ venue }) => venue === 'coinbase')?.faults.toSorted()).toEqual(
    offered.toSorted(),
  );
  await demo().mendVenues({ venue: 'coinbase', fault: null });
});

it('ends the process that was shown as the engine, and no other', async () => {
  expect((await demo().breakage()).enginePid).toBeNull();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const pid = child.pid ?? 0;
  writeFileSync(join(runFolder, 'engine.json'), JSON.stringify({ pid, mark: 'a start' }));
  expect((await demo().breakage()).enginePid).toBe(pid);
  await expect(demo().killEngine({ pid: pid + 1 })).rejects.toThrow(/Another engine/);
  const ended = once(child, 'exit');
  await demo().killEngine({ pid });
  expect((await ended)[1]).toBe('SIGKILL');
});

it('says that nothing is known where no simulator answers, and refuses to break it', async () => {
  expect((await demo(1).breakage()).venues).toBeNull();
  await expect(demo(1).breakVenue({ venue: 'kraken', fault: 'Slow' })).rejects.toThrow(/simulator/);
});

it('is for the machine that it runs on alone', async () => {
  const elsewhere = demo(simulator.port, 'Elsewhere');
  await expect(elsewhere.breakage()).rejects.toThrow(/only the machine/);
  await expect(elsewhere.breakVenue({ venue: 'kraken', fault: 'Down' })).rejects.toThrow();
  await expect(elsewhere.killEngine({ pid: 1 })).rejects.toThrow(/only the machine/);
});
