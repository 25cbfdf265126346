/**
 * UUID version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then 74 bits of chance.
 * Texts are lower case, so that comparing them as text compares their times.
 */
import { invariant } from './assert.ts';
import { err, ok, type Result } from './result.ts';

export type UuidRefusal = { readonly code: 'NotAUuidv7' };

/** Bytes of chance one id takes: rand_a (12 bits) and rand_b (62 bits) need 74 bits. */
export const UUIDV7_RANDOM_BYTES = 10;

const MAX_TIME_MS = 2 ** 48 - 1;
const CHANCE_BITS = 74n;
const CHANCE_MASK = (1n << CHANCE_BITS) - 1n;
const LOW_MASK = (1n << 62n) - 1n;

const UUIDV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuidv7(text: string): boolean {
  return UUIDV7.test(text);
}

/** Takes upper case too, because people paste it; gives lower case. */
export function parseUuidv7(text: string): Result<string, UuidRefusal> {
  const lower = text.toLowerCase();
  return isUuidv7(lower) ? ok(lower) : err({ code: 'NotAUuidv7' });
}

/** Unix milliseconds inside an id. */
export function uuidv7TimeMs(uuid: string): number {
  invariant(isUuidv7(uuid), 'The time of an id was asked for, and the id is no UUIDv7.');
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

function assemble(timeMs: number, chance: bigint): string {
  invariant(
    Number.isSafeInteger(timeMs) && timeMs >= 0 && timeMs <= MAX_TIME_MS,
    'A UUIDv7 holds whole milliseconds from 1970 to the year 10889.',
  );
  const high = chance >> 62n;
  const low = chance & LOW_MASK;
  const bits = (BigInt(timeMs) << 80n) | (7n << 76n) | (high << 64n) | (2n << 62n) | low;
  const hex = bits.toString(16).padStart(32, '0');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** An id of that millisecond; of `randomBytes` the first 74 bits are used. */
export function makeUuidv7(timeMs: number, randomBytes: Uint8Array): string {
  invariant(
    randomBytes.length >= UUIDV7_RANDOM_BYTES,
    'A UUIDv7 needs ten bytes of chance, fewer were given.',
  );
  let chance = 0n;
  for (const byte of randomBytes.subarray(0, UUIDV7_RANDOM_BYTES)) {
    chance = (chance << 8n) | BigInt(byte);
  }
  return assemble(timeMs, chance >> 6n);
}

function chanceOf(uuid: string): bigint {
  const hex = uuid.replaceAll('-', '');
  const high = BigInt(`0x${hex.slice(13, 16)}`);
  const low = BigInt(`0x${hex.slice(16)}`) & LOW_MASK;
  return (high << 62n) | low;
}

/**
 * The id after `previous`, always greater than it: in the same millisecond, or when the clock went
 * back, the chance bits count up by one (RFC 9562 section 6.2, method 2), and spill into the next
 * millisecond when they are used up.
 */
export function nextUuidv7(
  previous: string | undefined,
  timeMs: number,
  randomBytes: Uint8Array,
): string {
  if (previous === undefined) return makeUuidv7(timeMs, randomBytes);
  const previousMs = uuidv7TimeMs(previous);
  if (timeMs > previousMs) return makeUuidv7(timeMs, randomBytes);
  const counted = chanceOf(previous) + 1n;
  return counted > CHANCE_MASK ? assemble(previousMs + 1, 0n) : assemble(previousMs, counted);
}
