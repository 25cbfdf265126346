/**
 * Master keys in AWS KMS: Encrypt and Decrypt with the context as encryption context. **Untried**: it
 * was written by the service's documentation and never ran against it. It speaks through the package
 * `@aws-sdk/client-kms`, which who uses it installs, and finds its credentials as that package does.
 */
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import type { KeyProvider, KeyProviderRefusal } from '@ultrathink/domain/operations';
import { EXIT, StartRefusal } from '@ultrathink/runtime';

const NAME = 'aws-kms';

/** What of `@aws-sdk/client-kms` is used. */
interface KmsModule {
  readonly KMSClient: new (options: object) => { send(command: object): Promise<KmsAnswer> };
  readonly EncryptCommand: new (input: object) => object;
  readonly DecryptCommand: new (input: object) => object;
}
interface KmsAnswer {
  readonly CiphertextBlob?: Uint8Array;
  readonly Plaintext?: Uint8Array;
}

/** @param keyId the ARN of a symmetric key. @throws {StartRefusal} where the package is not there. */
export async function openAwsKmsProvider(keyId: string): Promise<KeyProvider> {
  const kms = await loadSdk();
  // KMS retries and times out by itself; a start that waits for it longer helps nobody.
  const client = new kms.KMSClient({ maxAttempts: 3 });
  return {
    name: NAME,
    currentMasterKey: async () => keyId,
    async wrap(dataKey, context) {
      const command = new kms.EncryptCommand({
        KeyId: keyId,
        Plaintext: dataKey,
        EncryptionContext: { context },
      });
      const sealed = await attempted(async () => (await client.send(command)).CiphertextBlob);
      if (!sealed.ok) return sealed;
      return ok({ provider: NAME, masterKey: keyId, bytes: sealed.value });
    },
    async unwrap({ provider, masterKey, bytes }, context) {
      if (provider !== NAME) return err({ code: 'OtherProvider', provider });
      const command = new kms.DecryptCommand({
        KeyId: masterKey,
        CiphertextBlob: bytes,
        EncryptionContext: { context },
      });
      const opened = await attempted(async () => (await client.send(command)).Plaintext);
      if (opened.ok || opened.error.code !== 'KeyUnknown') return opened;
      return err({ code: 'KeyUnknown', masterKey });
    },
  };
}

async function loadSdk(): Promise<KmsModule> {
  // A name that is no literal, so that nobody who has no KMS needs the package to compile this.
  const sdk: string = '@aws-sdk/client-kms';
  try {
    return (await import(sdk)) as KmsModule;
  } catch (error) {
    throw new StartRefusal(
      'The package @aws-sdk/client-kms is not installed; run `npm install @aws-sdk/client-kms`. Nothing was opened.',
      EXIT.config,
      error,
    );
  }
}

/** InvalidCiphertextException is a wrong context or changed bytes; NotFoundException a wrong key. */
async function attempted(
  run: () => Promise<Uint8Array | undefined>,
): Promise<Result<Uint8Array, KeyProviderRefusal>> {
  try {
    const bytes = await run();
    if (bytes !== undefined) return ok(bytes);
    return err({ code: 'Unavailable', detail: 'KMS answered without a result.' });
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'InvalidCiphertextException') return err({ code: 'NotGenuine' });
    if (name === 'NotFoundException') return err({ code: 'KeyUnknown', masterKey: '' });
    return err({ code: 'Unavailable', detail: name });
  }
}
