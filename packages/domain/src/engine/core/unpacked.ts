/** What `packed` wrote, made again. Texts and decimals that parts have in common are one in memory. */
import { listOf, mapFrom, type PersistentMap } from '../../kernel/index.ts';
import { readEntry } from '../../ledger/index.ts';
import { readText, Unreadable } from './codec.ts';
import {
  BITS,
  ENTRY,
  FIRST_SIGN,
  LIST,
  MAP,
  MINTED,
  MORE,
  NEWLINE,
  OBJECT,
  PERSISTENT_LIST,
  PERSISTENT_MAP,
} from './packed.ts';

// Every runtime we support has it; the compiler is told because the domain sees no DOM and no Node.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string };

type Members = Record<string, unknown>;

export interface Unpacked {
  readonly head: Readonly<Members>;
  readonly keys: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * Atoms of earlier parts, by their text: ids, names and amounts, which many parts have. Each has one
 * place, and of two with one place the later has it: what is forgotten is only in memory twice.
 */
export class Known {
  readonly #texts: string[] = new Array<string>(PLACES).fill('');
  readonly #atoms: unknown[] = new Array<unknown>(PLACES).fill('');

  atomOf(text: string): unknown {
    const { length } = text;
    // Times, and keys made of several names, are of one part.
    if (length > MOST_NAME && length !== ID_LENGTH) return readText(text);
    let hash = length;
    for (let n = length > LAST ? length - LAST : 0; n < length; n += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
    }
    const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
    if (this.#texts[place] === text) return this.#atoms[place];
    const atom = readText(text);
    this.#texts[place] = text;
    this.#atoms[place] = atom;
    return atom;
  }
}

const PLACES = 2 ** 18;
const MOST_NAME = 20;
const ID_LENGTH = 36;
/** Ids differ at their end. */
const LAST = 12;

/** The most bits of a number: no part has as many things. */
const MOST_BITS = 30;
/** Keys that JSON escapes: see `codec.ts`. */
const PLAIN_KEY = /^[A-Za-z][A-Za-z0-9]*$/;

/** @throws Unreadable and SyntaxError for what `packed` does not write. */
export function unpacked(bytes: Uint8Array, known: Known): Unpacked {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) throw new Unreadable('No two lines.');
  const { shapes, atoms, ...head } = headOf(textOf(bytes.subarray(0, end)));
  if (!Array.isArray(atoms) || !Array.isArray(shapes)) throw new Unreadable('No atoms or shapes.');
  const unpacking = new Unpacking(bytes, end + 1, shapes.map(keysOf), atoms, known);
  return { head, ...unpacking.entries() };
}

export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable('No text.');
  }
}

function headOf(text: string): Members {
  const head: unknown = JSON.parse(text);
  if (typeof head !== 'object' || head === null) throw new Unreadable('No first line.');
  return head as Members;
}

function keysOf(shape: unknown): readonly string[] {
  if (Array.isArray(shape) && shape.every((key) => typeof key === 'string')) return shape;
  throw new Unreadable('A shape that is none.');
}

function atomOf(atom: unknown, known: Known): unknown {
  if (typeof atom === 'object' && atom !== null) throw new Unreadable('An atom with parts.');
  return typeof atom === 'string' ? known.atomOf(atom) : atom;
}

class Unpacking {
  readonly #bytes: Uint8Array;
  readonly #shapes: readonly (readonly string[])[];
  /** Of each shape the last object. */
  readonly #last: (Members | undefined)[] = [];
  readonly #atoms: unknown[];
  readonly #made: unknown[] = [];
  #at: number;
  #met = 0;

  constructor(
    bytes: Uint8Array,
    at: number,
    shapes: readonly (readonly string[])[],
    atoms: unknown[],
    known: Known,
  ) {
    this.#bytes = bytes;
    this.#at = at;
    this.#shapes = shapes;
    this.#atoms = atoms;
    for (let n = 0; n < atoms.length; n += 1) atoms[n] = atomOf(atoms[n], known);
  }

