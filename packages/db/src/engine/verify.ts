/**
 * Whether what pages read is what the journal says: the state is folded again, in the same moment in
 * which the rows are read, and each row that it has to have is compared column by column.
 */
import { EMPTY_STATE, type JournalRecord, rowsOf } from '@ultrathink/domain/engine/core';
import type pg from 'pg';
import type { ColumnType, Table } from './columns.ts';
import { type Read, readJournal } from './reading.ts';
import { TABLES } from './tables.ts';

export interface ProjectionFinding {
  readonly table: string;
  readonly key: string;
  /** Null: the row itself is missing, or is there and should not be. */
  readonly column: string | null;
  readonly journal: string | null;
  readonly row: string | null;
}

/** What the state has in full. Rows beyond it are of what has ended, and have to say so. */
const COMPARED = {
  orders: `ord_status in ('Filled', 'Canceled', 'Rejected', 'Expired')`,
  balances: 'balance = 0 and held = 0',
  holds: 'not is_open',
  positions: 'quantity = 0',
  tradingStates: 'grade is null',
  exposures: 'position = 0 and working_buy = 0 and working_sell = 0',
} as const;
type Compared = keyof typeof COMPARED;

/** Of the record that wrote it last, of the moment it was told, or not in one form alone. */
const NOT_COMPARED = new Set(['sequence', 'setAt', 'why', 'rejection']);
const MOST_FINDINGS = 100;

type AnyRow = Readonly<Record<string, unknown>>;

/**
 * The first findings; none for a shard whose rows are right.
 * @param client of the role `jobs` or `engine`, in no transaction.
 * @throws as the journal is read: when it is not what was written.
 */
export async function verifyProjections(
  client: pg.Client,
  shard: number,
): Promise<readonly ProjectionFinding[]> {
  const found: ProjectionFinding[] = [];
  await readJournal(client, shard, async ({ folded }) => {
    const rows = wholeRows(shard, folded);
    for (const kind of Object.keys(COMPARED) as Compared[]) {
      if (found.length >= MOST_FINDINGS) return;
      const table = TABLES[kind] as unknown as Table<AnyRow>;
      const text = selectOf(table, COMPARED[kind]);
      const stored = await client.query<AnyRow & { mayBeExtra: boolean }>(text, [shard]);
      compare(table, rows[kind] as unknown as readonly AnyRow[], stored.rows, found);
    }
  });
  return found.slice(0, MOST_FINDINGS);
}

/** As if all of the state had come in one record: everything in it differs from nothing. */
function wholeRows(shard: number, { state, sequence }: Read['folded']) {
  const record = { sequence, at: state.at ?? '', events: [] } as unknown as JournalRecord;
  return rowsOf(shard, [{ record, before: EMPTY_STATE, after: state, effects: [] }]);
}

const columnOf = (field: string): string =>
  `"${field.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)}"`;

/** The text that the rows of the domain have. */
const AS_TEXT: Readonly<Partial<Record<ColumnType, (column: string) => string>>> = {
  numeric: (column) => `trim_scale(${column})::text`,
  timestamptz: (column) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
};

function selectOf({ name, columns }: Table<AnyRow>, mayBeExtra: string): string {
  const fields = Object.entries(columns).map(([field, type]) => {
    const column = columnOf(field);
    return `${AS_TEXT[type]?.(column) ?? `${column}::text`} as "${field}"`;
  });
  return `select ${fields.join(', ')}, (${mayBeExtra}) as "mayBeExtra" from ${name} where shard = $1`;
}

function compare(
  { name, columns, key }: Table<AnyRow>,
  rows: readonly AnyRow[],
  stored: readonly (AnyRow & { readonly mayBeExtra: boolean })[],
  found: ProjectionFinding[],
): void {
  const keyOf = (row: AnyRow) => (key ?? []).map((field) => String(row[field])).join('|');
  const left = new Map(stored.map((row) => [keyOf(row), row]));
  const fields = Object.keys(columns).filter((field) => !NOT_COMPARED.has(field));
  for (const row of rows) {
    const at = { table: name, key: keyOf(row) };
    const kept = left.get(at.key);
    left.delete(at.key);
    if (kept === undefined) {
      found.push({ ...at, column: null, journal: JSON.stringify(row), row: null });
      continue;
    }
    for (const field of fields) {
      const journal = textOf(row[field]);
      const other = textOf(kept[field]);
      if (journal !== other) found.push({ ...at, column: field, journal, row: other });
    }
  }
  for (const [other, row] of left) {
    if (row.mayBeExtra) continue;
    const extra = { column: null, journal: null, row: JSON.stringify(row) };
    found.push({ table: name, key: other, ...extra });
  }
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);
