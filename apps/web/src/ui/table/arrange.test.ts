import { describe, expect, it } from 'vitest';
import { arrange, holdOrder } from './arrange.ts';
import type { Column } from './columns.ts';
import { totals } from './totals.ts';

interface Row {
  readonly id: string;
  readonly value: string;
  readonly parts?: readonly Row[];
}

const columns: readonly Column<Row>[] = [
  { id: 'id', kind: 'id', header: 'Order', value: (row) => row.id },
  { id: 'value', kind: 'money', header: 'Value', value: (row) => row.value, total: true },
];
const idOf = (row: Row) => row.id;
const childrenOf = (row: Row) => row.parts;
const parent: Row = {
  id: 'P',
  value: '5',
  parts: [
    { id: 'P.1', value: '3' },
    { id: 'P.2', value: '2' },
  ],
};
const rows: readonly Row[] = [{ id: 'A', value: '9' }, parent, { id: 'B', value: '1' }];
const all = { sort: [], quick: '', filters: {} };
const ids = (list: readonly Row[]) => list.map(idOf);

describe('arranging rows', () => {
  it('keeps children under their parent, sorted among themselves', () => {
    const sort = [{ id: 'value', descending: false }];
    const shown = arrange(rows, columns, { ...all, sort }, { idOf, childrenOf });
    expect(ids(shown.rows)).toEqual(['B', 'P', 'P.2', 'P.1', 'A']);
    expect([...shown.levels]).toEqual([0, 0, 1, 1, 0]);
  });

  it('shows a parent for the sake of one child, and only that child', () => {
    const shown = arrange(rows, columns, { ...all, quick: 'p.2' }, { idOf, childrenOf });
    expect(ids(shown.rows)).toEqual(['P', 'P.2']);
  });

  it('folds children away without forgetting them', () => {
    const isFolded = (id: string) => id === 'P';
    expect(ids(arrange(rows, columns, all, { idOf, childrenOf, isFolded }).rows)).toEqual([
      'A',
      'P',
      'B',
    ]);
  });

  it('sums exactly, counts children once, and says what is missing', () => {
    const odd: Row = { id: 'C', value: '' };
    const { tops } = arrange([...rows, odd], columns, all, { idOf, childrenOf });
    expect(totals(tops, columns).get('value')).toEqual({ sum: '15', missing: 1 });
    const cents = [
      { id: '1', value: '0.1' },
      { id: '2', value: '0.2' },
    ];
    expect(totals(cents, columns).get('value')?.sum).toBe('0.3');
  });
});

describe('an order held under the pointer', () => {
  const held = arrange<Row>([...rows], columns, all, { idOf });

  it('takes new values and moves no row', () => {
    const fresh = [{ id: 'B', value: '100' }, ...rows.slice(0, 2)];
    const now = holdOrder(held, arrange(fresh, columns, all, { idOf }), idOf);
    expect(ids(now.rows)).toEqual(['A', 'P', 'B']);
    expect(now.rows[2]?.value).toBe('100');
    expect(now.waiting).toBe(3);
  });

  it('keeps a row that has gone and counts one that has come', () => {
    const fresh = [...rows.slice(0, 2), { id: 'C', value: '7' }, { id: 'D', value: '8' }];
    const now = holdOrder(held, arrange(fresh, columns, all, { idOf }), idOf);
    expect(ids(now.rows)).toEqual(['A', 'P', 'B']);
    expect(now.waiting).toBe(2);
  });

  it('waits for nothing while nothing has changed place', () => {
    const again = arrange<Row>([...rows], columns, all, { idOf });
    expect(holdOrder(held, again, idOf).waiting).toBe(0);
  });
});
