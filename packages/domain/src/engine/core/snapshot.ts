/**
 * A state as bytes, and back: what bounds how much of the journal a start reads. It comes in parts, so
 * that the shell can write and hash one after the other and let orders through in between; a state is a
 * value, and stays what it was meanwhile.
 *
 * The first part is all but the entries of the large maps, the others are those, a thousand at a time, in
 * an order that follows from the content. Members stand as the fold made them, so what goes on from a
 * snapshot writes the same bytes as what never stopped.
 */
import { concat, utf8 } from '../../audit/index.ts';
import {
  type Digest,
  emptyMap,
  err,
  isPersistentMap,
  listOf,
  mapEach,
  mapFrom,
  mapSet,
  ok,
  type PersistentList,
  type PersistentMap,
  type Result,
} from '../../kernel/index.ts';
import { decode, encode, encodeSorted, type NotReadable, readable, Unreadable } from './codec.ts';
import { NEWLINE, packed } from './packed.ts';
import type { EngineState } from './state.ts';
import { Known, textOf, unpacked } from './unpacked.ts';

/** Parts of version 1 were the codec's text; they are still read, and what `stateHash` is made of. */
export const SNAPSHOT_VERSION = 2;
const TEXT_VERSION = 1;

/** A state, and the last record that it is made of; 0 for none. */
export interface Folded {
  readonly state: EngineState;
  readonly sequence: number;
}

const ENTRIES_A_PART = 1000;

type Plain = Readonly<Record<string, unknown>>;
/** Where a map stands in the state: one name, or two. */
type Path = readonly string[];

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

type Found = readonly [Path, PersistentMap<string, unknown>];

/** Maps of the state, and of what the state is made of. Deeper ones are parts of entries. */
function mapsOf(state: Plain): readonly Found[] {
  const found: Found[] = [];
  for (const [name, value] of Object.entries(state)) {
    if (isPersistentMap(value)) found.push([[name], value]);
    else if (isPlain(value)) {
      for (const [inner, item] of Object.entries(value)) {
        if (isPersistentMap(item)) found.push([[name, inner], item]);
      }
    }
  }
  return found;
}

function put(state: Plain, [name = '', inner]: Path, value: unknown): Plain {
  if (inner === undefined) return { ...state, [name]: value };
  return { ...state, [name]: { ...(state[name] as Plain), [inner]: value } };
}

interface Divided {
  readonly maps: readonly Found[];
  /** All but what the maps have. */
  readonly rest: Plain;
  readonly sizes: readonly (readonly [string, number])[];
}

function divided(state: EngineState): Divided {
  const plain = state as unknown as Plain;
  const maps = mapsOf(plain);
  return {
    maps,
    rest: maps.reduce((all, [path]) => put(all, path, emptyMap()), plain),
    sizes: maps.map(([path, { size }]) => [path.join('.'), size]),
  };
}

export function* snapshotParts({ state, sequence }: Folded): Generator<Uint8Array, void> {
  const { maps, rest, sizes } = divided(state);
  const first = Object.entries({ sequence, sizes, state: rest });
  yield packed({ version: SNAPSHOT_VERSION }, first);
  for (const [path, map] of maps) {
    for (const entries of inParts(map)) yield packed({ path }, entries);
  }
}

function* textParts(state: EngineState): Generator<Uint8Array, void> {
  const { maps, rest, sizes } = divided(state);
  yield utf8(encodeSorted({ version: TEXT_VERSION, sequence: 0, sizes, state: rest }));
  for (const [path, map] of maps) {
    for (const entries of inParts(map)) yield utf8(encodeSorted({ path, entries }));
  }
}

type Entries = readonly (readonly [string, unknown])[];

function* inParts(map: PersistentMap<string, unknown>): Generator<Entries, void> {
  const all: (readonly [string, unknown])[] = [];
  mapEach(map, (value, key) => all.push([key, value]));
  for (let from = 0; from < all.length; from += ENTRIES_A_PART) {
    yield all.slice(from, from + ENTRIES_A_PART);
  }
}

/** Over the parts' own digests, so that nobody has to hold all parts at once. */
export function partsHash(parts: Iterable<Uint8Array>, digest: Digest): Uint8Array {
  const digests: Uint8Array[] = [];
  for (const part of parts) digests.push(digest(part));
  return digest(concat(...digests));
}

/** The same for equal states, whichever code and whichever order led to them. */
export function stateHash(state: EngineState, digest: Digest): Uint8Array {
  return partsHash(textParts(state), digest);
}

export type SnapshotRefusal =
  | NotReadable
  | { readonly code: 'OtherVersion'; readonly version: unknown };

/** What `snapshotParts` wrote, in its order. That the bytes are those, their hash says. */
export function readSnapshot(parts: Iterable<Uint8Array>): Result<Folded, SnapshotRefusal> {
  const reader = new SnapshotReader();
  for (const part of parts) reader.add(part);
  return reader.end();
}

interface Head {
  readonly isText: boolean;
  readonly sequence: number;
  readonly sizes: string;
}

