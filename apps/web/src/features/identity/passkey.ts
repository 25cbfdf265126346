/** The browser's authenticator. Its library is fetched when somebody first uses a passkey. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';

/** Why an authenticator gave nothing, as a sentence. */
export class PasskeyFault extends Error {}

export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined';
}

/** @throws {PasskeyFault} */
export async function askPasskey(options: unknown): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  // Written by our server for the same library's other half.
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
  return startAuthentication({ optionsJSON }).catch((error: unknown) => {
    throw new PasskeyFault(sentenceOf(error));
  });
}

/** @throws {PasskeyFault} */
export async function makePasskey(options: unknown): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
  return startRegistration({ optionsJSON }).catch((error: unknown) => {
    throw new PasskeyFault(sentenceOf(error));
  });
}

function sentenceOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'InvalidStateError':
      return 'This authenticator holds a passkey for you already.';
    case 'NotAllowedError':
    case 'AbortError':
      return 'No passkey was given. It was left, or took too long.';
    case 'SecurityError':
      return 'Passkeys are bound to this platform’s own address, and this page is at another.';
    default:
      return 'This browser could not ask an authenticator.';
  }
}
