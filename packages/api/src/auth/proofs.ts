/**
 * Whether a second factor that was given is right. In two parts: what takes arithmetic alone is done
 * before the transaction; that it is used for the first time is decided inside it, by
 * compare-and-set, so that of two requests with one proof one is refused.
 */
import {
  type AuthenticationResponseJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import type { Tx } from '@ultrathink/db';
import {
  listFactors,
  type StoredFactor,
  type StoredPasskey,
  usePasskey,
  useRecoveryCode,
  useTimeStep,
} from '@ultrathink/db/identity';
import type { FactorId, FactorKind } from '@ultrathink/domain/access';
import {
  type IdempotencyKey,
  idSchema,
  type PersonId,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { z } from 'zod';
import type { Services } from '../context.ts';
import { asIdentity } from './as-identity.ts';
import { relyingParty } from './passkey-options.ts';
import { recoveryCodeHash } from './recovery-codes.ts';
import { timeStepOf } from './totp.ts';

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(4_096);

/** What a browser's `navigator.credentials.get` gave, as @simplewebauthn/browser writes it. */
export const assertionSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
  clientExtensionResults: z.record(z.string().max(100), z.unknown()),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
});

export const totpCodeSchema = z.string().trim().min(6).max(16);

/** As every act's input may; a proof is told from another by what it uses up. */
const idempotencyKey = idSchema<IdempotencyKey>().optional();
const totp = z.strictObject({ kind: z.literal('Totp'), code: totpCodeSchema, idempotencyKey });
const passkey = z.strictObject({
  kind: z.literal('Passkey'),
  assertion: assertionSchema,
  idempotencyKey,
});
const recoveryCode = z.strictObject({
  kind: z.literal('RecoveryCode'),
  code: z.string().trim().min(16).max(64),
  idempotencyKey,
});

/** What proves an act. */
export const proofSchema = z.discriminatedUnion('kind', [totp, passkey]);
/** What completes a sign-in. */
export const signInProofSchema = z.discriminatedUnion('kind', [totp, passkey, recoveryCode]);

export type GivenProof = z.infer<typeof signInProofSchema>;

export interface Proven {
  readonly kind: FactorKind;
  /** null for a recovery code. */
  readonly factor: FactorId | null;
  readonly timeStep: number | null;
  /** Uses it up; false when another request was first. */
  readonly use: (tx: Tx, at: UtcTime) => Promise<boolean>;
}

/**
 * Undefined for a proof that is wrong, and for one of an authenticator that isn't this person's.
 * @param challenge what a passkey had to sign; null where none was asked to
 */
export async function checkProof(
  services: Services,
  person: PersonId,
  given: GivenProof,
  challenge: Uint8Array | null,
): Promise<Proven | undefined> {
  if (given.kind === 'RecoveryCode') {
    const hash = recoveryCodeHash(given.code);
    const use = (tx: Tx, at: UtcTime) => useRecoveryCode(tx, person, hash, at);
    return { kind: 'RecoveryCode', factor: null, timeStep: null, use };
  }
  const factors = await asIdentity(services, person, (tx) => listFactors(tx, person));
  if (given.kind === 'Totp') return checkTotp(services, factors, given.code);
  return challenge === null
    ? undefined
    : checkAssertion(services, factors, given.assertion, challenge);
}

function checkTotp(
  { ring, clock }: Services,
  factors: readonly StoredFactor[],
  code: string,
): Proven | undefined {
  const at = clock.now();
  for (const factor of factors) {
    if (factor.kind !== 'Totp') continue;
    const timeStep = timeStepOf(ring, factor, code, at);
    if (timeStep === undefined) continue;
    const use = (tx: Tx, usedAt: UtcTime) => useTimeStep(tx, factor.id, { timeStep, at: usedAt });
    return { kind: 'Totp', factor: factor.id, timeStep, use };
  }
  return undefined;
}

type Assertion = z.infer<typeof assertionSchema>;

async function checkAssertion(
  services: Services,
  factors: readonly StoredFactor[],
  assertion: Assertion,
  challenge: Uint8Array,
): Promise<Proven | undefined> {
  const used = factors.find(
    (factor): factor is StoredPasskey =>
      factor.kind === 'Passkey' && encode(factor.credentialId) === assertion.id,
  );
  if (used === undefined) return undefined;
  const next = await verify(services, used, assertion, challenge);
  if (next === undefined) return undefined;
  const use = (tx: Tx, at: UtcTime) => usePasskey(tx, used, { ...next, at });
  return { kind: 'Passkey', factor: used.id, timeStep: null, use };
}

async function verify(
  { origin, log }: Services,
  passkey: StoredPasskey,
  assertion: Assertion,
  challenge: Uint8Array,
): Promise<{ readonly signCount: number; readonly isBackedUp: boolean } | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: assertion as AuthenticationResponseJSON,
      expectedChallenge: encode(challenge),
      expectedOrigin: origin,
      expectedRPID: relyingParty(origin),
      requireUserVerification: true,
      credential: {
        id: encode(passkey.credentialId),
        publicKey: new Uint8Array(passkey.publicKey),
        // Refuses a counter that did not move on: there may be a copy of the key (ASVS 6.5).
        counter: passkey.signCount,
      },
    });
    if (!verified) return undefined;
    const { newCounter, credentialBackedUp } = authenticationInfo;
    return { signCount: newCounter, isBackedUp: credentialBackedUp };
  } catch (error) {
    log.warn('A passkey was refused.', { factorId: passkey.id, error });
    return undefined;
  }
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
