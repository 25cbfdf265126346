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
  mapEach,
  mapSet,
  ok,
  type PersistentMap,
  type Result,
} from '../../kernel/index.ts';
import { decode, encode, encodeSorted, type NotReadable } from './codec.ts';
import type { EngineState } from './state.ts';

// Every runtime we support has it; the compiler is told because the domain sees no DOM and no Node.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string };

export const SNAPSHOT_VERSION = 1;

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

export function* snapshotParts(
  { state, sequence }: Folded,
  write: (value: unknown) => string = encode,
): Generator<Uint8Array, void> {
  const plain = state as unknown as Plain;
  const maps = mapsOf(plain);
  const rest = maps.reduce((all, [path]) => put(all, path, emptyMap()), plain);
  const sizes = maps.map(([path, { size }]) => [path.join('.'), size]);
  yield utf8(write({ version: SNAPSHOT_VERSION, sequence, sizes, state: rest }));
  for (const [path, map] of maps) yield* entryParts(path, map, write);
}

function* entryParts(
  path: Path,
  map: PersistentMap<string, unknown>,
  write: (value: unknown) => string,
): Generator<Uint8Array, void> {
  const all: (readonly [string, unknown])[] = [];
  mapEach(map, (value, key) => all.push([key, value]));
  for (let from = 0; from < all.length; from += ENTRIES_A_PART) {
    yield utf8(write({ path, entries: all.slice(from, from + ENTRIES_A_PART) }));
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
  return partsHash(snapshotParts({ state, sequence: 0 }, encodeSorted), digest);
}

export type SnapshotRefusal =
  | NotReadable
  | { readonly code: 'OtherVersion'; readonly version: unknown };

const unreadable = (why: string) => err({ code: 'NotReadable', why } as const);

/** What `snapshotParts` wrote, in its order. That the bytes are those, their hash says. */
export function readSnapshot(parts: Iterable<Uint8Array>): Result<Folded, SnapshotRefusal> {
  let head: { readonly sequence: number; readonly sizes: readonly unknown[] } | null = null;
  let state: Plain = {};
  for (const bytes of parts) {
    const part = partOf(bytes);
    if (!part.ok) return part;
    if (head !== null) {
      const next = withEntries(state, part.value);
      if (next === null) return unreadable('A part that is for no map of the state.');
      state = next;
      continue;
    }
    const { version, sequence, sizes, state: rest } = part.value;
    if (version !== SNAPSHOT_VERSION) return err({ code: 'OtherVersion', version });
    if (typeof sequence !== 'number' || !Array.isArray(sizes) || !isPlain(rest)) {
      return unreadable('A first part that is none.');
    }
    head = { sequence, sizes };
    state = rest;
  }
  if (head === null) return unreadable('No part at all.');
  const sizes = mapsOf(state).map(([path, { size }]) => [path.join('.'), size]);
  if (encode(sizes) !== encode(head.sizes)) return unreadable('Parts are missing, or too many.');
  // One of before blocks were remembered has none of them.
  const whole = { ...state, blocks: state['blocks'] ?? emptyMap() };
  return ok({ state: whole as unknown as EngineState, sequence: head.sequence });
}

function partOf(bytes: Uint8Array): Result<Plain, NotReadable> {
  const read = decode(textOf(bytes));
  if (!read.ok) return read;
  return isPlain(read.value) ? ok(read.value) : unreadable('A part that is no object.');
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // No JSON either: the reader says so.
    return '';
  }
}

function withEntries(state: Plain, { path, entries }: Plain): Plain | null {
  if (!Array.isArray(path) || !Array.isArray(entries)) return null;
  const [name, inner] = path as Path;
  const outer = state[name ?? ''];
  const before = inner === undefined ? outer : isPlain(outer) ? outer[inner] : undefined;
  if (!isPersistentMap(before)) return null;
  const after = (entries as readonly (readonly [string, unknown])[]).reduce(
    (map, [key, value]) => mapSet(map, key, value),
    before,
  );
  return put(state, path as Path, after);
}
