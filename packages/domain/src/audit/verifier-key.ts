/**
 * The public half of a signing key as one line of text, as signed notes write it:
 * `<name>+<key id, hex>+<base64 of algorithm byte and key>`. Officers and clients keep such lines;
 * with them a checkpoint is checked without asking us.
 */
import { type Digest, err, ok, type Result } from '../kernel/index.ts';
import { concat, fromBase64, toBase64, toHex } from './bytes.ts';
import { ALGORITHM_BYTE, keyId, type SignatureAlgorithm, type VerifierKey } from './checkpoint.ts';

const KEY_BYTES: Readonly<Record<SignatureAlgorithm, number>> = { Ed25519: 32, 'ML-DSA-44': 1312 };

export function formatVerifierKey(digest: Digest, key: VerifierKey): string {
  const bytes = concat(Uint8Array.of(ALGORITHM_BYTE[key.algorithm]), key.publicKey);
  return `${key.name}+${toHex(keyId(digest, key))}+${toBase64(bytes)}`;
}

export function parseVerifierKey(
  digest: Digest,
  text: string,
): Result<VerifierKey, 'NotAVerifierKey'> {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  const bytes = fromBase64(encoded ?? '');
  if (name === undefined || !bytes.ok) return err('NotAVerifierKey');
  for (const algorithm of ['Ed25519', 'ML-DSA-44'] as const) {
    const publicKey = bytes.value.slice(1);
    if (bytes.value[0] !== ALGORITHM_BYTE[algorithm]) continue;
    if (publicKey.length !== KEY_BYTES[algorithm]) continue;
    const key = { name, algorithm, publicKey };
    if (toHex(keyId(digest, key)) === id) return ok(key);
  }
  return err('NotAVerifierKey');
}
