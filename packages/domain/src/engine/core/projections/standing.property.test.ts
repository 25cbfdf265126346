import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tellAny, tellGolden } from '../golden/tell.ts';
import type { Decided } from '../journal.ts';
import type { UnconfirmedRow } from '../rows.ts';
import { decidedOf, spansOf } from './samples.ts';
import { unconfirmedRows } from './standing.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** As its table has it in the end: a later row of the same request takes the place of an earlier. */
function tableOf(all: readonly Decided[], size: number) {
  const table = new Map<string, Omit<UnconfirmedRow, 'sequence'>>();
  for (const span of spansOf(all, size)) {
    for (const { sequence: _, ...row } of unconfirmedRows(span)) {
      table.set(`${row.clOrdId}|${row.request}`, row);
    }
  }
  return table;
}

describe('requests in doubt', () => {
  test('have the same rows whatever batches they were written in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999 }),
        fc.integer({ min: 2, max: 30 }),
        (seed, size) => {
          const all = decidedOf(tellAny(seed, 25, sha256));
          expect(tableOf(all, size)).toEqual(tableOf(all, 1));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('have a row, begun and ended, also where both were written in one batch', () => {
    const all = decidedOf(tellGolden(sha256));
    const begun = all.flatMap(({ record }) =>
      record.events.flatMap((event) =>
        event.type === 'ConfirmingStarted' ? [`${event.clOrdId}|${event.request}`] : [],
      ),
    );
    const table = tableOf(all, all.length);
    expect(begun.length).toBeGreaterThan(0);
    expect(new Set(table.keys())).toEqual(new Set(begun));
    const ended = [...table.values()].filter(({ endedAt }) => endedAt !== null);
    expect(ended.length).toBeGreaterThan(0);
    for (const row of ended) {
      expect(row.evidence).not.toBeNull();
      expect(row.how).not.toBeNull();
      expect(row.since <= (row.endedAt ?? '')).toBe(true);
    }
  });
});
