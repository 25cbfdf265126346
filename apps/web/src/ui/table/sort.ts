import {
  type Column,
  isDecimalColumn,
  isValueColumn,
  type TimeColumn,
  type ValueColumn,
  type WordColumn,
} from './columns.ts';
import { compareDecimals, isDecimal } from './decimals.ts';
import type { SortKey } from './view.ts';

/** Compares the rows at two positions of the list it was made for. */
type PositionCompare = (a: number, b: number) => number;

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Pads every run of digits, so that plain text order puts `O-9` before `O-10`. */
function idKey(id: string): string {
  return id.replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(20, '0'));
}

/** Digits after the second, of any length: instants that agree to the millisecond still differ. */
function fractionOf(instant: string): string {
  return (/\.(\d+)/.exec(instant)?.[1] ?? '').replace(/0+$/, '');
}

/**
 * Missing values stand last whichever way a column is sorted: an unknown is neither small nor big.
 * A value that can't be read as its kind counts as missing.
 */
function withMissingLast<Key>(
  keys: readonly (Key | null)[],
  descending: boolean,
  compare: (a: Key, b: Key, positionA: number, positionB: number) => number,
): PositionCompare {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const keyA = keys[a] ?? null;
    const keyB = keys[b] ?? null;
    if (keyA === null) return keyB === null ? 0 : 1;
    if (keyB === null) return -1;
    return sign * compare(keyA, keyB, a, b);
  };
}

/**
 * Rounding to the nearest double keeps order: where two doubles differ, their decimals differ the
 * same way. Only equal doubles need the exact comparison, which costs ten times as much.
 */
function decimalCompare(values: readonly (string | null)[], descending: boolean): PositionCompare {
  const doubles = values.map((value) =>
    value !== null && isDecimal(value) ? Number(value) : null,
  );
  return withMissingLast(doubles, descending, (a, b, positionA, positionB) => {
    if (a !== b) return a < b ? -1 : 1;
    const textA = values[positionA] ?? '0';
    const textB = values[positionB] ?? '0';
    return textA === textB ? 0 : compareDecimals(textA, textB);
  });
}

function timeCompare(values: readonly (string | null)[], descending: boolean): PositionCompare {
  const moments = values.map((value) => {
    const ms = value === null ? Number.NaN : Date.parse(value);
    return Number.isNaN(ms) ? null : ms;
  });
  return withMissingLast(moments, descending, (a, b, positionA, positionB) =>
    a === b
      ? byCode(fractionOf(values[positionA] ?? ''), fractionOf(values[positionB] ?? ''))
      : a - b,
  );
}

/** Each different word is ranked once: the collator is far too slow to ask at every comparison. */
function rankWords(values: readonly (string | null)[], column: WordOrder): (number | null)[] {
  const different = [...new Set(values.filter((value) => value !== null))];
  const place = new Map(column.options?.map((option, index) => [option, index]));
  const order = (word: string) => place.get(word) ?? place.size;
  different.sort((a, b) => order(a) - order(b) || collator.compare(a, b) || byCode(a, b));
  const rank = new Map(different.map((word, index) => [word, index]));
  return values.map((value) => (value === null ? null : (rank.get(value) ?? null)));
}

interface WordOrder {
  readonly options?: readonly string[];
}

function wordCompare<Row>(
  column: WordColumn<Row>,
  values: readonly (string | null)[],
  descending: boolean,
): PositionCompare {
  if (column.kind === 'id') {
    const keys = values.map((value) => (value === null ? null : idKey(value)));
    return withMissingLast(keys, descending, byCode);
  }
  return withMissingLast(rankWords(values, column), descending, (a, b) => a - b);
}

function columnCompare<Row>(
  column: ValueColumn<Row>,
  rows: readonly Row[],
  descending: boolean,
): PositionCompare {
  const values = rows.map((row) => column.value(row));
  if (isDecimalColumn(column)) return decimalCompare(values, descending);
  if (isTime(column)) return timeCompare(values, descending);
  return wordCompare(column, values, descending);
}

function isTime<Row>(column: WordColumn<Row> | TimeColumn<Row>): column is TimeColumn<Row> {
  return column.kind === 'time';
}

/**
 * The rows in the order the keys ask for. Rows that no key parts keep the order they came in, so
 * that a list sorted twice is the list sorted once. Returns the same array when nothing is sorted.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  sort: readonly SortKey[],
  columns: readonly Column<Row>[],
): readonly Row[] {
  const compares: PositionCompare[] = [];
  for (const key of sort) {
    const column = columns.find(({ id }) => id === key.id);
    if (column === undefined || !isValueColumn(column)) continue;
    compares.push(columnCompare(column, rows, key.descending));
  }
  if (compares.length === 0 || rows.length < 2) return rows;
  const positions = Uint32Array.from({ length: rows.length }, (_, index) => index);
  positions.sort((a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return a - b;
  });
  return Array.from(positions, (position) => rows[position] as Row);
}

/**
 * The sort keys after a press on a header: ascending, descending, unsorted. With `add` (shift) the
 * other keys stay, otherwise the pressed column becomes the only one.
 */
export function nextSort(sort: readonly SortKey[], id: string, add: boolean): readonly SortKey[] {
  const current = sort.find((key) => key.id === id);
  const next: SortKey | null =
    current === undefined
      ? { id, descending: false }
      : current.descending
        ? null
        : { id, descending: true };
  if (!add) return next === null ? [] : [next];
  if (current === undefined) return next === null ? sort : [...sort, next];
  return sort.flatMap((key) => (key.id === id ? (next === null ? [] : [next]) : [key]));
}
