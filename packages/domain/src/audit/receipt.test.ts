import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../kernel/index.ts';
import { fromBase64, toBase64, toHex, utf8 } from './bytes.ts';
import {
  checkpointText,
  keyId,
  openCheckpoint,
  parseCheckpoint,
  type SignatureAlgorithm,
  signatureLine,
  type TreeHead,
  type VerifierKey,
  type VerifySignature,
} from './checkpoint.ts';
import { leafHash, nodeHash } from './merkle.ts';
import { formatReceipt, parseReceipt, verifyReceipt } from './receipt.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
/** Both kinds of public key end their SPKI form, so the raw key is its tail. */
const RAW_BYTES: Record<SignatureAlgorithm, number> = { Ed25519: 32, 'ML-DSA-44': 1312 };

interface Signer {
  readonly key: VerifierKey;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function signer(name: string, algorithm: SignatureAlgorithm): Signer {
  const pair =
    algorithm === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ml-dsa-44');
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const publicKey = new Uint8Array(spki.subarray(spki.length - RAW_BYTES[algorithm]));
  return { key: { name, algorithm, publicKey }, ...pair };
}

const ORIGIN = 'firm.example/audit';
const CLASSIC = signer(ORIGIN, 'Ed25519');
const LASTING = signer(ORIGIN, 'ML-DSA-44');
const STRANGER = signer('stranger.example/w1', 'Ed25519');
const KEYS = [CLASSIC.key, LASTING.key];

const verifySignature: VerifySignature = (key, message, signature) => {
  const known = [CLASSIC, LASTING, STRANGER].find((s) => s.key === key);
  return known !== undefined && verify(null, message, known.publicKey, signature);
};
const AT = 1_795_238_400n;
const lineOf = (head: TreeHead, { key, privateKey }: Signer) =>
  signatureLine(sha256, head, key, {
    sign: (message) => sign(null, message, privateKey),
    atSeconds: AT,
  });
const noteOf = (head: TreeHead, signers: readonly Signer[]) =>
  `${checkpointText(head)}\n${signers.map((s) => lineOf(head, s)).join('')}`;

const [LEFT, RIGHT] = [leafHash(sha256, utf8('a')), leafHash(sha256, utf8('b'))];
const HEAD: TreeHead = { origin: ORIGIN, size: 2, root: nodeHash(sha256, LEFT, RIGHT) };
const NOTE = noteOf(HEAD, [CLASSIC, LASTING]);
const open = (note: string, keys: readonly VerifierKey[] = KEYS) =>
  openCheckpoint(sha256, note, keys, verifySignature);

describe('a checkpoint', () => {
  it('has the key ids that other implementations of signed notes compute', () => {
    // The key that the test data of golang.org/x/mod/sumdb/note publishes.
    const publicKey = unwrap(fromBase64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')).slice(1);
    const key = { name: 'PeterNeumann', algorithm: 'Ed25519', publicKey } as const;
    expect(toHex(keyId(sha256, key))).toBe('c74f20a3');
  });

  it('opens when both keys signed it', () => {
    expect(open(NOTE)).toEqual({ ok: true, value: HEAD });
  });

  it('opens past signatures of strangers, so that keys can be rotated and witnesses added', () => {
    expect(open(noteOf(HEAD, [STRANGER, CLASSIC, LASTING])).ok).toBe(true);
  });

  it('stays shut when one of the two signatures is missing, and names it', () => {
    const missing = open(noteOf(HEAD, [CLASSIC]));
    expect(missing).toEqual({
      ok: false,
      error: { code: 'SignatureMissing', name: ORIGIN, algorithm: 'ML-DSA-44' },
    });
  });

  it.each([
    ['Ed25519', CLASSIC],
    ['ML-DSA-44', LASTING],
  ] as const)('stays shut when the size is changed after %s signed', (algorithm, only) => {
    const forged = noteOf(HEAD, [only]).replace('\n2\n', '\n3\n');
    const error = { code: 'SignatureInvalid', name: ORIGIN, algorithm };
    expect(open(forged, [only.key])).toEqual({ ok: false, error });
  });

  it('covers the time of the ML-DSA-44 signature', () => {
    const line = lineOf(HEAD, LASTING);
    const bytes = unwrap(fromBase64(line.trimEnd().split(' ')[2] ?? ''));
    bytes[4 + 7] = (bytes[4 + 7] ?? 0) ^ 1;
    const moved = `${checkpointText(HEAD)}\n— ${ORIGIN} ${toBase64(bytes)}\n`;
    expect(open(moved, [LASTING.key]).ok).toBe(false);
  });

  it.each([
    ['an empty origin', NOTE.replace(ORIGIN, ''), 1],
    ['a size with a leading zero', NOTE.replace('\n2\n', '\n02\n'), 2],
    ['a size beyond 2^53', NOTE.replace('\n2\n', '\n9007199254740993\n'), 2],
    ['a root of the wrong length', NOTE.replace(toBase64(HEAD.root), 'AAAA'), 3],
    ['an extension line, which ML-DSA-44 does not cover', NOTE.replace('\n\n', '\nmore\n\n'), 4],
    ['no signature', `${checkpointText(HEAD)}\n`, 5],
    ['a signature that is not base64', `${checkpointText(HEAD)}\n— ${ORIGIN} %%%%\n`, 5],
  ])('is refused with %s', (_, note, line) => {
    expect(parseCheckpoint(note)).toEqual({ ok: false, error: { code: 'Malformed', line } });
  });
});

describe('a receipt', () => {
  const text = formatReceipt({ index: 1, proof: [LEFT], checkpoint: NOTE });
  const trust = { keys: KEYS, verify: verifySignature };

  it('reads back as it was written, with and without a hint', () => {
    for (const extra of [undefined, utf8('order O-4181')]) {
      const receipt = { index: 1, proof: [LEFT], checkpoint: NOTE, ...(extra && { extra }) };
      expect(unwrap(parseReceipt(formatReceipt(receipt)))).toEqual(receipt);
    }
  });

  it('proves its event to whoever holds the keys', () => {
    expect(verifyReceipt(sha256, text, RIGHT, trust)).toEqual({ ok: true, value: HEAD });
  });

  it('proves no other event', () => {
    const refused = verifyReceipt(sha256, text, LEFT, trust);
    expect(refused).toEqual({ ok: false, error: { code: 'NotIncluded' } });
  });

  it('proves nothing under a checkpoint of another key', () => {
    const other = { keys: [STRANGER.key], verify: verifySignature };
    expect(verifyReceipt(sha256, text, RIGHT, other).ok).toBe(false);
  });

  it.each([
    ['an unknown first line', text.replace('@v1', '@v2'), 1],
    ['an index with a sign', text.replace('index 1', 'index -1'), 2],
    ['a hint that is not base64', text.replace('index 1', 'extra %\nindex 1'), 2],
    ['a proof line of the wrong length', text.replace(toBase64(LEFT), 'AAAA'), 3],
    [
      'more steps than any tree has',
      text.replace('\n\n', `${`\n${toBase64(LEFT)}`.repeat(54)}\n\n`),
      56,
    ],
  ])('is refused with %s, naming the line', (_, broken, line) => {
    expect(parseReceipt(broken)).toEqual({ ok: false, error: { code: 'MalformedReceipt', line } });
  });
});
