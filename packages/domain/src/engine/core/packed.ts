/**
 * Entries of a snapshot in few bytes, quick to read, and in few objects once they are read: whatever is
 * said twice in a part stands in it once. Two lines:
 *
 * 1. JSON: what the part is of; `shapes`, the members of each kind of object in their order; and `atoms`,
 *    every text, decimal, number and word once, as `codec.ts` writes it, in the order they are met below;
 * 2. whole numbers of 5 bits a sign, the lowest first, that say what to make of these, one thing after
 *    another: what it is, how many it has where that is not known, and a reference for each.
 *
 * A reference is 0 for the next atom that was not met yet, odd for one that was, counted from the first,
 * and even for a thing that was made, counted back from the newest. An object of a shape that was there
 * says with a bit for each member which are not those of the one before: orders are alike in most.
 */
import { utf8 } from '../../audit/index.ts';
import {
  InvariantError,
  isDecimal,
  isPersistentList,
  isPersistentMap,
  listItems,
  mapEntries,
} from '../../kernel/index.ts';
import { entryRecord, isMinted } from '../../ledger/index.ts';
import { encode } from './codec.ts';

export const LIST = 0;
export const PERSISTENT_MAP = 1;
export const MAP = 2;
export const MINTED = 3;
export const PERSISTENT_LIST = 4;
export const ENTRY = 5;
/** And the shape's place. */
export const OBJECT = 6;

/** Signs from `#` to `b`: nothing that a line ends with or JSON escapes. */
export const FIRST_SIGN = 35;
export const BITS = 5;
/** More bits of the number follow. */
export const MORE = 32;
export const NEWLINE = 10;

/** What has more parts is seldom said twice, and looking for it costs more than it saves. */
const MOST_SHARED = 6;

type Entries = readonly (readonly [string, unknown])[];
type Members = Readonly<Record<string, unknown>>;

/** @param head what else the first line says. */
export function packed(head: Members, entries: Entries): Uint8Array {
  const packing = new Packing();
  for (const [key, value] of entries) packing.entry(key, value);
  const { shapes, atoms, signs } = packing;
  const said = JSON.stringify({ ...head, shapes }).slice(0, -1);
  const line = utf8(`${said},"atoms":[${atoms.join(',')}]}\n`);
  const part = new Uint8Array(line.length + signs.length);
  part.set(line);
  part.set(signs, line.length);
  return part;
}

/** The last object of a shape: its members, and how they are called here. */
interface Shape {
  readonly keys: readonly string[];
  readonly place: number;
  values: readonly unknown[];
  names: readonly number[] | null;
}

/** Within a part an atom is called by 0 and up, in the order it was looked at; a thing that was made by -1 and down. */
class Packing {
  /** As they are met in what is made. */
  readonly atoms: string[] = [];
  readonly shapes: (readonly string[])[] = [];
  readonly #texts: string[] = [];
  readonly #names = new Map<unknown, number>();
  readonly #decimals = new Map<string, number>();
  /** By its name: where an atom stands among `atoms`. */
  readonly #places: (number | undefined)[] = [];
  readonly #shapes = new Map<string | undefined, Shape[]>();
  /** By a hash of its parts; of two with one hash the later is found. */
  readonly #shared = new Map<
    number,
    { readonly parts: readonly number[]; readonly name: number }
  >();
  #made = 0;
  #signs = new Uint8Array(65_536);
  #length = 0;

  get signs(): Uint8Array {
    return this.#signs.subarray(0, this.#length);
  }

  entry(key: string, value: unknown): void {
    const names = [this.#nameOf(key), this.#nameOf(value)];
    this.#write(ENTRY);
    for (const name of names) this.#refer(name);
  }

  #nameOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.#atom(this.#names, value, value);
    if (isDecimal(value)) return this.#atom(this.#decimals, value.toString(), value);
    if (Array.isArray(value)) return this.#list(LIST, value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#object(value as Members);
    if (isPersistentMap(value)) return this.#list(PERSISTENT_MAP, mapEntries(value).flat());
    if (isPersistentList(value)) return this.#list(PERSISTENT_LIST, listItems(value));
    if (value instanceof Map) return this.#list(MAP, [...value].flat(1));
    if (isMinted(value)) return this.#list(MINTED, [entryRecord(value)]);
    throw new InvariantError('A thing of a class of its own can not be kept.');
  }

