/** Enrolling a passkey: user verification is required, so that having the device is not enough. */
import { randomBytes } from 'node:crypto';
import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { insertChallenge, insertPasskey, takeChallenge } from '@ultrathink/db/identity';
import type { FactorId } from '@ultrathink/domain/access';
import { type AnyId, addMs, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import type { Services } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import { signingInAct } from '../../procedures/signing-in.ts';
import { asIdentity } from '../as-identity.ts';
import { changeFactors } from '../change-factors.ts';
import { enrolFactor } from '../enrol-factor.ts';
import { ownName } from '../own-name.ts';
import { passkeysOf, relyingParty } from '../passkey-options.ts';
import { deviceName, signInInput } from './inputs.ts';

const CHALLENGE_BYTES = 32;
const ENROL_MS = 10 * 60_000;

export const passkeyEnrolOptions = signingInAct
  .input(signInInput({}))
  .output(z.strictObject({ options: z.unknown() }))
  .mutation(async ({ ctx }) => {
    const { services, person, session } = ctx;
    const challenge = randomBytes(CHALLENGE_BYTES);
    const change = { kind: 'auth.startPasskey', subject: 'Passkey', input: {} } as const;
    await changeFactors(ctx, change, async (tx, at) => {
      const expiresAt = addMs(at, ENROL_MS);
      const id = services.ids.next<AnyId>();
      await insertChallenge(tx, {
        id,
        purpose: 'Enrol',
        session: session.id,
        challenge,
        expiresAt,
      });
      const subject = { kind: 'Person', id: person };
      return ok([{ action: 'auth.startFactor', subject, after: { kind: 'Passkey' } }]);
    });
    const personal = await asIdentity(services, person, (tx) => ownName(services, tx, person));
    const present = await passkeysOf(services, person);
    const options = await generateRegistrationOptions({
      rpName: 'ultrathink',
      rpID: relyingParty(services.origin),
      userID: new Uint8Array(Buffer.from(person)),
      userName: personal?.email ?? person,
      userDisplayName: personal?.name ?? '',
      challenge: new Uint8Array(challenge),
      attestationType: 'none',
      excludeCredentials: present.map((each) => ({
        id: Buffer.from(each.credentialId).toString('base64url'),
      })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    });
    return { options };
  });

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(16_384);

/** What `navigator.credentials.create` gave, as @simplewebauthn/browser writes it. */
const attestationSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    authenticatorData: base64url.optional(),
    transports: z.array(z.string().max(32)).max(10).optional(),
    publicKeyAlgorithm: z.number().optional(),
    publicKey: base64url.optional(),
  }),
  clientExtensionResults: z.record(z.string().max(100), z.unknown()),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
});

type Attestation = z.infer<typeof attestationSchema>;

export const confirmPasskey = signingInAct
  .input(signInInput({ name: deviceName.default('Passkey'), attestation: attestationSchema }))
  .output(z.strictObject({ recoveryCodes: z.array(z.string()).nullable() }))
  .mutation(async ({ ctx, input: { name, attestation } }) => {
    const { services, person, session } = ctx;
    const now = services.clock.now();
    const challenge = await asIdentity(services, person, (tx) =>
      takeChallenge(tx, session.id, 'Enrol', now),
    );
    if (challenge === undefined) {
      throw new Refusal('NotFound', 'This enrolment has ended. Begin it again.');
    }
    const { credential, credentialBackedUp } = await verify(services, attestation, challenge);
    const id = services.ids.next<FactorId>();
    return enrolFactor(ctx, {
      id,
      kind: 'Passkey',
      timeStep: null,
      enrol: async (tx, at) => {
        await insertPasskey(tx, {
          id,
          person,
          name,
          credentialId: Buffer.from(credential.id, 'base64url'),
          publicKey: credential.publicKey,
          signCount: credential.counter,
          transports: credential.transports ?? [],
          isBackedUp: credentialBackedUp,
          createdAt: at,
        });
        return true;
      },
    });
  });

async function verify({ origin, log }: Services, attestation: Attestation, challenge: Uint8Array) {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: attestation as RegistrationResponseJSON,
      expectedChallenge: Buffer.from(challenge).toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: relyingParty(origin),
      requireUserVerification: true,
    });
    if (verified) return registrationInfo;
  } catch (error) {
    log.warn('A passkey was not enrolled.', { error });
  }
  throw new Refusal('Forbidden', 'This passkey could not be verified. Nothing was enrolled.');
}
