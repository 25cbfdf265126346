/**
 * Canonical JSON after RFC 8785 (JCS), for what is hashed or signed: the same value always gives
 * the same bytes. A subset on purpose: text, booleans, null, arrays, plain objects and integers
 * within 2^53. A fraction is refused, because amounts travel as decimal text.
 */
import type { Digest } from './ports.ts';
import { err, ok, type Result } from './result.ts';

export interface CanonicalRefusal {
  readonly code: 'NotAnInteger' | 'NotCanonical' | 'LoneSurrogate' | 'TooDeep';
  /** Where it stands, as a JSON pointer (RFC 6901): `/legs/0/price`. */
  readonly pointer: string;
}

/** Deep enough for any message of ours, shallow enough that input cannot exhaust the stack. */
const MAX_DEPTH = 64;

// Every runtime we support has it; the compiler is told because the domain sees no DOM and no Node.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
const UTF8 = new TextEncoder();

class Refused extends Error {
  readonly refusal: CanonicalRefusal;
  constructor(code: CanonicalRefusal['code'], pointer: string) {
    super(code);
    this.refusal = { code, pointer };
  }
}

/**
 * What can be written is written at once; only what can't be is gone through again, to say where it
 * stands.
 */
export function canonicalJson(value: unknown): Result<string, CanonicalRefusal> {
  const text = quick(value, 0);
  if (text !== null) return ok(text);
  try {
    return ok(write(value, '', 0));
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal);
    throw error;
  }
}

/** The digest of the canonical UTF-8 bytes. */
export function canonicalDigest(
  value: unknown,
  digest: Digest,
): Result<Uint8Array, CanonicalRefusal> {
  const json = canonicalJson(value);
  return json.ok ? ok(textDigest(json.value, digest)) : json;
}

/** The digest of a text's UTF-8 bytes: for canonical text that is there already. */
export const textDigest = (text: string, digest: Digest): Uint8Array => digest(UTF8.encode(text));

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower case, two characters a byte. */
export function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}

/** Text that JSON writes as it stands: most of it. */
const SIMPLE = /^[ !#-[\]-~]*$/;

/** Null: something in it can't be written. */
function quick(value: unknown, depth: number): string | null {
  if (depth > MAX_DEPTH) return null;
  if (typeof value === 'string') return quickText(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? JSON.stringify(value) : null;
  if (typeof value !== 'object') return null;
  if (Array.isArray(value)) return quickArray(value, depth);
  return isPlainObject(value) ? quickObject(value, depth) : null;
}

function quickText(text: string): string | null {
  if (SIMPLE.test(text)) return `"${text}"`;
  return text.isWellFormed() ? JSON.stringify(text) : null;
}

function quickArray(items: readonly unknown[], depth: number): string | null {
  let text = '[';
  for (let i = 0; i < items.length; i += 1) {
    const item = quick(items[i], depth + 1);
    if (item === null) return null;
    text += i === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function quickObject(value: Readonly<Record<string, unknown>>, depth: number): string | null {
  const keys = Object.keys(value);
  if (!isInOrder(keys)) keys.sort();
  let text = '{';
  for (let n = 0; n < keys.length; n += 1) {
    const key = keys[n] ?? '';
    const name = quickText(key);
    const member = quick(value[key], depth + 1);
    if (name === null || member === null) return null;
    text += n === 0 ? `${name}:${member}` : `,${name}:${member}`;
  }
  return `${text}}`;
}

function isInOrder(keys: readonly string[]): boolean {
  for (let n = 1; n < keys.length; n += 1) {
    if ((keys[n] ?? '') < (keys[n - 1] ?? '')) return false;
  }
  return true;
}

function write(value: unknown, pointer: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new Refused('TooDeep', pointer);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writeText(value, pointer);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Refused('NotAnInteger', pointer);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return writeArray(value, pointer, depth);
  if (isPlainObject(value)) return writeObject(value, pointer, depth);
  throw new Refused('NotCanonical', pointer);
}

/** JSON.stringify escapes text exactly as RFC 8785 section 3.2.2.2 asks. */
function writeText(text: string, pointer: string): string {
  if (!text.isWellFormed()) throw new Refused('LoneSurrogate', pointer);
  return JSON.stringify(text);
}

function writeArray(items: readonly unknown[], pointer: string, depth: number): string {
  const written: string[] = [];
  // A counted loop, because `map` would skip the holes of a sparse array.
  for (let i = 0; i < items.length; i += 1) {
    written.push(write(items[i], `${pointer}/${i}`, depth + 1));
  }
  return `[${written.join(',')}]`;
}

/** The default sort compares UTF-16 code units, as RFC 8785 section 3.2.3 asks. */
function writeObject(
  value: Readonly<Record<string, unknown>>,
  pointer: string,
  depth: number,
): string {
  const members = Object.keys(value)
    .sort()
    .map((key) => {
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      return `${writeText(key, at)}:${write(value[key], at, depth + 1)}`;
    });
  return `{${members.join(',')}}`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