interface Part {
  readonly path: Path;
  readonly keys: readonly string[];
  readonly values: readonly unknown[];
}

/** Takes one part after another, so that nobody has to hold them all. */
export class SnapshotReader {
  #refusal: SnapshotRefusal | null = null;
  #head: Head | null = null;
  #state: Plain = {};
  readonly #known = new Known();
  /** Of the map that is being read. */
  #path: Path = [];
  #keys: string[] = [];
  #values: unknown[] = [];

  add(bytes: Uint8Array): void {
    if (this.#refusal !== null) return;
    const read = readable(() => {
      if (this.#head === null) this.#begin(bytes);
      else this.#goOn(this.#partOf(bytes, this.#head));
    });
    if (!read.ok) this.#refusal ??= read.error;
  }

  end(): Result<Folded, SnapshotRefusal> {
    const read = readable(() => {
      this.#finish();
      const { sizes } = divided(this.#state as unknown as EngineState);
      if (this.#head !== null && encode(sizes) !== this.#head.sizes) {
        throw new Unreadable('Parts are missing, or too many.');
      }
      return completed(this.#state, this.#head);
    });
    if (this.#refusal !== null) return err(this.#refusal);
    if (this.#head === null) return err({ code: 'NotReadable', why: 'No part at all.' });
    return read.ok ? ok({ state: read.value, sequence: this.#head.sequence }) : read;
  }

  #begin(bytes: Uint8Array): void {
    const isText = !bytes.includes(NEWLINE);
    const first = isText ? textPart(bytes) : packedFirst(bytes, this.#known);
    const { version, sequence, sizes, state } = first;
    if (version !== (isText ? TEXT_VERSION : SNAPSHOT_VERSION)) {
      this.#refusal = { code: 'OtherVersion', version };
      return;
    }
    if (typeof sequence !== 'number' || !Array.isArray(sizes) || !isPlain(state)) {
      throw new Unreadable('A first part that is none.');
    }
    this.#head = { isText, sequence, sizes: encode(sizes) };
    this.#state = state;
  }

  #partOf(bytes: Uint8Array, { isText }: Head): Part {
    if (isText) {
      const { path, entries } = textPart(bytes);
      if (!isPath(path) || !Array.isArray(entries)) throw new Unreadable('A part of nothing.');
      const pairs = entries as Entries;
      return { path, keys: pairs.map(([key]) => key), values: pairs.map(([, value]) => value) };
    }
    const { head, keys, values } = unpacked(bytes, this.#known);
    const { path } = head;
    if (!isPath(path)) throw new Unreadable('A part of nothing.');
    return { path, keys, values };
  }

  #goOn({ path, keys, values }: Part): void {
    if (path.join('.') !== this.#path.join('.')) this.#finish();
    this.#path = path;
    for (const key of keys) this.#keys.push(key);
    for (const value of values) this.#values.push(value);
  }

  /** The map is made of all its entries at once. */
  #finish(): void {
    const [path, keys, values] = [this.#path, this.#keys, this.#values];
    if (path.length === 0) return;
    const [name = '', inner] = path;
    const outer = this.#state[name];
    const before = inner === undefined ? outer : isPlain(outer) ? outer[inner] : undefined;
    if (!isPersistentMap(before) || before.size > 0) {
      throw new Unreadable('A part that is for no map of the state.');
    }
    const map = mapFrom(keys, values);
    if (map.size !== keys.length) throw new Unreadable('An entry that comes twice.');
    this.#state = put(this.#state, path, map);
    [this.#path, this.#keys, this.#values] = [[], [], []];
  }
}

const isPath = (path: unknown): path is Path =>
  Array.isArray(path) && path.length > 0 && path.every((name) => typeof name === 'string');

function textPart(bytes: Uint8Array): Plain {
  const read = decode(textOf(bytes));
  if (read.ok && isPlain(read.value)) return read.value;
  throw new Unreadable(read.ok ? 'A part that is no object.' : read.error.why);
}

function packedFirst(bytes: Uint8Array, known: Known): Plain {
  const { head, keys, values } = unpacked(bytes, known);
  return { ...Object.fromEntries(keys.map((key, n) => [key, values[n]])), ...head };
}

/** One of before blocks were remembered has none of them; in texts lists in pieces are like others. */
function completed(state: Plain, head: Head | null): EngineState {
  const whole = { ...state, blocks: state['blocks'] ?? emptyMap() };
  const { working, watching } = state;
  if (head?.isText !== true || !isPlain(watching)) return whole as unknown as EngineState;
  const { markouts } = watching;
  return {
    ...whole,
    working: inPieces(working),
    watching: { ...watching, markouts: inPieces(markouts) },
  } as unknown as EngineState;
}

function inPieces(read: unknown): unknown {
  if (!isPersistentMap(read)) return read;
  let lists = emptyMap<string, PersistentList<unknown>>();
  mapEach(read, (list, key) => {
    lists = mapSet(lists, key, listOf(list as readonly unknown[]));
  });
  return lists;
}
