/**
 * One statement for everything of a batch: one round trip and, by itself, one transaction. It has a
 * part for each table that gets rows, so there are a few dozen forms of it, each prepared once.
 */
import type { ClientId } from '@ultrathink/domain/kernel';
import type { ColumnType, Table } from './columns.ts';
import { TABLES, type Written } from './tables.ts';

/** An event to be sealed: its canonical bytes, and whose it is. */
export interface SealedBody {
  readonly clientId: ClientId | null;
  readonly body: Buffer;
}

export interface Statement {
  /** The same text has the same name; none: it is not prepared. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | number | Buffer)[];
}

type AnyRow = Readonly<Record<string, unknown>>;
type Kind = keyof Written;
const KINDS = Object.keys(TABLES) as readonly Kind[];

/** Everything of some length of all tables, one after the other. */
class Packed {
  readonly #pieces: Buffer[] = [];
  #length = 0;

  /** Where it begins, counted from one as SQL counts, and its length. */
  put(piece: Buffer): readonly [number, number] {
    const from = this.#length + 1;
    this.#pieces.push(piece);
    this.#length += piece.length;
    return [from, piece.length];
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces, this.#length);
  }
}

/** $1 shard, $2 epoch, $3 what is packed. */
const FIRST_FREE = 4;

export function statementOf(
  shard: number,
  epoch: number,
  written: Written,
  sealed: readonly SealedBody[],
): Statement {
  const packed = new Packed();
  const lists: string[] = [];
  const kinds = KINDS.filter((kind) => written[kind].length > 0);
  for (const kind of kinds) addLists(TABLES[kind] as Table<AnyRow>, written[kind], packed, lists);
  if (sealed.length > 0) {
    const places = sealed.map(({ body }) => packed.put(body));
    lists.push(
      listOf(sealed.map(({ clientId }) => clientId)),
      listOf(places.map(([from]) => from)),
      listOf(places.map(([, length]) => length)),
    );
  }
  const { name, text } = formOf(kinds, sealed.length > 0);
  return { name, text, values: [shard, epoch, packed.bytes(), ...lists] };
}

function addLists(
  table: Table<AnyRow>,
  rows: readonly object[],
  packed: Packed,
  lists: string[],
): void {
  for (const [field, type] of Object.entries(table.columns)) {
    const values = rows.map((row) => (row as AnyRow)[field]);
    if (!isPacked(type)) {
      lists.push(type === 'text' || type === 'jsonb' ? quotedListOf(values) : listOf(values));
      continue;
    }
    const places = values.map((value) =>
      packed.put(Buffer.isBuffer(value) ? value : Buffer.from(String(value))),
    );
    lists.push(listOf(places.map(([from]) => from)), listOf(places.map(([, length]) => length)));
  }
}

const isPacked = (type: ColumnType) => type === 'bytes' || type === 'long' || type === 'longJson';

/** Of texts without a sign that an array's own syntax has: ids, figures, moments, truths. */
function listOf(values: readonly unknown[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the very sign that is looked for.
const NOT_PLAIN = /["\\\u0000]/;

/** A text of PostgreSQL has no U+0000; a venue's words might, and JSON of them spells it. */
function quotedListOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    const text = String(value);
    if (!NOT_PLAIN.test(text)) return `"${text}"`;
    const held = text.replaceAll('\u0000', '\ufffd').replaceAll('\\u0000', '\\ufffd');
    return `"${held.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${quoted.join(',')}}`;
}

interface Form {
  readonly name: string;
  readonly text: string;
}

/** By which tables it has parts for: some dozens. Beyond the limit one is planned each time it is sent. */
const MOST_FORMS = 200;
const FORMS = new Map<string, Form>();

function formOf(kinds: readonly Kind[], seals: boolean): Form {
  const of = `${kinds.join(' ')}${seals ? ' sealed' : ''}`;
  const known = FORMS.get(of);
  if (known !== undefined) return known;
  const text = textOf(kinds, seals);
  if (FORMS.size >= MOST_FORMS) return { name: '', text };
  const form = { name: `append ${FORMS.size}`, text };
  FORMS.set(of, form);
  return form;
}

function textOf(kinds: readonly Kind[], seals: boolean): string {
  let free = FIRST_FREE;
  const parts = ['fence as materialized (select engine.fence($1::int4, $2::int8) as leads)'];
  for (const [n, kind] of kinds.entries()) {
    const { sql, next } = insertOf(TABLES[kind] as Table<AnyRow>, free);
    parts.push(`t${n} as (${sql})`);
    free = next;
  }
  const seal = seals
    ? `, audit.seal_shard($1::int4, $${free}::uuid[], (select array_agg(substring($3::bytea from p.f for p.l)
        order by p.n) from unnest($${free + 1}::int4[], $${free + 2}::int4[]) with ordinality as p(f, l, n)))::text`
    : '';
  // Named in any case: a statement says what each of its values is.
  return `with ${parts.join(',\n')}\nselect fence.leads, length($3::bytea)${seal} from fence`;
}

const columnOf = (field: string): string =>
  `"${field.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)}"`;

const CUT: Readonly<Record<string, (piece: string) => string>> = {
  bytes: (piece) => piece,
  long: (piece) => `convert_from(${piece}, 'UTF8')`,
  longJson: (piece) => `convert_from(${piece}, 'UTF8')::json`,
};

function insertOf({ name, columns, key }: Table<AnyRow>, first: number) {
  let free = first;
  const [given, read, picked]: [string[], string[], string[]] = [[], [], []];
  for (const type of Object.values(columns)) {
    const cut = CUT[type];
    if (cut === undefined) {
      given.push(`$${free}::${type}[]`);
      read.push(`c${free}`);
      picked.push(`u.c${free}`);
      free += 1;
      continue;
    }
    given.push(`$${free}::int4[]`, `$${free + 1}::int4[]`);
    read.push(`c${free}`, `c${free + 1}`);
    picked.push(cut(`substring($3::bytea from u.c${free} for u.c${free + 1})`));
    free += 2;
  }
  const fields = Object.keys(columns);
  const sql = `insert into ${name} (${fields.map(columnOf).join(', ')})
    select ${picked.join(', ')} from fence, unnest(${given.join(', ')}) as u(${read.join(', ')})
    where fence.leads${conflictOf(fields, key)}`;
  return { sql, next: free };
}

function conflictOf(fields: readonly string[], key: readonly string[] | null): string {
  if (key === null) return '';
  const others = fields.filter((field) => !key.includes(field));
  const set = others.map((field) => `${columnOf(field)} = excluded.${columnOf(field)}`);
  return ` on conflict (${key.map(columnOf).join(', ')}) do update set ${set.join(', ')}`;
}
