/**
 * Master keys inside a hardware module: an AES-256 key that the module made and never shows wraps data
 * keys by AES-GCM, with the context as associated data. Several keys of one label prefix may stand
 * there, `<prefix>-1`, `<prefix>-2`, …: the highest wraps, the others open what they wrapped.
 *
 * It speaks through the addon `pkcs11js`, which is compiled where it is installed and so is no
 * dependency of everybody's: whoever has a module adds it (`npm install pkcs11js --ignore-scripts=false`).
 */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import type { KeyProvider, KeyProviderRefusal, WrappedKey } from '@ultrathink/domain/operations';
import { EXIT, StartRefusal } from '@ultrathink/runtime';

type Handle = Buffer;

/** What of `pkcs11js` is used. Its calls are synchronous and throw. */
interface Pkcs11 {
  load(path: string): void;
  C_Initialize(): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_Login(session: Handle, userType: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: readonly object[]): void;
  C_FindObjects(session: Handle, most: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    template: readonly object[],
  ): { readonly value: Buffer }[];
  C_EncryptInit(session: Handle, mechanism: object, key: Handle): void;
  C_Encrypt(session: Handle, plain: Buffer, out: Buffer): Buffer;
  C_DecryptInit(session: Handle, mechanism: object, key: Handle): void;
  C_Decrypt(session: Handle, sealed: Buffer, out: Buffer): Buffer;
}

export interface Pkcs11Place {
  /** The module's library, as its vendor installs it. */
  readonly module: string;
  readonly token: string;
  readonly pin: string;
  /** Keys are `<prefix>-<number>`. */
  readonly keyPrefix: string;
}

const NAME = 'pkcs11';

// PKCS #11 v2.40, "Header files": constants that are named there.
const CKF_SERIAL_SESSION = 4;
const CKU_USER = 1;
const CKO_SECRET_KEY = 4;
const CKA_CLASS = 0;
const CKA_LABEL = 3;
const CKM_AES_GCM = 0x1087;
/** pkcs11js's own: how it is told which parameters a mechanism has. */
const PARAMS_AES_GCM = 7;

const IV_BYTES = 12;
const TAG_BITS = 128;
const WRAPPED_MOST = 512;
const KEYS_MOST = 1_000;

/** @throws {StartRefusal} where the addon, the module, the token or a key is not there. */
export async function openPkcs11Provider(place: Pkcs11Place): Promise<KeyProvider> {
  const pkcs11 = await loadAddon();
  try {
    pkcs11.load(place.module);
    pkcs11.C_Initialize();
  } catch (error) {
    throw refusal(`The module ${place.module} can not be loaded`, error);
  }
  return createPkcs11Provider(pkcs11, place);
}

/** @throws {StartRefusal} as above. */
function createPkcs11Provider(pkcs11: Pkcs11, place: Pkcs11Place): KeyProvider {
  const session = openSession(pkcs11, place);
  const keys = keysOf(pkcs11, session, place.keyPrefix);
  const current = [...keys.keys()].sort((a, b) => numberOf(a) - numberOf(b)).at(-1);
  if (current === undefined) {
    throw new StartRefusal(
      `The token ${place.token} has no secret key named ${place.keyPrefix}-1. Make an AES key of 256 bits under that label in the module.`,
      EXIT.config,
    );
  }
  const encrypt = (key: Handle, plain: Uint8Array, context: string): Buffer => {
    const iv = randomBytes(IV_BYTES);
    pkcs11.C_EncryptInit(session, gcm(iv, context), key);
    const sealed = pkcs11.C_Encrypt(session, Buffer.from(plain), Buffer.alloc(WRAPPED_MOST));
    return Buffer.concat([iv, sealed]);
  };
  return {
    name: NAME,
    currentMasterKey: async () => current,
    async wrap(dataKey, context) {
      const key = keys.get(current);
      if (key === undefined) return err({ code: 'KeyUnknown', masterKey: current });
      return attempted(() => {
        const bytes = encrypt(key, dataKey, context);
        return { provider: NAME, masterKey: current, bytes };
      });
    },
    async unwrap({ provider, masterKey, bytes }: WrappedKey, context) {
      if (provider !== NAME) return err({ code: 'OtherProvider', provider });
      const key = keys.get(masterKey);
      if (key === undefined) return err({ code: 'KeyUnknown', masterKey });
      const whole = Buffer.from(bytes);
      return attempted(
        () => {
          pkcs11.C_DecryptInit(session, gcm(whole.subarray(0, IV_BYTES), context), key);
          const out = Buffer.alloc(WRAPPED_MOST);
          return new Uint8Array(pkcs11.C_Decrypt(session, whole.subarray(IV_BYTES), out));
        },
        () => encrypt(key, Buffer.alloc(1), context),
      );
    },
  };
}

