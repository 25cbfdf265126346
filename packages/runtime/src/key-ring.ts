/**
 * Secrets at rest: AES-256-GCM, a data key per secret, the data key wrapped under a master key that
 * stands outside the database (ASVS 11.2.2, 11.3.3).
 *
 * A ring is a file of one key per line (32 bytes, base64url), mode 0600; the last line is the current
 * one and seals, all of them open. Rotation appends a line and seals again what earlier lines sealed;
 * `keyNumberOf` says which those are. Two rings never meet in one process that needs only one:
 * `people` (second factors, personal data) and `venue` (venue keys, signing keys).
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import { EXIT, StartRefusal } from './exit-codes.ts';

export type RingName = 'people' | 'venue';

export type OpenRefusal =
  /** No blob of this format, or one that was cut. */
  | { readonly code: 'Malformed' }
  /** Sealed by a key that this ring no longer has. */
  | { readonly code: 'KeyUnknown'; readonly keyNumber: number }
  /** Changed since it was sealed, or sealed for something else. */
  | { readonly code: 'NotGenuine' };

export interface DataKey {
  readonly key: Uint8Array;
  /** What may be stored. */
  readonly wrapped: Uint8Array;
}

export interface KeyRing {
  readonly name: RingName;
  /** 1 for the first line of the file. */
  readonly currentKey: number;
  /** `context` names what this is and whose: the blob opens under the same context only. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  open(sealed: Uint8Array, context: string): Result<Uint8Array, OpenRefusal>;
  /** A key for several secrets of one owner: destroying its wrapped form destroys them all. */
  newDataKey(context: string): DataKey;
  /** The same for a key that is there already: what an earlier master key wrapped is wrapped again. */
  wrapDataKey(key: Uint8Array, context: string): Uint8Array;
  openDataKey(wrapped: Uint8Array, context: string): Result<Uint8Array, OpenRefusal>;
  /** Keyed digest under the ring's first key, so that it stays the same when the ring is rotated. */
  mac(purpose: string, bytes: Uint8Array): Uint8Array;
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Format 1, then the number of the master key. */
const HEAD_BYTES = 3;
const FORMAT = 1;
const WRAPPED_BYTES = HEAD_BYTES + IV_BYTES + KEY_BYTES + TAG_BYTES;
const MAX_KEYS = 1000;

/** AES-256-GCM as `iv || ciphertext || tag` with a random iv of 96 bits. */
export function sealWith(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function openWith(
  key: Uint8Array,
  sealed: Uint8Array,
  context: string,
): Result<Uint8Array, OpenRefusal> {
  if (sealed.length < IV_BYTES + TAG_BYTES) return err({ code: 'Malformed' });
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return ok(Buffer.concat([plain, decipher.final()]));
  } catch {
    return err({ code: 'NotGenuine' });
  }
}

/** Which master key sealed this; undefined when it is no blob of ours. */
export function keyNumberOf(sealed: Uint8Array): number | undefined {
  if (sealed.length < WRAPPED_BYTES || sealed[0] !== FORMAT) return undefined;
  return Buffer.from(sealed).readUInt16BE(1);
}

export function createKeyRing(name: RingName, keys: readonly Uint8Array[]): KeyRing {
  const [first] = keys;
  const current = keys.at(-1);
  if (first === undefined || current === undefined) throw new RangeError('A ring has a key.');
  const wrapUnder = (master: Uint8Array, use: string) =>
    new Uint8Array(hkdfSync('sha256', master, '', `ultrathink ${name} ${use}`, KEY_BYTES));
  const wrapping = keys.map((key) => wrapUnder(key, 'wrap'));
  const macKey = wrapUnder(first, 'mac');
  const currentWrapping = wrapping.at(-1) ?? wrapUnder(current, 'wrap');

  const wrapDataKey = (key: Uint8Array, context: string): Uint8Array => {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt8(FORMAT, 0);
    head.writeUInt16BE(keys.length, 1);
    return Buffer.concat([head, sealWith(currentWrapping, key, context)]);
  };
  const newDataKey = (context: string): DataKey => {
    const key = randomBytes(KEY_BYTES);
    return { key, wrapped: wrapDataKey(key, context) };
  };
  const openDataKey = (wrapped: Uint8Array, context: string) => {
    const keyNumber = keyNumberOf(wrapped);
    if (keyNumber === undefined) return err({ code: 'Malformed' } as const);
    const master = wrapping[keyNumber - 1];
    if (master === undefined) return err({ code: 'KeyUnknown', keyNumber } as const);
    return openWith(master, wrapped.subarray(HEAD_BYTES, WRAPPED_BYTES), context);
  };
  return {
    name,
    currentKey: keys.length,
    newDataKey,
    wrapDataKey,
    openDataKey,
    seal(plain, context) {
      const { key, wrapped } = newDataKey(context);
      return Buffer.concat([wrapped, sealWith(key, plain, context)]);
    },
    open(sealed, context) {
      const key = openDataKey(sealed, context);
      return key.ok ? openWith(key.value, sealed.subarray(WRAPPED_BYTES), context) : key;
    },
    mac: (purpose, bytes) =>
      createHmac('sha256', macKey).update(`${purpose}\n`).update(bytes).digest(),
  };
}

/** @throws {StartRefusal} when the file can't be read, is open to others, or is no ring. */
export function readKeyRing(name: RingName, file: string): KeyRing {
  const refuse = (why: string, remedy: string) =>
    new StartRefusal(`The key ring "${name}" ${why}. ${remedy}`, EXIT.config);
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw refuse('can be read by others', `Close it: chmod 600 ${file}`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    throw refuse(
      `can not be read at ${file}`,
      'Restore it from its backup; a new one opens nothing.',
    );
  }
  const keys = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Buffer.from(line.trim(), 'base64url'));
  if (keys.length === 0 || keys.length > MAX_KEYS || keys.some((key) => key.length !== KEY_BYTES)) {
    throw refuse('is not one key of 32 bytes (base64url) per line', `Correct ${file}.`);
  }
  return createKeyRing(name, keys);
}
