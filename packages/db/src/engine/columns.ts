/** How a table of the engine's statement is described: its columns with their types, and its key. */

/** Where something begins in what is packed, counted from one as SQL counts, and its length in bytes. */
export type Place = readonly [from: number, length: number];

export const isPlace = (value: unknown): value is Place => Array.isArray(value);

/**
 * `long`: some kilobytes of text, sent beside the others in one piece of bytes and cut out there; a row
 * may have its place there already. `shard`: that of the statement, the same in every row.
 */
export type ColumnType =
  | 'shard'
  | 'uuid'
  | 'text'
  | 'numeric'
  | 'timestamptz'
  | 'int4'
  | 'int8'
  | 'bool'
  | 'jsonb'
  | 'long'
  | 'longJson'
  | 'bytes';

type Columns<Row> = { readonly [Field in keyof Row]-?: ColumnType };

export interface Table<Row> {
  readonly name: string;
  readonly columns: Columns<Row>;
  /** Fields by which a row is written over; null: a row that is there already is refused. */
  readonly key: readonly (keyof Row & string)[] | null;
}

/** Which record of which shard a row is of. */
export const OF_RECORD = { shard: 'shard', sequence: 'int8' } as const;
