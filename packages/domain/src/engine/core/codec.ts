/**
 * Records and states as text, and back: one writer and one reader for values of any shape, so that no
 * event needs a schema of its own. It is JSON, with these words for what JSON has not:
 *
 * - a decimal is text with a leading `=`; a number that is not finite is so, too (`"=-Infinity"`);
 * - text that begins with `=` or `\` has a `\` before it;
 * - `{"%": [[key, value], …]}` is a persistent map in the order of its keys, `{"@": …}` a Map in the
 *   order it was filled, `{"#": …}` an entry of the ledger by its record; `{"~": …}` an object with a
 *   key that begins with one of these signs, or that JSON would have to escape: JSON.parse of V8 13.6
 *   (Node 24.21) may take such a key for another one that it has read before;
 * - a member that is undefined is left out;
 * - a persistent list is a list like others: who keeps one makes it of the list that was read.
 *
 * `encode` is on the way of each order: it writes members as they stand. `encodeSorted` writes them in
 * the order of keys: equal values give equal texts, whichever code made them.
 */
import {
  type Decimal,
  emptyMap,
  err,
  InvariantError,
  isDecimal,
  isPersistentList,
  isPersistentMap,
  listItems,
  mapEntries,
  mapSet,
  ok,
  type PersistentMap,
  parseDecimal,
  type Result,
} from '../../kernel/index.ts';
import { entryRecord, isMinted, readEntry } from '../../ledger/index.ts';

export interface NotReadable {
  readonly code: 'NotReadable';
  readonly why: string;
}

export const encode = (value: unknown): string => written(value, false);
export const encodeSorted = (value: unknown): string => written(value, true);

const EQUALS = 61;
const ESCAPE = 92;
const SIGNS: ReadonlySet<string> = new Set(['%', '@', '#', '~']);
const isSign = (key: string): boolean => SIGNS.has(key.charAt(0));

