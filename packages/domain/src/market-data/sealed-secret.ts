/**
 * A venue's credentials, sealed in the browser so that only the worker opens them: what stands
 * between (web process, database, logs) sees bytes.
 *
 * ECDH over P-256 between a key made for this one message and the worker's published key, then
 * HKDF-SHA-256 and AES-256-GCM, all by WebCrypto, the same in a browser and in Node. The associated
 * data binds venue, account, label and the worker's key: sealed for one place, it opens in no other.
 *
 * Bytes: `version(1) || one-time public key(65, uncompressed) || ciphertext || tag(16)`. The nonce comes
 * out of the derivation beside the key, because both serve one message (as in RFC 9180, 5.1).
 */
import { concat, toHex, utf8 } from '../audit/index.ts';
import { canonicalJson, err, ok, type Result, unwrap } from '../kernel/index.ts';
import type { KeyedVenue, SealKeyId, VenueAccountId } from './venue-key.ts';

type Bytes = Uint8Array<ArrayBuffer>;
interface KeyLike {
  readonly type: string;
}
/** Its other members depend on the name. */
interface Algorithm {
  readonly name: string;
}

/** Of the Web Cryptography API what is needed here; `globalThis.crypto` is one. */
export interface WebCrypto {
  readonly subtle: {
    digest(algorithm: 'SHA-256', bytes: Bytes): Promise<ArrayBuffer>;
    generateKey(
      algorithm: { readonly name: 'ECDH'; readonly namedCurve: 'P-256' },
      isExtractable: boolean,
      uses: 'deriveBits'[],
    ): Promise<{ readonly publicKey: KeyLike; readonly privateKey: KeyLike }>;
    importKey(
      format: 'raw' | 'pkcs8',
      bytes: Bytes,
      algorithm: { readonly name: string; readonly namedCurve?: string },
      isExtractable: boolean,
      uses: ('deriveBits' | 'deriveKey' | 'encrypt' | 'decrypt')[],
    ): Promise<KeyLike>;
    exportKey(format: 'raw' | 'pkcs8', key: KeyLike): Promise<ArrayBuffer>;
    deriveBits(algorithm: Algorithm, key: KeyLike, bits: number): Promise<ArrayBuffer>;
    encrypt(algorithm: Algorithm, key: KeyLike, bytes: Bytes): Promise<ArrayBuffer>;
    decrypt(algorithm: Algorithm, key: KeyLike, bytes: Bytes): Promise<ArrayBuffer>;
  };
}

// Every runtime we support has it; the compiler is told because the domain sees no DOM and no Node.
declare const TextDecoder: new (
  label: 'utf-8',
  options: { readonly fatal: true },
) => { decode(bytes: Uint8Array): string };

export interface VenueCredentials {
  readonly key: string;
  readonly secret: string;
  /** Where a venue asks for one. */
  readonly passphrase: string | null;
}

export const CREDENTIAL_MAX_CHARS = { key: 256, secret: 4_096, passphrase: 256 } as const;

/** Where it belongs. The label is unique within its account. */
export interface SealBinding {
  readonly venue: KeyedVenue;
  readonly account: VenueAccountId;
  readonly label: string;
}

/** The worker's published half. */
export interface PublicSealKey {
  readonly id: SealKeyId;
  /** A point of P-256, uncompressed. */
  readonly publicKey: Uint8Array;
}

export const PUBLIC_SEAL_KEY_BYTES = 65;
const VERSION = 1;
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + PUBLIC_SEAL_KEY_BYTES;
/** Credentials at their longest, in bytes of JSON with every sign escaped, and what goes around. */
export const SEALED_MAX_BYTES = 32 * 1024;
export const SEALED_MIN_BYTES = HEAD_BYTES + TAG_BYTES + 1;
const EC = { name: 'ECDH', namedCurve: 'P-256' } as const;

export type SealedRefusal =
  /** No sealed secret of this format, or credentials that are none. */
  | { readonly code: 'Malformed' }
  /** Changed since, sealed for another place, or for another key. */
  | { readonly code: 'NotGenuine' };

export interface SealKeyPair {
  readonly publicKey: Uint8Array;
  /** PKCS#8. */
  readonly privateKey: Uint8Array;
}

export async function makeSealKeyPair({ subtle }: WebCrypto): Promise<SealKeyPair> {
  const { publicKey, privateKey } = await subtle.generateKey(EC, true, ['deriveBits']);
  return {
    publicKey: new Uint8Array(await subtle.exportKey('raw', publicKey)),
    privateKey: new Uint8Array(await subtle.exportKey('pkcs8', privateKey)),
  };
}

