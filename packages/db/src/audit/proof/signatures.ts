/** Signing keys as node:crypto has them: made, opened from their seal, and used. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type {
  Sign,
  SignatureAlgorithm,
  VerifierKey,
  VerifySignature,
} from '@ultrathink/domain/audit';

/** What stands before the raw key in its SPKI form (RFC 8410; RFC 9881). */
const SPKI_HEAD: Readonly<Record<SignatureAlgorithm, string>> = {
  Ed25519: '302a300506032b6570032100',
  'ML-DSA-44': '30820532300b06096086480165030403110382052100',
};

export interface FreshKey {
  readonly publicKey: Uint8Array;
  /** PKCS #8, plain: to be sealed at once. */
  readonly privateKey: Uint8Array;
}

export function makeKeyPair(algorithm: SignatureAlgorithm): FreshKey {
  const pair =
    algorithm === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ml-dsa-44');
  return {
    publicKey: rawKeyOf(pair.publicKey, algorithm),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}

/** Signs with a private key in PKCS #8, and the public half that belongs to it. */
export function openKeyPair(algorithm: SignatureAlgorithm, pkcs8: Uint8Array) {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), type: 'pkcs8', format: 'der' });
  const signWith: Sign = (message) => sign(null, message, key);
  return { sign: signWith, publicKey: rawKeyOf(createPublicKey(key), algorithm) };
}

const spkiOf = ({ algorithm, publicKey }: VerifierKey): KeyObject =>
  createPublicKey({
    key: Buffer.concat([Buffer.from(SPKI_HEAD[algorithm], 'hex'), publicKey]),
    type: 'spki',
    format: 'der',
  });

export const verifySignature: VerifySignature = (key, message, signature) =>
  verify(null, message, spkiOf(key), signature);

function rawKeyOf(key: KeyObject, algorithm: SignatureAlgorithm): Uint8Array {
  const spki = key.export({ type: 'spki', format: 'der' });
  return new Uint8Array(spki.subarray(SPKI_HEAD[algorithm].length / 2));
}
