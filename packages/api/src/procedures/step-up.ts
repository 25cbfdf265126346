/**
 * The fresh proof that some acts want: of exactly this act, by this person, in this session, within
 * five minutes, once (ASVS 7.5.3). A sign-in younger than a minute is the proof of the first act
 * that asks for one.
 */
import { randomBytes } from 'node:crypto';
import type { Tx } from '@ultrathink/db';
import { lockStepUp, markUsed, proveFromSignIn, showStepUp } from '@ultrathink/db/identity';
import {
  type Action,
  type ActionHash,
  acceptedFactors,
  actionHash,
  type Challenge,
  permissionSpec,
  proveBySignIn,
  rolesReaching,
  type SignInProof,
  type StepUpId,
  type UsedStepUp,
  useStepUp,
} from '@ultrathink/domain/access';
import type { UtcTime } from '@ultrathink/domain/kernel';
import { asIdentity } from '../auth/as-identity.ts';
import type { SessionInfo } from '../auth/caller.ts';
import { passkeyOptionsFor } from '../auth/passkey-options.ts';
import type { Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { ActContext } from './act-context.ts';

/** An act, to the last sign of its input. */
export interface ExactAct extends Action {
  readonly hash: ActionHash;
}

/** The challenge a passkey signs: 256 bits. */
const CHALLENGE_BYTES = 32;

export function exactAct({ digest }: Services, action: Action): ExactAct {
  const hash = actionHash(digest, action);
  if (!hash.ok) throw new Refusal('InvalidInput', undefined, hash.error);
  return { ...action, hash: hash.value };
}

/** Which proof the act comes with: the one it names, or the sign-in where that is fresh enough. */
export async function proofOf(ctx: ActContext, exact: ExactAct): Promise<string | null> {
  if (ctx.request.stepUp !== null) return ctx.request.stepUp;
  const { session, services } = ctx;
  if (session?.factor == null || session.factor.id === null) return null;
  const at = services.clock.now();
  const shown = { ...challengeFor(ctx, session, exact, at), shownAt: session.factor.at };
  const signIn: SignInProof = {
    person: ctx.person,
    session: session.id,
    factor: session.factor.id,
    kind: session.factor.kind,
    at: session.factor.at,
    timeStep: session.factor.timeStep,
    // The store compares and sets; a proof of this very act may be asked for again.
    countedFor:
      session.countedFor === exact.hash ? null : (session.countedFor as ActionHash | null),
  };
  const proven = proveBySignIn(shown, signIn, at);
  if (!proven.ok) return null;
  const found = await asIdentity(services, ctx.person, (tx) =>
    proveFromSignIn(tx, proven.value, {
      permission: exact.permission,
      accepts: shown.accepts,
      challenge: randomBytes(CHALLENGE_BYTES),
      shownAt: shown.shownAt,
    }),
  );
  return found ?? null;
}

/** Uses the proof up, inside the act's transaction; null when it is none, or not of this act. */
export async function useProof(
  tx: Tx,
  ctx: ActContext,
  exact: ExactAct,
  proof: string | null,
  at: UtcTime,
): Promise<UsedStepUp | null> {
  if (proof === null || ctx.session === null) return null;
  const stepUp = await lockStepUp(tx, proof);
  if (stepUp === undefined) return null;
  const by = { person: ctx.person, session: ctx.session.id, actionHash: exact.hash };
  const used = useStepUp(stepUp, by, at);
  if (!used.ok || !(await markUsed(tx, used.value.id, at))) return null;
  return used.value;
}

/** Shows the act for proof, and says so. */
export async function demandStepUp(ctx: ActContext, exact: ExactAct): Promise<Refusal> {
  const { session, services } = ctx;
  if (session === null) {
    return new Refusal('Forbidden', 'No API key can prove who acts. Nothing was done.');
  }
  const shown = {
    ...challengeFor(ctx, session, exact, services.clock.now()),
    permission: exact.permission,
    challenge: randomBytes(CHALLENGE_BYTES),
  };
  const database = await services.identityDatabase();
  await showStepUp(database, shown);
  const passkeyOptions = await passkeyOptionsFor(services, ctx.person, shown.challenge);
  const { phrase } = permissionSpec(exact.permission);
  return new Refusal('StepUpNeeded', undefined, undefined, {
    id: shown.id,
    accepts: shown.accepts,
    ...(passkeyOptions !== null && { passkeyOptions }),
    sentence: `Prove that it is you who wants to ${phrase}.`,
    permission: exact.permission,
  });
}

function challengeFor(
  { services, access, person }: ActContext,
  session: SessionInfo,
  exact: ExactAct,
  at: UtcTime,
): Challenge {
  const roles = rolesReaching(access, exact.resource, at);
  return {
    id: services.ids.next<StepUpId>(),
    person,
    session: session.id,
    actionHash: exact.hash,
    shownAt: at,
    accepts: acceptedFactors(roles, services.tradingMode()),
  };
}
