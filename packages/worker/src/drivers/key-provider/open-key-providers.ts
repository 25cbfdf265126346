/** Which provider wraps data keys of venue credentials, by the environment; the file opens what it wrapped. */
import { readFileSync } from 'node:fs';
import type { KeyProvider } from '@ultrathink/domain/operations';
import { EXIT, type KeyRing, StartRefusal } from '@ultrathink/runtime';
import { openAwsKmsProvider } from './aws-kms-provider.ts';
import { createFileProvider } from './file-provider.ts';
import { openPkcs11Provider } from './pkcs11-provider.ts';

export interface KeyProviderEnv {
  readonly VENUE_KEY_PROVIDER?: 'file' | 'pkcs11' | 'aws-kms' | undefined;
  readonly PKCS11_MODULE?: string | undefined;
  readonly PKCS11_TOKEN?: string | undefined;
  readonly PKCS11_PIN_FILE?: string | undefined;
  readonly AWS_KMS_KEY?: string | undefined;
}

const KEY_PREFIX = 'ultrathink-venue';

/** @throws {StartRefusal} where the chosen one is not told where it is, or is not there: no other takes its place. */
export async function openKeyProviders(
  env: KeyProviderEnv,
  ring: KeyRing,
): Promise<{ readonly current: KeyProvider; readonly others: readonly KeyProvider[] }> {
  const file = createFileProvider(ring);
  switch (env.VENUE_KEY_PROVIDER) {
    case 'pkcs11': {
      const pin = readPin(needed(env, 'PKCS11_PIN_FILE'));
      const current = await openPkcs11Provider({
        module: needed(env, 'PKCS11_MODULE'),
        token: needed(env, 'PKCS11_TOKEN'),
        pin,
        keyPrefix: KEY_PREFIX,
      });
      return { current, others: [file] };
    }
    case 'aws-kms':
      return { current: await openAwsKmsProvider(needed(env, 'AWS_KMS_KEY')), others: [file] };
    default:
      return { current: file, others: [] };
  }
}

function needed(env: KeyProviderEnv, name: Exclude<keyof KeyProviderEnv, 'VENUE_KEY_PROVIDER'>) {
  const value = env[name];
  if (value !== undefined) return value;
  throw new StartRefusal(
    `VENUE_KEY_PROVIDER is ${env.VENUE_KEY_PROVIDER}, which needs ${name}. Set it.`,
    EXIT.config,
  );
}

function readPin(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new StartRefusal(`PKCS11_PIN_FILE ${path} can not be read.`, EXIT.config, error);
  }
}