  #atom<K>(known: Map<K, number>, key: K, value: unknown): number {
    const found = known.get(key);
    if (found !== undefined) return found;
    const name = this.#texts.length;
    this.#texts.push(encode(value));
    known.set(key, name);
    return name;
  }

  #list(kind: number, items: readonly unknown[]): number {
    const parts = [kind];
    for (const item of items) parts.push(this.#nameOf(item));
    return this.#once(parts, () => {
      this.#write(kind);
      this.#write(items.length);
      for (let n = 1; n < parts.length; n += 1) this.#refer(parts[n] as number);
    });
  }

  #object(members: Members): number {
    const all = Object.keys(members);
    const keys = all.some((key) => members[key] === undefined)
      ? all.filter((key) => members[key] !== undefined)
      : all;
    const shape = this.#shapeOf(keys);
    const kind = OBJECT + shape.place;
    // One of its members may be of this shape, too: what is last changes meanwhile.
    const { values: last, names: lastNames } = shape;
    const values: unknown[] = [];
    const parts = [kind];
    for (let n = 0; n < keys.length; n += 1) {
      const value = members[keys[n] as string];
      values.push(value);
      const isSame = lastNames !== null && value === last[n];
      parts.push(isSame ? (lastNames[n] as number) : this.#nameOf(value));
    }
    return this.#once(parts, () => {
      const names = parts.slice(1);
      this.#write(kind);
      this.#members(names, shape.names);
      shape.values = values;
      shape.names = names;
    });
  }

  #members(names: readonly number[], last: readonly number[] | null): void {
    if (last === null) {
      for (const name of names) this.#refer(name);
      return;
    }
    for (let from = 0; from < names.length; from += BITS) {
      let bits = 0;
      for (let n = from; n < Math.min(from + BITS, names.length); n += 1) {
        if (names[n] !== last[n]) bits |= 1 << (n - from);
      }
      this.#write(bits);
    }
    for (let n = 0; n < names.length; n += 1) {
      if (names[n] !== last[n]) this.#refer(names[n] as number);
    }
  }

  #shapeOf(keys: readonly string[]): Shape {
    const some = this.#shapes.get(keys[0]) ?? [];
    for (const shape of some) if (isSameList(shape.keys, keys)) return shape;
    const shape: Shape = { keys, place: this.shapes.length, values: [], names: null };
    this.shapes.push(keys);
    this.#shapes.set(keys[0], [...some, shape]);
    return shape;
  }

  /** The same as before where these parts were made already. */
  #once(parts: readonly number[], make: () => void): number {
    const isShared = parts.length <= MOST_SHARED + 1;
    const hash = isShared ? hashOf(parts) : 0;
    if (isShared) {
      const known = this.#shared.get(hash);
      if (known !== undefined && isSameList(known.parts, parts)) return known.name;
    }
    make();
    this.#made += 1;
    const name = -this.#made;
    if (isShared) this.#shared.set(hash, { parts, name });
    return name;
  }

  #refer(name: number): void {
    if (name < 0) {
      this.#write((this.#made + name + 1) * 2);
      return;
    }
    const place = this.#places[name];
    if (place === undefined) {
      this.#places[name] = this.atoms.length;
      this.atoms.push(this.#texts[name] as string);
      this.#write(0);
    } else this.#write(place * 2 + 1);
  }

  #write(number: number): void {
    if (this.#length + 8 > this.#signs.length) {
      const larger = new Uint8Array(this.#signs.length * 2);
      larger.set(this.#signs);
      this.#signs = larger;
    }
    let left = number;
    while (left >= MORE) {
      this.#signs[this.#length] = FIRST_SIGN + MORE + (left % MORE);
      this.#length += 1;
      left = Math.floor(left / MORE);
    }
    this.#signs[this.#length] = FIRST_SIGN + left;
    this.#length += 1;
  }
}

function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  if (one.length !== other.length) return false;
  for (let n = 0; n < one.length; n += 1) if (one[n] !== other[n]) return false;
  return true;
}

function hashOf(parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) hash = Math.imul(hash ^ part, 0x9e3779b1) ^ (hash >>> 15);
  return hash;
}
