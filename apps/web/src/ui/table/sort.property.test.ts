import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Column } from './columns.ts';
import { sortRows } from './sort.ts';

interface Row {
  readonly at: number;
  readonly figure: string | null;
  readonly word: string | null;
}

const columns: readonly Column<Row>[] = [
  { id: 'figure', kind: 'money', header: 'Figure', value: (row) => row.figure },
  { id: 'word', kind: 'text', header: 'Word', value: (row) => row.word },
];

/** The naive twin compares by whole numbers of 10^-18, one digit at a time, and knows no shortcut. */
function scaled(figure: string): bigint {
  const [whole = '0', fraction = ''] = figure.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(18, '0'));
  return figure.startsWith('-') ? -size : size;
}

function naive(rows: readonly Row[], descending: boolean): Row[] {
  const placed: Row[] = [];
  const before = (a: Row, b: Row) => {
    if (a.figure === null || b.figure === null) return a.figure !== null && b.figure === null;
    const [x, y] = [scaled(a.figure), scaled(b.figure)];
    return descending ? x > y : x < y;
  };
  for (const row of rows) {
    const place = placed.findIndex((other) => before(row, other));
    placed.splice(place === -1 ? placed.length : place, 0, row);
  }
  return placed;
}

const figure = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat({ max: 4 }), fc.nat(3))
  .map(([minus, whole, tail, digits]) => {
    const fraction = digits === 0 ? '' : `.${String(tail).padStart(digits * 6, '0')}`;
    return `${minus ? '-' : ''}${whole % 100n === 0n ? whole : 9007199254740993n}${fraction}`;
  });

const row = fc.record({
  at: fc.nat(),
  figure: fc.option(figure),
  word: fc.option(fc.constantFrom('Osprey', 'osprey', 'Äster', 'Aster', 'Zürich', '')),
});

it('sorting figures agrees with its naive twin', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.boolean(), (rows, descending) => {
      const ours = sortRows(rows, [{ id: 'figure', descending }], columns);
      expect(ours).toEqual(naive(rows, descending));
    }),
  );
});

it('sorting by several keys is sorting by the last first, and loses no row', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.boolean(), (rows, descending) => {
      const word = { id: 'word', descending: false };
      const both = sortRows(rows, [word, { id: 'figure', descending }], columns);
      const inTurn = sortRows(
        sortRows(rows, [{ id: 'figure', descending }], columns),
        [word],
        columns,
      );
      expect(both).toEqual(inTurn);
      expect(new Set(both)).toEqual(new Set(rows));
    }),
  );
});
