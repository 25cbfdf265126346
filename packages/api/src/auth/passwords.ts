/**
 * Passwords: Argon2id by node:crypto in PHC form (RFC 9106; OWASP's minimum for one thread), and
 * whether a password is good enough to be chosen (ASVS 6.2), both without any network.
 *
 * A hash takes some 40 ms of one core and 19 MiB: it is never computed inside a transaction.
 */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../errors.ts';

const argon2id = promisify(
  (parameters: Argon2Parameters, done: (e: Error | null, k: Buffer) => void) =>
    argon2('argon2id', parameters, done),
);

export interface Costs {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

export const COSTS: Costs = { memory: 19_456, passes: 2, lanes: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const VERSION = 19;

/** Hashes at once in one process; more than this wait for nobody and are turned away. */
export const MAX_HASHES = 32;
let running = 0;

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

async function derive(password: string, salt: Uint8Array, costs: Costs): Promise<Uint8Array> {
  if (running >= MAX_HASHES) throw new Refusal('TooMany');
  running += 1;
  try {
    return await argon2id({
      message: Buffer.from(password.normalize('NFC')),
      nonce: salt,
      parallelism: costs.lanes,
      tagLength: HASH_BYTES,
      memory: costs.memory,
      passes: costs.passes,
    });
  } finally {
    running -= 1;
  }
}

const bare = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string, costs: Costs = COSTS): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, costs);
  const { memory, passes, lanes } = costs;
  return `$argon2id$v=${VERSION}$m=${memory},t=${passes},p=${lanes}$${bare(salt)}$${bare(hash)}`;
}

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{43})$/;

/** A hash of nothing, so that somebody who isn't there takes as long as somebody who is. */
const NOBODY = `$argon2id$v=19$m=${COSTS.memory},t=${COSTS.passes},p=${COSTS.lanes}$${bare(Buffer.alloc(SALT_BYTES))}$${bare(Buffer.alloc(HASH_BYTES))}`;

export interface Verified {
  readonly isRight: boolean;
  /** The hash was made with other parameters than today's. */
  readonly isOld: boolean;
}

/** Takes as long for `null`, an account without a password, as for any other (ASVS 6.3.8). */
export async function verifyPassword(password: string, phc: string | null): Promise<Verified> {
  const match = PHC.exec(phc ?? NOBODY) ?? PHC.exec(NOBODY);
  const [, memory, passes, lanes, salt = '', hash = ''] = match ?? [];
  const costs = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const derived = await derive(
    password.slice(0, PASSWORD_MAX + 1),
    Buffer.from(salt, 'base64'),
    costs,
  );
  const isEqual = timingSafeEqual(derived, Buffer.from(hash, 'base64'));
  const isOld =
    costs.memory !== COSTS.memory || costs.passes !== COSTS.passes || costs.lanes !== COSTS.lanes;
  return { isRight: isEqual && phc !== null && password.length <= PASSWORD_MAX, isOld };
}

/**
 * Why a password may not be chosen, as a sentence; null for one that may. Length and how soon it
 * would be guessed are all that counts: no rules about signs (ASVS 6.2.5), nothing that has to be
 * changed again (6.2.10).
 * @param context what an attacker would try first: name, e-mail, organisation
 */
export async function weaknessOf(
  password: string,
  context: readonly string[],
): Promise<string | null> {
  const { length } = [...password];
  if (length < PASSWORD_MIN) {
    return `This password is too short: ${PASSWORD_MIN} characters at least. Several words are good.`;
  }
  if (password.length > PASSWORD_MAX) {
    return `This password is too long: ${PASSWORD_MAX} characters at most.`;
  }
  const { judge } = await import('./strength.ts');
  return judge(password, [...context, 'ultrathink']);
}
