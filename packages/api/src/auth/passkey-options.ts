/** What the browser is to ask its authenticator, for a challenge of ours. */
import {
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { listFactors, type StoredPasskey } from '@ultrathink/db/identity';
import type { PersonId } from '@ultrathink/domain/kernel';
import type { Services } from '../context.ts';
import { asIdentity } from './as-identity.ts';

/** Passkeys are bound to our host: another site's page can ask for none of them. */
export function relyingParty(origin: string): string {
  return new URL(origin).hostname;
}

export async function passkeysOf(
  services: Services,
  person: PersonId,
): Promise<readonly StoredPasskey[]> {
  const factors = await asIdentity(services, person, (tx) => listFactors(tx, person));
  return factors.filter((factor) => factor.kind === 'Passkey');
}

/** null for somebody without a passkey. */
export async function passkeyOptionsFor(
  services: Services,
  person: PersonId,
  challenge: Uint8Array,
): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
  const passkeys = await passkeysOf(services, person);
  if (passkeys.length === 0) return null;
  return generateAuthenticationOptions({
    rpID: relyingParty(services.origin),
    challenge: new Uint8Array(challenge),
    // The key itself asks for a finger, a face or a PIN: without it, having the key is all it proves.
    userVerification: 'required',
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString('base64url'),
      transports: [...transports] as AuthenticatorTransport[],
    })),
  });
}
