/**
 * A passkey in software: what a browser and an authenticator give together, as WebAuthn level 3 has
 * it (section 6.1 and 6.5): ES256, no attestation, a counter.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** CBOR (RFC 8949) of what is needed here: small integers, bytes, texts, maps. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) {
    const entries = [...value].flatMap(([key, each]) => [cbor(key), cbor(each)]);
    return Buffer.concat([head(5, value.size), ...entries]);
  }
  throw new Error('Not needed here.');
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest();

export interface Given {
  readonly challenge: string;
  readonly origin?: string;
  /** The person showed a finger, a face or a PIN. */
  readonly isVerified?: boolean;
}

export class SoftwarePasskey {
  readonly id = randomBytes(32);
  readonly #key: KeyObject;
  readonly #point: { readonly x: Buffer; readonly y: Buffer };
  readonly #origin: string;
  counter = 0;

  constructor(origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#key = privateKey;
    this.#point = { x: Buffer.from(x, 'base64url'), y: Buffer.from(y, 'base64url') };
    this.#origin = origin;
  }

  #data(flags: number, more: Uint8Array = new Uint8Array()): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const host = sha256(new URL(this.#origin).hostname);
    return Buffer.concat([host, Buffer.from([flags]), counter, more]);
  }

  #client(type: string, { challenge, origin = this.#origin }: Given): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #shared() {
    const id = text(this.id);
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  }

  create(given: Given) {
    const { x, y } = this.#point;
    const key = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, x],
        [-3, y],
      ]),
    );
    const length = Buffer.from([0, this.id.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, key]);
    const flags = PRESENT | ATTESTED | (given.isVerified === false ? 0 : VERIFIED);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', this.#data(flags, attested)],
    ]);
    const clientDataJSON = text(this.#client('webauthn.create', given));
    const response = {
      clientDataJSON,
      attestationObject: text(cbor(attestation)),
      transports: ['usb'],
    };
    return { ...this.#shared(), response };
  }

  get(given: Given) {
    this.counter += 1;
    const data = this.#data(PRESENT | (given.isVerified === false ? 0 : VERIFIED));
    const client = this.#client('webauthn.get', given);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), this.#key);
    const response = {
      clientDataJSON: text(client),
      authenticatorData: text(data),
      signature: text(signature),
    };
    return { ...this.#shared(), response };
  }
}