/** @throws {DOMException} when the worker's key is no point of the curve. */
export async function sealCredentials(
  crypto: WebCrypto,
  to: PublicSealKey,
  binding: SealBinding,
  credentials: VenueCredentials,
): Promise<Uint8Array> {
  const { subtle } = crypto;
  const once = await subtle.generateKey(EC, false, ['deriveBits']);
  const oncePublic = new Uint8Array(await subtle.exportKey('raw', once.publicKey));
  const theirs = await subtle.importKey('raw', owned(to.publicKey), EC, false, []);
  const said = [oncePublic, to.publicKey];
  const { key, iv } = await messageKey(crypto, once.privateKey, theirs, said);
  const plain = owned(writeCredentials(credentials));
  const algorithm = { name: 'AES-GCM', iv, additionalData: boundTo(binding, to.id) };
  const sealed = new Uint8Array(await subtle.encrypt(algorithm, key, plain));
  return concat(new Uint8Array([VERSION]), oncePublic, sealed);
}

export async function openCredentials(
  crypto: WebCrypto,
  own: PublicSealKey & Pick<SealKeyPair, 'privateKey'>,
  binding: SealBinding,
  sealed: Uint8Array,
): Promise<Result<VenueCredentials, SealedRefusal>> {
  const isOfFormat =
    sealed[0] === VERSION && sealed.length >= SEALED_MIN_BYTES && sealed.length <= SEALED_MAX_BYTES;
  if (!isOfFormat) return err({ code: 'Malformed' });
  const oncePublic = owned(sealed.subarray(1, HEAD_BYTES));
  const { subtle } = crypto;
  const ours = await subtle.importKey('pkcs8', owned(own.privateKey), EC, false, ['deriveBits']);
  let plain: ArrayBuffer;
  try {
    const theirs = await subtle.importKey('raw', oncePublic, EC, false, []);
    const said = [oncePublic, own.publicKey];
    const { key, iv } = await messageKey(crypto, ours, theirs, said);
    const algorithm = { name: 'AES-GCM', iv, additionalData: boundTo(binding, own.id) };
    plain = await subtle.decrypt(algorithm, key, owned(sealed.subarray(HEAD_BYTES)));
  } catch {
    return err({ code: 'NotGenuine' });
  }
  return readCredentials(new Uint8Array(plain));
}

async function messageKey(
  { subtle }: WebCrypto,
  privateKey: KeyLike,
  publicKey: KeyLike,
  said: readonly Uint8Array[],
): Promise<{ readonly key: KeyLike; readonly iv: Bytes }> {
  const agreement = { name: 'ECDH', public: publicKey };
  const shared = await subtle.deriveBits(agreement, privateKey, 256);
  const base = await subtle.importKey('raw', new Uint8Array(shared), { name: 'HKDF' }, false, [
    'deriveBits',
  ]);
  // Both public keys are part of it, so that no other pair gives the same key (RFC 9180, 4.1).
  const info = owned(concat(utf8('ultrathink sealed venue key v1'), ...said));
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
  const bits = new Uint8Array(
    await subtle.deriveBits(derivation, base, (KEY_BYTES + IV_BYTES) * 8),
  );
  const key = await subtle.importKey('raw', bits.slice(0, KEY_BYTES), { name: 'AES-GCM' }, false, [
    'encrypt',
    'decrypt',
  ]);
  return { key, iv: bits.slice(KEY_BYTES) };
}

function boundTo({ venue, account, label }: SealBinding, sealKey: SealKeyId): Bytes {
  return owned(utf8(unwrap(canonicalJson({ v: VERSION, venue, account, label, sealKey }))));
}

/** Credentials as they are kept in an envelope: read by the same rules everywhere. */
export function readCredentials(plain: Uint8Array): Result<VenueCredentials, SealedRefusal> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
    if (isCredentials(value)) {
      const { key, secret, passphrase } = value;
      return ok({ key, secret, passphrase });
    }
  } catch {
    // Falls through: what can't be read is no credentials, and is not repeated in an error.
  }
  return err({ code: 'Malformed' });
}

export function writeCredentials({ key, secret, passphrase }: VenueCredentials): Uint8Array {
  return utf8(JSON.stringify({ key, secret, passphrase }));
}

function isCredentials(value: unknown): value is VenueCredentials {
  if (typeof value !== 'object' || value === null) return false;
  const { key, secret, passphrase } = value as Readonly<Record<string, unknown>>;
  const { passphrase: longest } = CREDENTIAL_MAX_CHARS;
  return (
    isText(key, CREDENTIAL_MAX_CHARS.key) &&
    isText(secret, CREDENTIAL_MAX_CHARS.secret) &&
    (passphrase === null || isText(passphrase, longest))
  );
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= most;
}

/** Hex SHA-256 over venue and key name: what people compare. The secret is no part of it. */
export async function venueKeyFingerprint(
  { subtle }: WebCrypto,
  venue: KeyedVenue,
  keyName: string,
): Promise<string> {
  const said = utf8(unwrap(canonicalJson({ v: 1, venue, key: keyName })));
  return toHex(new Uint8Array(await subtle.digest('SHA-256', owned(said))));
}

/** `simu…-key`: enough to find it in the venue's own list. */
export function maskKeyName(keyName: string): string {
  return keyName.length < 12
    ? `${keyName.slice(0, 2)}…`
    : `${keyName.slice(0, 4)}…${keyName.slice(-4)}`;
}

/** A copy in a buffer of its own, which is what WebCrypto takes. */
function owned(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}
