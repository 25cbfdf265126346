/**
 * One statement for everything of a batch: one round trip and, by itself, one transaction. It has a
 * part for each table that gets rows, so there are a few dozen forms of it, each prepared once.
 */
import type { ClientId } from '@ultrathink/domain/kernel';
import { type ColumnType, isPlace, type Place, type Table } from './columns.ts';
import type { Packed } from './packed.ts';
import { TABLES, type Written } from './tables.ts';

/** An event to be sealed: where its canonical bytes are packed, and whose it is. */
export interface SealedBody {
  readonly clientId: ClientId | null;
  readonly body: Place;
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

/** $1 shard, $2 epoch, $3 what is packed. */
const FIRST_FREE = 4;

/** @param packed what has a place already; the rest of what is long is put behind it. */
export function statementOf(
  shard: number,
  epoch: number,
  packed: Packed,
  written: Written,
  sealed: readonly SealedBody[],
): Statement {
  const lists: string[] = [];
  const kinds = KINDS.filter((kind) => written[kind].length > 0);
  for (const kind of kinds) addLists(TABLES[kind] as Table<AnyRow>, written[kind], packed, lists);
  if (sealed.length > 0) {
    lists.push(
      listOf(sealed.map(({ clientId }) => clientId)),
      listOf(sealed.map(({ body }) => body[0])),
      listOf(sealed.map(({ body }) => body[1])),
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
  for (const [field, type] of sentOf(table)) {
    const values = rows.map((row) => (row as AnyRow)[field]);
    if (!isPacked(type)) {
      lists.push(type === 'text' || type === 'jsonb' ? quotedListOf(values) : listOf(values));
      continue;
    }
    const places = values.map((value) => (isPlace(value) ? value : packed.put(String(value))));
    lists.push(listOf(places.map(([from]) => from)), listOf(places.map(([, length]) => length)));
  }
}

type Sent = readonly (readonly [field: string, type: ColumnType])[];
const SENT = new Map<Table<AnyRow>, Sent>();

/** The columns that rows are asked for. */
function sentOf(table: Table<AnyRow>): Sent {
  const known = SENT.get(table);
  if (known !== undefined) return known;
  const sent = Object.entries(table.columns).filter(([, type]) => type !== 'shard');
  SENT.set(table, sent);
  return sent;
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
  const parts: string[] = [];
  for (const [n, kind] of kinds.entries()) {
    const { sql, next } = insertOf(TABLES[kind] as Table<AnyRow>, free);
    parts.push(`t${n} as (${sql})`);
    free = next;
  }
  const seal = seals
    ? `, audit.seal_shard($1::int4, $${free}::uuid[], (select array_agg(substring($3::bytea from p.f for p.l)
        order by p.n) from unnest($${free + 1}::int4[], $${free + 2}::int4[]) with ordinality as p(f, l, n)))::text`
    : '';
  // What is selected is done before the parts are: the fence is asked first, so that an engine which does
  // not lead is told so, and nothing else. The journal's own trigger holds to it whatever is asked here.
  return `with ${parts.join(',\n')}\nselect engine.fence($1::int4, $2::int8), length($3::bytea)${seal}`;
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
    if (type === 'shard') {
      picked.push('$1::int4');
      continue;
    }
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
    select ${picked.join(', ')} from unnest(${given.join(', ')}) as u(${read.join(', ')})${conflictOf(fields, key)}`;
  return { sql, next: free };
}

function conflictOf(fields: readonly string[], key: readonly string[] | null): string {
  if (key === null) return '';
  const others = fields.filter((field) => !key.includes(field));
  const set = others.map((field) => `${columnOf(field)} = excluded.${columnOf(field)}`);
  return ` on conflict (${key.map(columnOf).join(', ')}) do update set ${set.join(', ')}`;
}
