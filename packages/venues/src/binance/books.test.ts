import { fromEpochMs } from '@ultrathink/domain/kernel';
import type { BookMessage, InstrumentId } from '@ultrathink/domain/market-data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Evidence } from '../contract/answer.ts';
import type { MarketEvent } from '../contract/market-data-client.ts';
import { KeptBook } from './books.ts';

const at = fromEpochMs(1_795_000_000_000);
const evidence: Evidence = {
  operation: 'book',
  request: { method: 'GET', url: '', headers: {}, body: null },
  response: null,
  sentAt: at,
  durationMs: 1,
  fault: null,
};

/** The size of the one bid is the number of the last update, so that a wrong book shows. */
const level = (last: number) => [['100.00', `${last}.0`]] as const;
const update = (first: number, last = first): BookMessage => ({
  kind: 'Update',
  first,
  last,
  bids: level(last),
  asks: [],
  at,
});
const snapshot = (last: number): BookMessage => ({
  kind: 'Snapshot',
  last,
  bids: level(last),
  asks: [],
  at,
});

/** A book whose snapshots are answered when the test says so, and whose timers fire at once. */
function aBook() {
  const seen: string[] = [];
  const asked: ((answer: Answer<BookMessage>) => void)[] = [];
  const retries: (() => void)[] = [];
  const onEvent = (event: MarketEvent) => {
    if (event.kind === 'BookLost') seen.push(`lost ${event.why.code}`);
    if (event.kind === 'Book') seen.push(String(event.book.best('Buy')?.quantity));
  };
  const kept = new KeptBook({
    instrument: 'BTC/USDT' as InstrumentId,
    timers: {
      after(_ms, run) {
        retries.push(run);
        return () => undefined;
      },
    },
    snapshot: () => new Promise((resolve) => asked.push(resolve)),
    onEvent,
    onGap: () => undefined,
  });
  const answer = async (value: Answer<BookMessage>) => {
    asked.shift()?.(value);
    await Promise.resolve();
    await Promise.resolve();
  };
  return {
    kept,
    seen,
    asked,
    retries,
    settle: (last: number) => answer({ kind: 'Told', value: snapshot(last), evidence }),
    fail: () => answer({ kind: 'NoInformation', detail: 'x', notSent: null, evidence: null }),
  };
}

describe('A7-18 a kept book', () => {
  it('begins with the snapshot and the updates that came before it', async () => {
    const { kept, seen, settle } = aBook();
    kept.begin();
    for (const n of [3, 4, 5, 6]) kept.update(update(n));
    await settle(4);
    kept.update(update(7, 9));
    expect(seen).toEqual(['6', '9']);
  });

  it('whose snapshot is older than what was held asks for another', async () => {
    const { kept, seen, retries, settle } = aBook();
    kept.begin();
    kept.update(update(7));
    await settle(4);
    expect(seen).toEqual([]);
    retries.shift()?.();
    await settle(7);
    expect(seen).toEqual(['7']);
  });

  it('whose snapshot was refused asks again', async () => {
    const { kept, seen, retries, fail, settle } = aBook();
    kept.begin();
    await fail();
    retries.shift()?.();
    await settle(1);
    expect(seen).toEqual(['1']);
  });

  it('with a hole is lost at once, and good again from a new snapshot', async () => {
    const { kept, seen, settle } = aBook();
    kept.begin();
    await settle(4);
    kept.update(update(6));
    expect(seen).toEqual(['4', 'lost Gap']);
    kept.update(update(7));
    await settle(6);
    expect(seen).toEqual(['4', 'lost Gap', '7']);
  });

  it('that was lost while a snapshot was on its way does not take that snapshot', async () => {
    const { kept, seen, asked, settle } = aBook();
    kept.begin();
    kept.lose({ code: 'NoSnapshot' });
    kept.begin();
    expect(asked).toHaveLength(2);
    await settle(4);
    expect(seen).toEqual([]);
    await settle(9);
    expect(seen).toEqual(['9']);
  });

  it('that nobody reads any more says nothing', async () => {
    const { kept, seen, settle } = aBook();
    kept.begin();
    kept.close();
    await settle(4);
    kept.update(update(5));
    expect(seen).toEqual([]);
  });

  it('never shows what is not the state after its last update, whatever is missing or comes twice', async () => {
    const messages = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(messages, fc.integer({ min: 0, max: 30 }), async (numbers, start) => {
        const { kept, seen, retries, settle } = aBook();
        kept.begin();
        await settle(start);
        let good = start;
        for (const n of numbers) {
          const length = seen.length;
          kept.update(update(n));
          const told = seen.slice(length);
          if (n === good + 1) expect(told).toEqual([String(n)]);
          else if (n <= good) expect(told).toEqual([]);
          else {
            expect(told).toEqual(['lost Gap']);
            await settle(n);
            retries.length = 0;
          }
          good = Math.max(good, n);
        }
      }),
    );
  });
});
