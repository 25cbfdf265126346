import { describe, expect, it } from 'vitest';
import type { Column } from './columns.ts';
import { nextSort, sortRows } from './sort.ts';

interface Row {
  readonly id: string;
  readonly value: string | null;
}

const of = (kind: 'id' | 'text' | 'time' | 'money', options?: readonly string[]): Column<Row> => ({
  id: 'value',
  kind,
  header: 'Value',
  value: (row) => row.value,
  ...(options === undefined ? {} : { options }),
});
const rows = (...values: (string | null)[]): Row[] =>
  values.map((value, index) => ({ id: String(index), value }));
const sorted = (list: Row[], column: Column<Row>, descending = false) =>
  sortRows(list, [{ id: 'value', descending }], [column]).map(({ value }) => value);

describe('sorting a table', () => {
  it('tells decimals apart that are one and the same double', () => {
    const high = '9007199254740993.000000000000000002';
    const low = '9007199254740993.000000000000000001';
    expect(Number(high)).toBe(Number(low));
    expect(sorted(rows(high, low), of('money'))).toEqual([low, high]);
  });

  it('puts missing and unreadable values last in both directions', () => {
    const list = rows(null, '2', 'n/a', '-1');
    expect(sorted(list, of('money'))).toEqual(['-1', '2', null, 'n/a']);
    expect(sorted(list, of('money'), true)).toEqual(['2', '-1', null, 'n/a']);
  });

  it('orders ids by their numbers', () => {
    expect(sorted(rows('O-10', 'O-9', 'O-9.5', 'O-100'), of('id'))).toEqual([
      'O-9',
      'O-9.5',
      'O-10',
      'O-100',
    ]);
  });

  it('orders instants to the last digit, across zones', () => {
    const early = '2026-11-21T09:41:07.204001Z';
    const late = '2026-11-21T09:41:07.204002Z';
    const before = '2026-11-21T10:41:07.204000+01:00';
    expect(sorted(rows(late, early, before), of('time'))).toEqual([before, early, late]);
  });

  it('orders a closed set as people know it, not by the alphabet', () => {
    const severities = ['Low', 'Medium', 'High', 'Critical'];
    expect(sorted(rows('High', 'Low', 'Critical', 'Medium'), of('text', severities))).toEqual(
      severities,
    );
  });

  it('keeps the order of rows that no key parts', () => {
    const list = [
      { id: 'b', value: '1.0' },
      { id: 'a', value: '1.00' },
    ];
    expect(sortRows(list, [{ id: 'value', descending: true }], [of('money')])).toEqual(list);
  });
});

describe('pressing a header', () => {
  it('goes from ascending to descending to unsorted', () => {
    const once = nextSort([], 'time', false);
    const twice = nextSort(once, 'time', false);
    expect(once).toEqual([{ id: 'time', descending: false }]);
    expect(twice).toEqual([{ id: 'time', descending: true }]);
    expect(nextSort(twice, 'time', false)).toEqual([]);
  });

  it('with shift keeps the other keys and their rank', () => {
    const both = nextSort([{ id: 'time', descending: true }], 'client', true);
    expect(nextSort(both, 'time', true)).toEqual([{ id: 'client', descending: false }]);
    expect(nextSort(both, 'client', true)[1]).toEqual({ id: 'client', descending: true });
  });
});
