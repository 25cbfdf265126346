import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Evidence } from '../contract/answer.ts';
import { collect, type Page } from './pages.ts';

const evidence = {} as Evidence;
const told = (value: Page<string>): Answer<Page<string>> => ({ kind: 'Told', value, evidence });
const rowsOf = (answer: Answer<readonly string[]>) =>
  answer.kind === 'Told' ? [...answer.value].sort() : answer.detail;
const PAGE = 5;

describe('pages', () => {
  it('give every row once, whatever comes in while they are read', async () => {
    const before = fc.integer({ min: 0, max: 40 });
    const news = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(before, news, fc.boolean(), async (count, arriving, counts) => {
        // Newest first, as the venue has them.
        let all = Array.from({ length: count }, (_, n) => `row ${n}`);
        let asked = 0;
        const first = [...all].sort();
        const answer = await collect<string>(
          PAGE,
          (row) => row,
          async (offset) => {
            const rows = all.slice(offset, offset + PAGE);
            const page = told({ rows, count: counts ? all.length : null });
            const fresh = Array.from(
              { length: arriving[asked] ?? 0 },
              (_, n) => `new ${asked}.${n}`,
            );
            asked += 1;
            all = [...fresh, ...all];
            return page;
          },
        );
        const found = rowsOf(answer);
        expect(found).toEqual(expect.arrayContaining(first));
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });

  it('that end before what was counted are no information', async () => {
    const answer = await collect<string>(
      PAGE,
      (row) => row,
      async (offset) => told({ rows: offset === 0 ? ['a', 'b'] : [], count: 3 }),
    );
    expect(answer).toMatchObject({ kind: 'NoInformation', detail: '2 rows of 3' });
  });

  it('that never end are no information, after a bound', async () => {
    let asked = 0;
    const answer = await collect<string>(
      1,
      (row) => row,
      async () => {
        asked += 1;
        return told({ rows: [`row ${asked}`], count: Number.MAX_SAFE_INTEGER });
      },
    );
    expect(answer).toMatchObject({ kind: 'NoInformation', detail: 'more than 200 pages' });
    expect(asked).toBe(200);
  });

  it('of which one fails are no information', async () => {
    const failed = { kind: 'NoInformation', detail: 'HTTP 502', notSent: null, evidence } as const;
    const answer = await collect<string>(
      PAGE,
      (row) => row,
      async (offset) => (offset === 0 ? told({ rows: ['a'], count: 2 }) : failed),
    );
    expect(answer).toBe(failed);
  });
});
