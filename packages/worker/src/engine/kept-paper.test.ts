import { fromEpochMs } from '@ultrathink/domain/kernel';
import type { PaperConnection, Report } from '@ultrathink/venues';
import { expect, it } from 'vitest';
import { keepPaper } from './kept-paper.ts';

const evidence = { operation: 'order.place' } as never;
const report: Report = { kind: 'Live' };

/** A paper account of words, and a store that saves when a test lets it. */
function aRig() {
  let tell: (report: Report) => void = () => undefined;
  let state = 'opening';
  const saved: string[] = [];
  const waiting: { readonly done: () => void; readonly fail: (error: Error) => void }[] = [];
  const pauses: (() => void)[] = [];
  const execution = {
    place: async () => {
      state = 'placed';
      return { kind: 'Accepted', value: { orderId: '1', report: null, fills: [] }, evidence };
    },
    subscribe: (onReport: typeof tell) => {
      tell = onReport;
      return { close: async () => undefined };
    },
  };
  const client = keepPaper({
    paper: { execution, state: () => state } as unknown as PaperConnection,
    clock: { now: () => fromEpochMs(0), monotonicMs: () => 0 },
    save: (text) =>
      new Promise((resolve, reject) => {
        const done = () => {
          saved.push(text);
          resolve();
        };
        waiting.push({ done, fail: reject });
      }),
    pause: () => new Promise((resolve) => pauses.push(resolve)),
  });
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    ...{ client, saved, waiting, pauses, settled },
    tell: (one: Report, next: string) => {
      state = next;
      tell(one);
    },
  };
}

it('a report is passed on after the state that it is part of was saved, and not before', async () => {
  const rig = aRig();
  const heard: Report[] = [];
  rig.client.subscribe((one) => heard.push(one));
  rig.tell(report, 'one');
  await rig.settled();
  expect(heard).toEqual([]);
  rig.waiting[0]?.done();
  await rig.settled();
  expect([heard, rig.saved]).toEqual([[report], ['one']]);
});

it('a store that fails is tried again, and reports wait for it in their order', async () => {
  const rig = aRig();
  const heard: Report[] = [];
  rig.client.subscribe((one) => heard.push(one));
  rig.tell(report, 'one');
  await rig.settled();
  rig.waiting[0]?.fail(new Error('away'));
  await rig.settled();
  const gap: Report = { kind: 'Gap', since: fromEpochMs(1), reason: 'x' };
  rig.tell(gap, 'two');
  rig.pauses[0]?.();
  await rig.settled();
  rig.waiting[1]?.done();
  await rig.settled();
  expect(heard, 'the second came while the first was saved').toEqual([report]);
  rig.waiting[2]?.done();
  await rig.settled();
  expect(heard).toEqual([report, gap]);
  expect(rig.saved.at(-1)).toBe('two');
});

it('an order whose account could not be saved in time is Unconfirmed: it may be there', async () => {
  const rig = aRig();
  const placed = rig.client.place({} as never, { notAfter: fromEpochMs(0) });
  await rig.settled();
  rig.pauses[0]?.();
  expect(await placed).toMatchObject({ kind: 'Unconfirmed' });
});

it('an order is accepted when its account was saved with it', async () => {
  const rig = aRig();
  const placed = rig.client.place({} as never, { notAfter: fromEpochMs(0) });
  await rig.settled();
  rig.waiting[0]?.done();
  expect(await placed).toMatchObject({ kind: 'Accepted' });
  expect(rig.saved).toEqual(['placed']);
});
