import type { EngineJournal } from '@ultrathink/db/engine';
import { createLog } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import type { Loaded } from './ports.ts';
import { Snapshots } from './snapshots.ts';

type Saved = Awaited<ReturnType<EngineJournal['saveSnapshot']>>;

const log = createLog({ level: 'silent', stream: { write: () => undefined } });
const after = (sequence: number) => ({ sequence }) as Loaded;

/** A journal whose snapshots take as long as the test says, by the test's own clock. */
function aWorld() {
  const told = { nowMs: 0, saved: [] as number[] };
  let end: (saved: Saved) => void = () => undefined;
  const journal = {
    saveSnapshot({ sequence }: Loaded): Promise<Saved> {
      told.saved.push(sequence);
      return new Promise((resolve) => {
        end = resolve;
      });
    },
  };
  const clock = { monotonicMs: () => told.nowMs };
  const snapshots = new Snapshots({ journal, clock, log }, 0);
  const took = async (ms: number, saved: Saved = { ok: true, value: null }) => {
    told.nowMs += ms;
    end(saved);
    await new Promise(setImmediate);
  };
  return { told, snapshots, took };
}

it('is saved after so many records, one at a time', async () => {
  const { told, snapshots, took } = aWorld();
  snapshots.onCommitted(after(4_999));
  expect(told.saved).toEqual([]);
  snapshots.onCommitted(after(5_000));
  snapshots.onCommitted(after(10_000));
  expect(told.saved).toEqual([5_000]);
  await took(0);
  snapshots.onCommitted(after(10_001));
  expect(told.saved).toEqual([5_000, 10_001]);
});

it('takes at most a tenth of the time, however many records come meanwhile', async () => {
  const { told, snapshots, took } = aWorld();
  snapshots.onCommitted(after(5_000));
  await took(2_000);
  told.nowMs += 17_999;
  snapshots.onCommitted(after(40_000));
  expect(told.saved).toEqual([5_000]);
  told.nowMs += 1;
  snapshots.onCommitted(after(40_001));
  expect(told.saved).toEqual([5_000, 40_001]);
});

it('that failed is tried again after as many records, and after a pause as well', async () => {
  const { told, snapshots, took } = aWorld();
  snapshots.onCommitted(after(5_000));
  await took(100, { ok: false, error: { code: 'NotCommitted', detail: 'The disk is full.' } });
  snapshots.onCommitted(after(10_000));
  expect(told.saved).toEqual([5_000]);
  told.nowMs += 900;
  snapshots.onCommitted(after(10_000));
  expect(told.saved).toEqual([5_000, 10_000]);
});

it('is saved at the end whenever the last one was, and not where nothing came after it', async () => {
  const { told, snapshots, took } = aWorld();
  snapshots.onCommitted(after(5_000));
  await took(60_000);
  const closing = snapshots.close(after(5_001));
  await new Promise(setImmediate);
  await took(0);
  await closing;
  expect(told.saved).toEqual([5_000, 5_001]);
  await snapshots.close(after(5_001));
  expect(told.saved).toEqual([5_000, 5_001]);
});
