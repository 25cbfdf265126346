import { ok, type Result } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { type Malformed, malformed } from '../common/reading.ts';
import type { Answer } from '../contract/answer.ts';
import { collect } from './pages.ts';
import type { Page } from './parse-account.ts';
import { ask, type Call, type Wire } from './wire.ts';

/** Answers with these pages, one after another, and remembers what was asked. */
function wireOf(pages: readonly Result<Page<number>, Malformed>[]) {
  const asked: Call['params'][] = [];
  const wire: Pick<Wire, 'ask'> = {
    async ask<T>(call: Call): Promise<Answer<T>> {
      const page = pages[Math.min(asked.length, pages.length - 1)];
      asked.push(call.params);
      if (page?.ok === true) return { kind: 'Told', value: page.value as T, evidence: NONE };
      return { kind: 'NoInformation', detail: 'no', notSent: null, evidence: null };
    },
  };
  return { asked, wire: wire as Wire };
}

const NONE = { operation: 'fills' } as never;
const page = (rows: number[], cursor: string | null) => ok({ rows, cursor });
const call = ask('fills', 'fills', { order_ids: ['a'] });
const read = () => page([], null);

describe('Pages', () => {
  it('are all asked for, each by the cursor of the one before', async () => {
    const { asked, wire } = wireOf([page([1, 2], 'x'), page([3], 'y'), page([], null)]);
    expect(await collect({ wire, call, pageRows: 2, read })).toMatchObject({ value: [1, 2, 3] });
    expect(asked).toEqual([
      { order_ids: ['a'], limit: 2 },
      { order_ids: ['a'], limit: 2, cursor: 'x' },
      { order_ids: ['a'], limit: 2, cursor: 'y' },
    ]);
  });

  it('of which one fails are no information, and not those before it', async () => {
    const { wire } = wireOf([page([1], 'x'), { ok: false, error: malformed('') }]);
    expect(await collect({ wire, call, pageRows: 1, read })).toMatchObject({
      kind: 'NoInformation',
    });
  });

  it('that go round in a circle, or never end, are no information', async () => {
    const circle = wireOf([page([1], 'x'), page([2], 'y'), page([3], 'x')]);
    expect(await collect({ wire: circle.wire, call, pageRows: 1, read })).toMatchObject({
      detail: 'the pages go round in a circle',
    });
    const pages = Array.from({ length: 300 }, (_, n) => page([n], `c${n}`));
    const endless = wireOf(pages);
    expect(await collect({ wire: endless.wire, call, pageRows: 1, read })).toMatchObject({
      detail: 'more than 200 pages',
    });
    expect(endless.asked).toHaveLength(200);
  });

  it('end where what was looked for is found', async () => {
    const { asked, wire } = wireOf([page([1], 'x'), page([2], 'y'), page([3], null)]);
    const isEnough = (rows: readonly number[]) => rows.includes(2);
    const found = await collect({ wire, call, pageRows: 1, read, isEnough });
    expect(found).toMatchObject({ value: [1, 2] });
    expect(asked).toHaveLength(2);
  });
});
