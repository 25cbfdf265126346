/**
 * The second step of signing in: the factor is proven, the session gets another secret and opens what
 * the person's roles open (ASVS 7.2.4).
 */

import type { Tx } from '@ultrathink/db';
import { completeSession, isDeviceKnown, noteSignIn, takeChallenge } from '@ultrathink/db/identity';
import { sendMail } from '@ultrathink/db/operations';
import {
  acceptedFactors,
  idleUntil,
  rolesReaching,
  sessionLimits,
} from '@ultrathink/domain/access';
import type { EventDraft } from '@ultrathink/domain/audit';
import { addMs, err, ok, type UtcTime } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import type { Context, Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import { asIdentity } from './as-identity.ts';
import type { SessionCaller } from './caller.ts';
import type { Attempt } from './delays.ts';
import { checkProof, type GivenProof, type Proven } from './proofs.ts';
import { sealAct } from './seal.ts';
import { newSessionSecret, secretHash } from './session-port.ts';
import { addressOf, clientIdOf, delaysOf } from './sign-in.ts';

/** One sentence for a wrong code, a used one and a passkey that isn't right. */
const NOT_RIGHT = 'This was not right, or was used before. Try the next code or another factor.';

export function wrongProof(): Refusal {
  return new Refusal('Forbidden', NOT_RIGHT);
}

export function waitFor(seconds: number): Refusal {
  return new Refusal('TooMany', `Too many wrong tries. Wait ${seconds} s, then try again.`);
}

/**
 * Checks a proof with the delays that wrong ones cost, counted apart from those of the password.
 * @throws {Refusal}
 */
export async function checkWithDelays(
  { services, request }: Context,
  caller: SessionCaller,
  given: GivenProof,
  challenge: Uint8Array | null,
): Promise<Proven> {
  const delays = await delaysOf(services, 'code');
  const attempt: Attempt = { account: caller.person, address: addressOf(request) };
  // Nobody guesses what a passkey signs, so its owner never waits for somebody who guesses codes.
  const seconds = given.kind === 'Passkey' ? 0 : await delays.wait(attempt);
  if (seconds > 0) throw waitFor(seconds);
  const proven = await checkProof(services, caller.person, given, challenge);
  if (proven !== undefined && given.kind !== 'RecoveryCode') {
    await delays.succeeded(attempt);
    return proven;
  }
  // Whether a recovery code is right shows only when it is used: until then it counts as a try.
  await delays.failed(attempt);
  if (proven === undefined) throw wrongProof();
  return proven;
}

/** What this person's sign-in may be completed with. */
export function acceptsFor(services: Services, caller: SessionCaller) {
  const { access, organisation } = caller;
  const resource = { kind: 'Organisation', organisation } as const;
  const roles = rolesReaching(access, resource, services.clock.now());
  return acceptedFactors(roles, services.tradingMode());
}

/** @throws {Refusal} for a proof that is wrong, used, or too weak for the person's roles. */
export async function completeSignIn(
  ctx: Context,
  caller: SessionCaller,
  given: GivenProof,
): Promise<void> {
  const { services } = ctx;
  if (caller.session.stage === 'Full') return;
  const accepts = acceptsFor(services, caller);
  if (given.kind !== 'RecoveryCode' && !accepts.includes(given.kind)) {
    throw new Refusal('Forbidden', 'Your role signs in with a passkey while trading is LIVE.');
  }
  const challenge = given.kind === 'Passkey' ? await challengeOf(services, caller) : null;
  const proven = await checkWithDelays(ctx, caller, given, challenge);
  await finishSignIn(ctx, caller, proven);
}

async function challengeOf(
  services: Services,
  { person, session }: SessionCaller,
): Promise<Uint8Array | null> {
  const at = services.clock.now();
  const taken = await asIdentity(services, person, (tx) =>
    takeChallenge(tx, session.id, 'SignIn', at),
  );
  return taken ?? null;
}

/** What happens with the sign-in or not at all, e.g. enrolling the factor that proves it; null for no. */
export type Besides = (tx: Tx, at: UtcTime) => Promise<readonly EventDraft[] | null>;

/** The session opens now: for a proof that was checked, or a factor that was just enrolled. */
export async function finishSignIn(
  ctx: Context,
  caller: SessionCaller,
  proven: Proven,
  besides: Besides = () => Promise.resolve([]),
): Promise<void> {
  const { request } = ctx;
  const { person, session, organisation } = caller;
  const secret = newSessionSecret();
  const clientId = clientIdOf(organisation);
  const { kind, factor, timeStep } = proven;
  const until = await sealAct<UtcTime>(
    ctx,
    { kind: 'auth.signIn', person, clientId, sessionId: session.id, input: { kind, factor } },
    async (tx, at) => {
      const events = await besides(tx, at);
      if (events === null || !(await proven.use(tx, at))) return err(wrongProof());
      const absolute = addMs(at, sessionLimits(session.audience).absoluteMs);
      const isDone = await completeSession(tx, session.id, {
        secretHash: secretHash(secret),
        factor: { kind, id: factor },
        timeStep,
        at,
        idleUntil: idleUntil(session.audience, at, absolute),
        absoluteUntil: absolute,
      });
      if (!isDone) return err(new Refusal('SignInNeeded'));
      await noteSignIn(tx, person, at);
      const { userAgent } = request;
      const isKnown = await isDeviceKnown(tx, { id: session.id, person, userAgent });
      if (!isKnown) await sendMail(tx, securityNotice(person, 'SignInFromNewDevice', at));
      if (kind === 'RecoveryCode')
        await sendMail(tx, securityNotice(person, 'RecoveryCodeUsed', at));
      const after = {
        organisation: organisation.id,
        factor: kind,
        factorId: factor,
        isNewDevice: !isKnown,
      };
      const subject = { kind: 'Session', id: session.id };
      return ok({
        answer: absolute,
        events: [{ action: 'auth.signIn', subject, after }, ...events],
      });
    },
  );
  await ctx.cookie.write(secret, until);
}
