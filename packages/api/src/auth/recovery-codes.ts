/** Codes for the day the authenticator is gone: 128 bits of chance each, kept as SHA-256 alone. */
import { createHash, randomBytes } from 'node:crypto';

export const RECOVERY_CODES = 10;
const BYTES = 16;
/** Without I, L, O and U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 26 signs of 5 bits hold 128 bits. */
const SIGNS = 26;
const GROUP = 5;

export interface RecoveryCodes {
  /** Shown once. */
  readonly codes: readonly string[];
  readonly hashes: readonly Uint8Array[];
}

export function newRecoveryCodes(): RecoveryCodes {
  const codes = Array.from({ length: RECOVERY_CODES }, () => write(randomBytes(BYTES)));
  return { codes, hashes: codes.map(recoveryCodeHash) };
}

function write(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let n = 0; n < SIGNS; n += 1) {
    text = `${ALPHABET[Number(rest & 31n)] ?? ''}${text}`;
    rest >>= 5n;
  }
  return (text.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
}

/** Of what was typed: case, dashes and the letters people mistake for digits don't matter. */
export function recoveryCodeHash(typed: string): Uint8Array {
  const plain = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return createHash('sha256').update(plain).digest();
}
