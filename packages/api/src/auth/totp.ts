/** Codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds, as every app has them). */
import type { StoredTotp } from '@ultrathink/db/identity';
import type { FactorId } from '@ultrathink/domain/access';
import { type PersonId, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { KeyRing } from '@ultrathink/runtime';
import { generateSecret, generateURI, verifySync } from 'otplib';

/** 160 bits, the length RFC 4226 recommends. */
const SECRET_BYTES = 20;
/** One step back, for who types slowly, and one ahead, for a clock that is fast. */
const TOLERANCE_S = 30;
const ISSUER = 'ultrathink';
const CODE = /^\d{6}$/;

export function newTotpSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

/** What an app reads from a QR code. */
export function totpUri(secret: string, label: string): string {
  return generateURI({ issuer: ISSUER, label, secret });
}

const contextOf = (factor: FactorId, person: PersonId) => `totp ${factor} of ${person}`;

export function sealTotp(
  ring: KeyRing,
  { id, person }: { readonly id: FactorId; readonly person: PersonId },
  secret: string,
): Uint8Array {
  return ring.seal(Buffer.from(secret), contextOf(id, person));
}

/**
 * The time step of a code that is right now and later than the last one used; undefined otherwise.
 * That it is used once, also by two requests at once, is for the store's compare-and-set.
 */
export function timeStepOf(
  ring: KeyRing,
  factor: Pick<StoredTotp, 'id' | 'person' | 'secret' | 'lastTimeStep'>,
  code: string,
  at: UtcTime,
): number | undefined {
  const token = code.replaceAll(' ', '');
  const opened = ring.open(factor.secret, contextOf(factor.id, factor.person));
  if (!opened.ok || !CODE.test(token)) return undefined;
  const { lastTimeStep } = factor;
  const checked = verifySync({
    secret: Buffer.from(opened.value).toString(),
    token,
    epoch: Math.floor(toEpochMs(at) / 1_000),
    epochTolerance: TOLERANCE_S,
    ...(lastTimeStep !== null && { afterTimeStep: lastTimeStep }),
  });
  return checked.valid && 'timeStep' in checked ? checked.timeStep : undefined;
}
