import type { LiveMessage } from '@ultrathink/api/client';
import { afterEach, expect, it, vi } from 'vitest';
import { LiveLine, type OpenStream } from './live-line.ts';

const BEAT = {
  kind: 'Beat',
  at: '2026-11-21T09:00:00.000Z',
  engine: 'Connected',
  engineSince: '2026-11-21T08:00:00.000Z',
} as LiveMessage;

/** Streams as a server gives them: each is told from where it was asked, and driven by the test. */
function streams() {
  const opened: (Parameters<OpenStream>[0] & {
    on: Parameters<OpenStream>[1];
    isOpen: boolean;
  })[] = [];
  const open: OpenStream = (from, on) => {
    const stream = { ...from, on, isOpen: true };
    opened.push(stream);
    return {
      unsubscribe: () => {
        stream.isOpen = false;
      },
    };
  };
  return { opened, open };
}

const lines: LiveLine[] = [];

function line(open: OpenStream): LiveLine {
  const made = new LiveLine(open);
  lines.push(made);
  return made;
}

afterEach(() => {
  for (const made of lines.splice(0)) made.close();
});

it('one of several tabs has the stream, and the others hear what it hears', async () => {
  const { opened, open } = streams();
  const tabs = [line(open), line(open), line(open)];
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  opened[0]?.on.message(BEAT, null);
  await vi.waitFor(() => {
    for (const tab of tabs) expect(tab.snapshot()).toMatchObject({ state: 'Open', beat: BEAT });
  });
  expect(opened).toHaveLength(1);
});

it('when the tab with the stream goes, the next goes on at the place that was heard last', async () => {
  const { opened, open } = streams();
  const first = line(open);
  const second = line(open);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  opened[0]?.on.message({ kind: 'Resync', reason: 'NewRun' }, '0.place.7');
  opened[0]?.on.message(BEAT, null);
  await vi.waitFor(() => expect(second.snapshot().beat).not.toBeNull());
  first.close();
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  expect([opened[0]?.isOpen, opened[1]?.since]).toEqual([false, '0.place.7']);
});

it('a stream that ends is opened again, and the tabs are told that the line is lost meanwhile', async () => {
  const { opened, open } = streams();
  const tab = line(open);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  opened[0]?.on.message(BEAT, '0.place.3');
  opened[0]?.on.end();
  expect(tab.snapshot().state).toBe('Lost');
  await vi.waitFor(() => expect(opened).toHaveLength(2), { timeout: 3_000 });
  expect(opened[1]?.since).toBe('0.place.3');
});

it('React hears of many changes as of one, ten times a second at most', async () => {
  const { opened, open } = streams();
  const tab = line(open);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  let told = 0;
  tab.subscribe(() => {
    told += 1;
  });
  const startedMs = performance.now();
  for (let n = 0; n < 1_000; n += 1) opened[0]?.on.message(BEAT, null);
  await vi.waitFor(() => expect(told).toBeGreaterThan(0));
  const windows = Math.ceil((performance.now() - startedMs) / 100);
  expect(told).toBeLessThanOrEqual(windows);
});

it('what comes together is told together, every notice of it to those who keep histories', async () => {
  const { opened, open } = streams();
  const tab = line(open);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  const heard: string[] = [];
  let told = 0;
  tab.onNotice(({ payload }) => heard.push((payload as { at: string }).at));
  tab.subscribe(() => {
    told += 1;
  });
  const notices = Array.from({ length: 200 }, (_, n) => ({
    key: String(n % 20),
    body: { topic: 'trading.orders', payload: { at: String(n) } },
  }));
  opened[0]?.on.message({ kind: 'Notices', notices } as unknown as LiveMessage, '0.place.200');
  expect(tab.topic('trading.orders'), 'not before it is told').toBeUndefined();
  await vi.waitFor(() => expect(told).toBe(1));
  expect(heard).toEqual(notices.map((_, n) => String(n)));
  const shown = [...(tab.topic('trading.orders')?.values() ?? [])];
  const newest = shown.map(({ body }) => (body.payload as { at: string }).at);
  expect(newest).toEqual(Array.from({ length: 20 }, (_, n) => String(180 + n)));
});

it('what a tab has read is to be read again after a gap', async () => {
  const { opened, open } = streams();
  const tab = line(open);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  let asked = 0;
  tab.onResync(() => {
    asked += 1;
  });
  opened[0]?.on.message({ kind: 'Resync', reason: 'BeyondRing' }, '0.place.9');
  expect(asked).toBe(1);
});

it('the stream carries what some tab reads, from where it was, and nothing that no page shows', async () => {
  const { opened, open } = streams();
  const first = line(open);
  const second = line(open);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  expect(opened[0]?.topics).toEqual(['operations.process-metrics']);
  opened[0]?.on.message({ kind: 'Resync', reason: 'NewRun' }, '0.place.4');
  const states: string[] = [];
  first.subscribe(() => states.push(first.snapshot().state));
  second.want('market-data.quotes');
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  expect(opened[1]).toMatchObject({
    topics: ['market-data.quotes', 'operations.process-metrics'],
    since: '0.place.4',
  });
  expect(opened[0]?.isOpen).toBe(false);
  first.want('market-data.quotes');
  expect(opened, 'what is carried already').toHaveLength(2);
  expect(states).not.toContain('Lost');
});

it('the stream carries depth of the instruments that some tab reads', async () => {
  const { opened, open } = streams();
  const tab = line(open);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  expect(opened[0]?.books).toEqual([]);
  const leave = tab.want('market-data.books BTC/EUR');
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  expect(opened[1]).toMatchObject({
    topics: ['market-data.books', 'operations.process-metrics'],
    books: ['BTC/EUR'],
  });
  leave();
  tab.want('market-data.books ETH/EUR');
  await vi.waitFor(() => expect(opened).toHaveLength(3));
  // The one that was left is carried a little longer: who comes back to it finds it.
  expect(opened[2]?.books).toEqual(['BTC/EUR', 'ETH/EUR']);
});
