import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decimal, lessThan, mapEach } from '../../../kernel/index.ts';
import { tellAny, tellGolden } from '../golden/tell.ts';
import type { Decided } from '../journal.ts';
import type { OrderMomentRow } from '../rows.ts';
import { EMPTY_STATE } from '../state.ts';
import { momentRows } from './moments.ts';
import { decidedOf, spansOf } from './samples.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const rowsOf = (all: readonly Decided[], size: number): readonly OrderMomentRow[] =>
  spansOf(all, size).flatMap(momentRows);

const of = (rows: readonly OrderMomentRow[], moment: OrderMomentRow['moment']) =>
  rows.filter((row) => row.moment === moment);

describe('the moments of orders', () => {
  test('are those of the decisions, whatever batches they were written in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999 }),
        fc.integer({ min: 2, max: 30 }),
        (seed, size) => {
          const all = decidedOf(tellAny(seed, 25, sha256));
          const plain = ({ ordinal: _, sequence: __, ...row }: OrderMomentRow) => row;
          const one = rowsOf(all, 1);
          const many = rowsOf(all, size);
          for (const moment of ['Decided', 'Acknowledged'] as const) {
            expect(of(many, moment).map(plain)).toEqual(of(one, moment).map(plain));
          }
          expect(new Set(of(many, 'Ended').map(({ clOrdId }) => clOrdId))).toEqual(
            new Set(of(one, 'Ended').map(({ clOrdId }) => clOrdId)),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  const golden = decidedOf(tellGolden(sha256));
  const rows = rowsOf(golden, 1);

  it('have the market of each decision that placed something, and what its route was to cost', () => {
    const placed = golden.flatMap(({ record }) =>
      record.events.flatMap((event) =>
        event.type === 'OrderDecided' && event.decision.verdict === 'Placed'
          ? [event.decision.clOrdId as string]
          : [],
      ),
    );
    const decided = of(rows, 'Decided');
    expect(decided.map(({ clOrdId }) => clOrdId)).toEqual(placed);
    const routed = decided.filter(({ quantity }) => quantity !== null && quantity !== '0');
    expect(routed.length).toBeGreaterThan(0);
    for (const { bid, ask, mid, notional, allIn } of routed) {
      expect([bid, ask, mid]).not.toContain(null);
      expect(lessThan(decimal(bid ?? '0'), decimal(ask ?? '0'))).toBe(true);
      expect(notional).not.toBe(allIn);
    }
  });

  it('have one first answer of each child at most, and one end of each parent', () => {
    const answers = of(rows, 'Acknowledged').map(({ clOrdId }) => clOrdId);
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers).size).toBe(answers.length);
    const ends = of(rows, 'Ended').map(({ clOrdId }) => clOrdId);
    expect(new Set(ends).size).toBe(ends.length);
    const last = golden.at(-1)?.after ?? EMPTY_STATE;
    mapEach(last.orders, ({ order }) => {
      if (order.placement.level !== 'Parent') return;
      expect(ends.includes(order.placement.clOrdId)).toBe(order.endedAt !== null);
    });
  });
});
