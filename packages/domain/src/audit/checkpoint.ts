/**
 * Checkpoints: a signed statement of how long the log is and what it contains, in the text format of
 * C2SP (tlog-checkpoint, signed-note, tlog-cosignature), so that any reader of such logs can check it.
 *
 * Each is signed twice: with Ed25519 over the text, and with ML-DSA-44 (FIPS 204) over the
 * `cosigned_message` structure, which stays safe when the first no longer is.
 */
import { type Digest, err, ok, type Result } from '../kernel/index.ts';
import { concat, fromBase64, readUint64, sameBytes, toBase64, uint64, utf8 } from './bytes.ts';
import { HASH_BYTES, type Hash } from './merkle.ts';

export type SignatureAlgorithm = 'Ed25519' | 'ML-DSA-44';

/** `publicKey`: 32 bytes (RFC 8032) or 1,312 bytes (FIPS 204). */
export interface VerifierKey {
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

/** Signs exactly these bytes with the private half of one key. */
export type Sign = (message: Uint8Array) => Uint8Array;
export type VerifySignature = (
  key: VerifierKey,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

export interface TreeHead {
  /** A URL without a scheme that names the log: `firm.example/audit`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Checkpoint extends TreeHead {
  /** The signed text, its last newline included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export type CheckpointRefusal =
  | { readonly code: 'Malformed'; readonly line: number }
  | {
      readonly code: 'SignatureInvalid';
      readonly name: string;
      readonly algorithm: SignatureAlgorithm;
    }
  | {
      readonly code: 'SignatureMissing';
      readonly name: string;
      readonly algorithm: SignatureAlgorithm;
    };

export const ALGORITHM_BYTE: Readonly<Record<SignatureAlgorithm, number>> = {
  Ed25519: 0x01,
  'ML-DSA-44': 0x06,
};
const TIMESTAMP_BYTES = 8;
const KEY_ID_BYTES = 4;
/** Signed notes allow 16 signatures at least; more than twice that is nothing we would write. */
const MAX_SIGNATURES = 32;
const KEY_NAME = /^[^\s+]+$/u;

export function checkpointText({ origin, size, root }: TreeHead): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** The first four bytes of SHA-256(name || 0x0A || algorithm || public key). */
export function keyId(digest: Digest, key: VerifierKey): Uint8Array {
  const type = Uint8Array.of(0x0a, ALGORITHM_BYTE[key.algorithm]);
  return digest(concat(utf8(key.name), type, key.publicKey)).slice(0, KEY_ID_BYTES);
}

/** What ML-DSA-44 signs: `cosigned_message` of tlog-cosignature, for a whole tree. */
export function cosignedMessage(head: TreeHead, cosigner: string, timestamp: bigint): Uint8Array {
  return concat(
    utf8('subtree/v1\n\0'),
    lengthPrefixed(cosigner),
    uint64(timestamp),
    lengthPrefixed(head.origin),
    uint64(0n),
    uint64(BigInt(head.size)),
    head.root,
  );
}

/** One signature line, its newline included. `atSeconds`: POSIX time, used by ML-DSA-44 alone. */
export function signatureLine(
  digest: Digest,
  head: TreeHead,
  key: VerifierKey,
  { sign, atSeconds }: { readonly sign: Sign; readonly atSeconds: bigint },
): string {
  const signature =
    key.algorithm === 'Ed25519'
      ? sign(utf8(checkpointText(head)))
      : concat(uint64(atSeconds), sign(cosignedMessage(head, key.name, atSeconds)));
  return `— ${key.name} ${toBase64(concat(keyId(digest, key), signature))}\n`;
}

/** Reads a checkpoint and believes nothing of it: that is `openCheckpoint`'s part. */
export function parseCheckpoint(note: string): Result<Checkpoint, CheckpointRefusal> {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return err({ code: 'Malformed', line: 1 });
  const text = note.slice(0, end + 1);
  const lines = text.slice(0, -1).split('\n');
  const [origin = '', size = '', root = ''] = lines;
  if (origin === '') return err({ code: 'Malformed', line: 1 });
  if (!/^(?:0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size))) {
    return err({ code: 'Malformed', line: 2 });
  }
  const hash = fromBase64(root);
  if (!hash.ok || hash.value.length !== HASH_BYTES) return err({ code: 'Malformed', line: 3 });
  // ML-DSA-44 does not cover extension lines, so a line more is a line nobody signed.
  if (lines.length !== 3) return err({ code: 'Malformed', line: 4 });
  const signatures = parseSignatures(note.slice(end + 2));
  if (signatures === undefined) return err({ code: 'Malformed', line: 5 });
  return ok({ origin, size: Number(size), root: hash.value, text, signatures });
}

function parseSignatures(block: string): NoteSignature[] | undefined {
  const lines = block.slice(0, -1).split('\n');
  if (block === '' || lines.length > MAX_SIGNATURES) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [dash, name = '', encoded = '', ...rest] = line.split(' ');
    const bytes = fromBase64(encoded);
    if (dash !== '—' || !KEY_NAME.test(name) || rest.length > 0) return undefined;
    if (!bytes.ok || bytes.value.length <= KEY_ID_BYTES) return undefined;
    signatures.push({
      name,
      keyId: bytes.value.slice(0, KEY_ID_BYTES),
      signature: bytes.value.slice(KEY_ID_BYTES),
    });
  }
  return signatures;
}

/**
 * The tree head, when every one of `keys` signed it. Signatures of keys that are not asked for are
 * passed over, as signed notes demand: that is how keys are rotated and witnesses added.
 */
export function openCheckpoint(
  digest: Digest,
  note: string,
  keys: readonly VerifierKey[],
  verify: VerifySignature,
): Result<TreeHead, CheckpointRefusal> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) return parsed;
  for (const key of keys) {
    const id = keyId(digest, key);
    const named = { name: key.name, algorithm: key.algorithm };
    const found = parsed.value.signatures.find(
      (s) => s.name === key.name && sameBytes(s.keyId, id),
    );
    if (found === undefined) return err({ code: 'SignatureMissing', ...named });
    if (!isGood(parsed.value, key, found.signature, verify)) {
      return err({ code: 'SignatureInvalid', ...named });
    }
  }
  const { origin, size, root } = parsed.value;
  return ok({ origin, size, root });
}

function isGood(
  checkpoint: Checkpoint,
  key: VerifierKey,
  signature: Uint8Array,
  verify: VerifySignature,
): boolean {
  if (key.algorithm === 'Ed25519') return verify(key, utf8(checkpoint.text), signature);
  if (signature.length <= TIMESTAMP_BYTES) return false;
  const message = cosignedMessage(checkpoint, key.name, readUint64(signature));
  return verify(key, message, signature.slice(TIMESTAMP_BYTES));
}

/** `opaque name<1..2^8-1>` of TLS's presentation language: one byte of length, then the bytes. */
function lengthPrefixed(text: string): Uint8Array {
  const bytes = utf8(text);
  return concat(Uint8Array.of(bytes.length), bytes);
}