async function loadAddon(): Promise<Pkcs11> {
  // A name that is no literal, so that nobody who has no module needs the addon to compile this.
  const addon: string = 'pkcs11js';
  try {
    const loaded = (await import(addon)) as { readonly PKCS11: new () => Pkcs11 };
    return new loaded.PKCS11();
  } catch (error) {
    throw refusal(
      'The addon pkcs11js is not installed; run `npm install pkcs11js --ignore-scripts=false`',
      error,
    );
  }
}

function refusal(sentence: string, error: unknown): StartRefusal {
  return new StartRefusal(`${sentence}. Nothing was opened.`, EXIT.config, error);
}

function openSession(pkcs11: Pkcs11, { token, pin }: Pkcs11Place): Handle {
  const slot = pkcs11
    .C_GetSlotList(true)
    .find((one) => pkcs11.C_GetTokenInfo(one).label.trim() === token);
  if (slot === undefined) {
    throw new StartRefusal(`The module has no token named ${token}.`, EXIT.config);
  }
  const session = pkcs11.C_OpenSession(slot, CKF_SERIAL_SESSION);
  try {
    pkcs11.C_Login(session, CKU_USER, pin);
  } catch (error) {
    throw refusal(`The token ${token} does not take the PIN`, error);
  }
  return session;
}

function keysOf(pkcs11: Pkcs11, session: Handle, prefix: string): ReadonlyMap<string, Handle> {
  pkcs11.C_FindObjectsInit(session, [{ type: CKA_CLASS, value: CKO_SECRET_KEY }]);
  const found = pkcs11.C_FindObjects(session, KEYS_MOST);
  pkcs11.C_FindObjectsFinal(session);
  const named = found.map((handle) => {
    const [label] = pkcs11.C_GetAttributeValue(session, handle, [{ type: CKA_LABEL }]);
    return [label?.value.toString('utf8') ?? '', handle] as const;
  });
  return new Map(named.filter(([label]) => label.startsWith(`${prefix}-`) && numberOf(label) > 0));
}

function numberOf(label: string): number {
  const digits = /-(\d{1,6})$/.exec(label)?.[1];
  return digits === undefined ? 0 : Number(digits);
}

function gcm(iv: Buffer, context: string): object {
  const parameter = {
    type: PARAMS_AES_GCM,
    iv,
    ivBits: IV_BYTES * 8,
    aad: Buffer.from(context),
    tagBits: TAG_BITS,
  };
  return { mechanism: CKM_AES_GCM, parameter };
}

/** CKR_ENCRYPTED_DATA_INVALID and CKR_ENCRYPTED_DATA_LEN_RANGE. */
const NOT_GENUINE: ReadonlySet<unknown> = new Set([0x40, 0x41]);
/** What softhsm says of a wrong tag; and what any module says when it is broken. */
const CKR_GENERAL_ERROR = 0x05;

/** @param works asked where an error may mean either: whether the module still does anything. */
function attempted<T>(run: () => T, works?: () => unknown): Result<T, KeyProviderRefusal> {
  try {
    return ok(run());
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    if (NOT_GENUINE.has(code)) return err({ code: 'NotGenuine' });
    if (code === CKR_GENERAL_ERROR && works !== undefined && attempted(works).ok) {
      return err({ code: 'NotGenuine' });
    }
    const detail = error instanceof Error ? error.message : 'The module does not answer.';
    return err({ code: 'Unavailable', detail });
  }
}
