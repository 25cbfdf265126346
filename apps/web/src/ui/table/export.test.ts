import { safeCell } from '@ultrathink/domain/kernel';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from './columns.ts';
import { exportGrid, exportName, toCsv, toTsv } from './export.ts';

interface Row {
  readonly at: string;
  readonly note: string;
  readonly price: string | null;
}

const columns: readonly Column<Row>[] = [
  { id: 'at', kind: 'time', header: 'Time', value: (row) => row.at },
  { id: 'note', kind: 'text', header: 'Note', value: (row) => row.note },
  { id: 'price', kind: 'price', header: 'Limit', unit: 'USD', value: (row) => row.price },
  { id: 'act', kind: 'actions', header: '', cell: () => null },
];

describe('CSV of what is seen', () => {
  it('has a header, ISO times in UTC, every digit, and no buttons', () => {
    const row = {
      at: '2026-11-21T10:41:05+01:00',
      note: 'a, "b"',
      price: '68450.000000000000000001',
    };
    expect(toCsv(exportGrid([row], columns))).toBe(
      'Time UTC,Note,Limit USD\r\n' +
        '2026-11-21T09:41:05.000Z,"a, ""b""",68450.000000000000000001\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1+2', '@SUM(A1)', '\tx', '\rx', '＝1'])(
    'gives %j to a spreadsheet as text, not as a formula',
    (text) => expect(safeCell(text)).toBe(`'${text}`),
  );

  it('leaves a negative figure a figure, and trusts no figure that is none', () => {
    const cells = (price: string) => exportGrid([{ at: '', note: '', price }], columns)[1]?.[2];
    expect(cells('-182.40')).toBe('-182.40');
    expect(cells('-1+cmd')).toBe("'-1+cmd");
  });

  it('gives ratios in the unit of their header', () => {
    const share: Column<string> = {
      id: 's',
      kind: 'percent',
      header: 'Share',
      value: (row) => row,
    };
    expect(exportGrid(['0.4431'], [share])).toEqual([['Share %'], ['44.31']]);
  });

  it('agrees with csv-stringify on every field', () => {
    const grid = fc.array(
      fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', ';', 'é') }), {
        minLength: 2,
        maxLength: 2,
      }),
    );
    fc.assert(
      fc.property(grid, (rows) => {
        const twin = stringify(rows, { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
        expect(toCsv(rows)).toBe(twin);
      }),
    );
  });

  it('copies one cell per cell, whatever tabs a value holds', () => {
    expect(toTsv([['a\tb', 'c\nd']])).toBe('a b\tc d');
  });

  it('names the file after what it is and when it was true', () => {
    expect(exportName('Working orders', new Date('2026-11-21T09:41:05Z'))).toBe(
      'working-orders-2026-11-21T0941Z.csv',
    );
  });
});
