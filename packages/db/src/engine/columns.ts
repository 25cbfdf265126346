/** How a table of the engine's statement is described: its columns with their types, and its key. */

/** `long`: some kilobytes of text, sent beside the others in one piece of bytes and cut out there. */
export type ColumnType =
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
export const OF_RECORD = { shard: 'int4', sequence: 'int8' } as const;