  entries(): Omit<Unpacked, 'head'> {
    const keys: string[] = [];
    const values: unknown[] = [];
    while (this.#at < this.#bytes.length) {
      const kind = this.#read();
      if (kind >= OBJECT) this.#made.push(this.#object(kind - OBJECT));
      else if (kind !== ENTRY) this.#made.push(this.#list(kind));
      else {
        keys.push(this.#key());
        values.push(this.#value());
      }
    }
    if (this.#met !== this.#atoms.length) throw new Unreadable('Atoms of nothing.');
    return { keys, values };
  }

  #object(place: number): Members {
    const keys = this.#shapes[place];
    if (keys === undefined) throw new Unreadable('No such shape.');
    const last = this.#last[place];
    const made = last === undefined ? this.#first(keys) : this.#changed(last, keys);
    this.#last[place] = made;
    return made;
  }

  #first(keys: readonly string[]): Members {
    const made = blankOf(keys);
    for (const key of keys) made[key] = this.#value();
    return made;
  }

  #changed(last: Members, keys: readonly string[]): Members {
    // The copy has its place for each member, and as many places as members.
    const made = { ...last };
    const { length } = keys;
    let [at, bits] = [this.#at, 0];
    this.#at += Math.ceil(length / BITS);
    for (let n = 0; n < length; n += 1) {
      if (n % BITS === 0) {
        bits = (this.#bytes[at] ?? 0) - FIRST_SIGN;
        at += 1;
        if (bits < 0 || bits >= MORE) throw new Unreadable('No bits of members.');
      }
      if ((bits & 1) === 1) made[keys[n] as string] = this.#value();
      bits >>= 1;
    }
    return made;
  }

  #list(kind: number): unknown {
    const items = new Array<unknown>(this.#count());
    for (let n = 0; n < items.length; n += 1) items[n] = this.#value();
    switch (kind) {
      case LIST:
        return items;
      case PERSISTENT_LIST:
        return listOf(items);
      case PERSISTENT_MAP:
        return mapOf(items);
      case MAP:
        return new Map(pairsOf(items));
      case MINTED: {
        const entry = readEntry(items[0]);
        if (entry.ok) return entry.value;
        throw new Unreadable(`An entry of the ledger: ${entry.error.code}`);
      }
      default:
        throw new Unreadable('No such kind.');
    }
  }

  #key(): string {
    const key = this.#value();
    if (typeof key !== 'string') throw new Unreadable('A key that is no text.');
    return key;
  }

  #value(): unknown {
    const reference = this.#read();
    if (reference === 0) {
      this.#met += 1;
      if (this.#met > this.#atoms.length) throw new Unreadable('No such atom.');
      return this.#atoms[this.#met - 1];
    }
    if ((reference & 1) === 1) {
      const place = reference >> 1;
      if (place >= this.#met) throw new Unreadable('An atom that was not met.');
      return this.#atoms[place];
    }
    const place = this.#made.length - (reference >> 1);
    if (place < 0) throw new Unreadable('A thing that was not made.');
    return this.#made[place];
  }

  /** No list has more items than there are signs. */
  #count(): number {
    const count = this.#read();
    if (count > this.#bytes.length - this.#at) throw new Unreadable('A list beyond the end.');
    return count;
  }

  #read(): number {
    let number = 0;
    for (let shift = 0; shift < MOST_BITS; shift += BITS) {
      const sign = (this.#bytes[this.#at] ?? 0) - FIRST_SIGN;
      this.#at += 1;
      if (sign < 0 || sign >= MORE + MORE) throw new Unreadable('A sign that is none.');
      number |= (sign % MORE) << shift;
      if (sign < MORE) return number;
    }
    throw new Unreadable('A number without end.');
  }
}

/** With all its members: JSON's own reader gives it room for these and no more. */
function blankOf(keys: readonly string[]): Members {
  if (!keys.every((key) => PLAIN_KEY.test(key))) {
    return Object.fromEntries(keys.map((key) => [key, null]));
  }
  return JSON.parse(`{${keys.map((key) => `"${key}":null`).join(',')}}`) as Members;
}

function* pairsOf(items: readonly unknown[]): Generator<[unknown, unknown]> {
  for (let n = 0; n < items.length; n += 2) yield [items[n], items[n + 1]];
}

function mapOf(items: readonly unknown[]): PersistentMap<string, unknown> {
  const keys: string[] = [];
  const values: unknown[] = [];
  for (const [key, value] of pairsOf(items)) {
    if (typeof key !== 'string') throw new Unreadable('A key that is no text.');
    keys.push(key);
    values.push(value);
  }
  return mapFrom(keys, values);
}