function written(value: unknown, isSorted: boolean): string {
  switch (typeof value) {
    case 'string':
      return writtenText(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : `"=${value}"`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : writtenObject(value, isSorted);
    default:
      throw new InvariantError(`A ${typeof value} can't be kept.`);
  }
}

/** Nothing in it that JSON escapes, and no sign of ours before it: most text, told in one look. */
const SIMPLE = /^(?:[ !#-<>-[\]-~][ !#-[\]-~]*)?$/;

function writtenText(text: string): string {
  if (SIMPLE.test(text)) return `"${text}"`;
  const first = text.charCodeAt(0);
  return JSON.stringify(first === EQUALS || first === ESCAPE ? `\\${text}` : text);
}

function writtenObject(value: object, isSorted: boolean): string {
  if (isDecimal(value)) return `"=${value.toString()}"`;
  if (Array.isArray(value)) return writtenList(value, isSorted);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return writtenMembers(value, isSorted);
  if (isPersistentMap(value)) return `{"%":${writtenList(mapEntries(value), isSorted)}}`;
  if (isPersistentList(value)) return writtenList(listItems(value), isSorted);
  if (value instanceof Map) return `{"@":${writtenList([...value], isSorted)}}`;
  if (isMinted(value)) return `{"#":${written(entryRecord(value), isSorted)}}`;
  throw new InvariantError('A thing of a class of its own can not be kept.');
}

function writtenList(list: readonly unknown[], isSorted: boolean): string {
  let text = '[';
  for (let i = 0; i < list.length; i += 1) {
    if (i > 0) text += ',';
    text += written(list[i], isSorted);
  }
  return `${text}]`;
}

function writtenMembers(value: object, isSorted: boolean): string {
  const keys = Object.keys(value);
  if (isSorted) keys.sort();
  let text = '';
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as string;
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member === undefined) continue;
    const name = NAMES.get(key) ?? nameOf(key);
    if (name === '') return writtenPairs(value, keys, isSorted);
    text += (text === '' ? '{' : ',') + name + written(member, isSorted);
  }
  return text === '' ? '{}' : `${text}}`;
}

function writtenPairs(value: object, keys: readonly string[], isSorted: boolean): string {
  const members = value as Readonly<Record<string, unknown>>;
  const pairs = keys.filter((key) => members[key] !== undefined).map((key) => [key, members[key]]);
  return `{"~":${writtenList(pairs, isSorted)}}`;
}

/** Names of members are the same few hundred words: each is looked at once. */
const NAMES = new Map<string, string>();
const MOST_NAMES = 5000;

/** As it is written; empty where it can't stand as it is. */
function nameOf(key: string): string {
  const text = JSON.stringify(key);
  const name = isSign(key) || text.includes('\\') ? '' : `${text}:`;
  if (NAMES.size < MOST_NAMES) NAMES.set(key, name);
  return name;
}

// ------------------------------------------------------------------ reading

/** Only within `core`: whoever reads says it as a refusal. */
export class Unreadable extends Error {}

/** What `encode` wrote, or why it is nothing that it writes. */
export function decode(text: string): Result<unknown, NotReadable> {
  return readable(() => read(JSON.parse(text)));
}

/** What `read` gives, or why it is nothing that was written here. */
export function readable<T>(reads: () => T): Result<T, NotReadable> {
  try {
    return ok(reads());
  } catch (error) {
    if (
      error instanceof Unreadable ||
      error instanceof SyntaxError ||
      error instanceof RangeError
    ) {
      return err({ code: 'NotReadable', why: error.message });
    }
    throw error;
  }
}

/** Of what JSON.parse made, which is changed in place. @throws Unreadable */
export function read(value: unknown): unknown {
  if (typeof value === 'string') return readText(value);
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? readList(value) : readMembers(value as Record<string, unknown>);
}

/** A text as it was written: a text, a decimal, or a number that JSON has not. */
export function readText(text: string): string | number | Decimal {
  const first = text.charCodeAt(0);
  if (first === ESCAPE) return text.slice(1);
  if (first !== EQUALS) return text;
  const word = text.slice(1);
  const value = parseDecimal(word);
  if (value.ok) return value.value;
  if (word === 'Infinity' || word === '-Infinity' || word === 'NaN') return Number(word);
  throw new Unreadable(`No decimal: ${word.slice(0, 100)}`);
}

/** In place: what JSON.parse made is nobody else's. */
function readList(list: unknown[]): unknown[] {
  for (let i = 0; i < list.length; i += 1) list[i] = read(list[i]);
  return list;
}

function readMembers(members: Record<string, unknown>): unknown {
  const keys = Object.keys(members);
  const [only = ''] = keys;
  if (keys.length === 1 && isSign(only)) return readSpecial(only, members[only]);
  for (const key of keys) {
    if (isSign(key)) throw new Unreadable(`A member beside others: ${key.slice(0, 100)}`);
    members[key] = read(members[key]);
  }
  return members;
}

function readSpecial(sign: string, value: unknown): unknown {
  switch (sign) {
    case '%':
      return readMap(value);
    case '@':
      return new Map(pairsOf(value));
    case '~':
      return Object.fromEntries(namedOf(value));
    case '#': {
      const entry = readEntry(value);
      if (entry.ok) return entry.value;
      throw new Unreadable(`An entry of the ledger: ${entry.error.code}`);
    }
    default:
      throw new Unreadable(`No such sign: ${sign.slice(0, 100)}`);
  }
}

function readMap(value: unknown): PersistentMap<string, unknown> {
  return namedOf(value).reduce(
    (map, [key, item]) => mapSet(map, key, item),
    emptyMap<string, unknown>(),
  );
}

function namedOf(value: unknown): readonly (readonly [string, unknown])[] {
  return pairsOf(value).map(([key, item]) => {
    if (typeof key !== 'string') throw new Unreadable('A key that is no text.');
    return [key, item];
  });
}

function pairsOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (!Array.isArray(value)) throw new Unreadable('No list of pairs.');
  return value.map((pair: unknown): readonly [unknown, unknown] => {
    if (!Array.isArray(pair) || pair.length !== 2) throw new Unreadable('No pair.');
    return [read(pair[0]), read(pair[1])];
  });
}
