import { addMs, fromEpochMs, toEpochMs } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Evidence } from '../contract/answer.ts';
import { collect, type Window, windowsOf } from './pages.ts';

const start = fromEpochMs(1_795_000_000_000);
const evidence: Evidence = {
  operation: 'fills',
  request: { method: 'GET', url: '', headers: {}, body: null },
  response: null,
  sentAt: start,
  durationMs: 1,
  fault: null,
};

interface Row {
  readonly symbol: string;
  readonly at: number;
}

/** A venue that answers with at most `most` rows of a window: the oldest of them, or the newest. */
const venue =
  (rows: readonly Row[], most: number, leaves: 'Newest' | 'Oldest') =>
  async (symbol: string, { from, to }: Window): Promise<Answer<readonly Row[]>> => {
    const [first, last] = [toEpochMs(from), toEpochMs(to)];
    expect(last - first).toBeLessThan(24 * 3600 * 1000);
    const inside = rows.filter((row) => row.symbol === symbol && row.at >= first && row.at <= last);
    const value = leaves === 'Newest' ? inside.slice(0, most) : inside.slice(-most);
    return { kind: 'Told', value, evidence };
  };

/** The newest rows of a symbol, of any time. */
const newest = (rows: readonly Row[], most: number) => async (symbol: string) => {
  const value = rows.filter((row) => row.symbol === symbol).slice(-most);
  return { kind: 'Told', value, evidence } as const;
};
const atOf = ({ at }: Row) => fromEpochMs(at);

const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 3 * 24 * 3600 * 1000 }), {
  maxLength: 40,
});

describe('pages', () => {
  it('hold every row once, whichever end the venue leaves out', async () => {
    await fc.assert(
      fc.asyncProperty(
        offsets,
        fc.integer({ min: 1, max: 7 }).map((n) => n + 1),
        fc.constantFrom('Newest' as const, 'Oldest' as const),
        async (ats, pageRows, leaves) => {
          const rows = ats
            .sort((a, b) => a - b)
            .map((at, n) => ({ symbol: n % 2 === 0 ? 'A' : 'B', at: toEpochMs(start) + at }));
          // What is asked for begins after some of them.
          const since = addMs(start, 8 * 3600 * 1000);
          const windows = windowsOf(since, addMs(start, 3 * 24 * 3600 * 1000));
          const ask = venue(rows, pageRows, leaves);
          const askNewest = newest(rows, pageRows);
          const asked = { symbols: ['A', 'B'], windows, pageRows, ask, askNewest, atOf };
          const all = await collect(asked);
          if (all.kind !== 'Told') throw new Error(all.detail);
          const wanted = rows.filter(({ at }) => at >= toEpochMs(since));
          expect(all.value.toSorted((a, b) => a.at - b.at)).toEqual(wanted);
        },
      ),
    );
  });

  it('are no information when one of them is none, or when one moment alone is more than a page', async () => {
    const windows = windowsOf(start, addMs(start, 10));
    const none = { kind: 'NoInformation', detail: 'HTTP 502', notSent: null, evidence } as const;
    const unasked = { symbols: ['A'], windows, pageRows: 2, askNewest: async () => none, atOf };
    const failing = { ...unasked, ask: async () => none };
    expect(await collect(failing)).toBe(none);
    const row = { symbol: 'A', at: toEpochMs(start) };
    const ask = venue([row, row, row], 2, 'Newest');
    expect((await collect({ ...unasked, ask })).kind).toBe('NoInformation');
  });

  it('come to an end, however long ago the beginning is', async () => {
    const windows = windowsOf(fromEpochMs(0), start);
    let asked = 0;
    const ask = async (): Promise<Answer<readonly Row[]>> => {
      asked += 1;
      return { kind: 'Told', value: [], evidence };
    };
    const row = { symbol: 'A', at: toEpochMs(start) };
    const askNewest = async (): Promise<Answer<readonly Row[]>> => {
      asked += 1;
      return { kind: 'Told', value: [row, row], evidence };
    };
    const of = { symbols: ['A', 'B'], windows, pageRows: 2, ask, askNewest, atOf };
    expect((await collect(of)).kind).toBe('NoInformation');
    expect(asked).toBe(500);
  });

  it('of months of absence are one for each symbol, where that has all of it', async () => {
    const windows = windowsOf(addMs(start, -90 * 24 * 3600 * 1000), start);
    const rows = [-100, -80, -1].map((days) => {
      return { symbol: 'A', at: toEpochMs(start) + days * 24 * 3600 * 1000 };
    });
    const asked: string[] = [];
    const askNewest = (symbol: string) => {
      asked.push(symbol);
      return newest(rows, 10)(symbol);
    };
    const ask = async () => Promise.reject(new Error('No window is needed.'));
    const all = await collect({
      symbols: ['A', 'B'],
      windows,
      pageRows: 10,
      ask,
      askNewest,
      atOf,
    });
    expect(all).toMatchObject({ kind: 'Told', value: rows.slice(1) });
    expect(asked).toEqual(['A', 'B']);
  });
});
