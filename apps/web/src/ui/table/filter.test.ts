import { describe, expect, it } from 'vitest';
import type { Column } from './columns.ts';
import { rowFilter, valueCounts } from './filter.ts';

interface Row {
  readonly client: string;
  readonly side: string;
  readonly quantity: string | null;
  readonly at: string;
}

const columns: readonly Column<Row>[] = [
  { id: 'client', kind: 'text', header: 'Client', value: (row) => row.client },
  { id: 'side', kind: 'text', header: 'Side', value: (row) => row.side, options: ['Buy', 'Sell'] },
  { id: 'qty', kind: 'quantity', header: 'Quantity', value: (row) => row.quantity },
  { id: 'time', kind: 'time', header: 'Time', value: (row) => row.at },
];
const rows: readonly Row[] = [
  { client: 'Osprey Bank', side: 'Buy', quantity: '250000', at: '2026-11-21T09:40:59Z' },
  { client: 'Northgate Capital', side: 'Sell', quantity: '5.0000', at: '2026-11-21T09:37:02Z' },
  { client: 'Aster Treasury', side: 'Sell', quantity: null, at: '2026-11-20T09:22:37Z' },
];
const kept = (view: Parameters<typeof rowFilter>[0]) => {
  const filter = rowFilter<Row>(view, columns);
  return rows.filter((row) => filter?.(row) ?? true).map(({ client }) => client.split(' ')[0]);
};

describe('filtering a table', () => {
  it('asks nothing of rows when the view asks nothing', () => {
    expect(rowFilter({ quick: '  ', filters: {} }, columns)).toBeNull();
  });

  it('finds every word anywhere, in any case', () => {
    expect(kept({ quick: 'CAPITAL sell', filters: {} })).toEqual(['Northgate']);
  });

  it('does not find a word across the border of two columns', () => {
    expect(kept({ quick: 'bankbuy', filters: {} })).toEqual([]);
  });

  it('counts both ends of a range in, exactly', () => {
    const from = { kind: 'range', from: '5', to: null } as const;
    expect(kept({ quick: '', filters: { qty: from } })).toEqual(['Osprey', 'Northgate']);
    const over = { kind: 'range', from: '5.000000000000000000001', to: null } as const;
    expect(kept({ quick: '', filters: { qty: over } })).toEqual(['Osprey']);
  });

  it('keeps no row without a value in a range', () => {
    const all = { kind: 'range', from: '-1000000000', to: null } as const;
    expect(kept({ quick: '', filters: { qty: all } })).toEqual(['Osprey', 'Northgate']);
  });

  it('compares instants, not their text', () => {
    const day = { kind: 'range', from: '2026-11-21T10:00:00+01:00', to: null } as const;
    expect(kept({ quick: '', filters: { time: day } })).toEqual(['Osprey', 'Northgate']);
  });

  it('ignores a filter on a column that is not there', () => {
    expect(kept({ quick: '', filters: { gone: { kind: 'has', text: 'x' } } })).toHaveLength(3);
  });

  it('counts values for ticking, and none when there are too many to tick', () => {
    const side = columns[1] as Extract<Column<Row>, { kind: 'text' }>;
    expect(valueCounts(rows, side)).toEqual([
      { value: 'Sell', count: 2 },
      { value: 'Buy', count: 1 },
    ]);
    expect(valueCounts(rows, side, 1)).toEqual([]);
  });
});
