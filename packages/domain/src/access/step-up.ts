/**
 * Step-up: a fresh proof of who acts, bound to the hash of one exact action, good for five minutes
 * and for one use, within one session. There is no step-up "in general" that another action could use.
 *
 * Somebody who has just signed in has used up the current code of his authenticator. So a sign-in
 * younger than 60 s counts as the proof of the one exact action that is then shown; after that, or
 * for a second action, it takes another factor or the next code.
 *
 * Pure rules: that a step-up is used once also under a race is for the store's compare-and-set.
 */

import { toHex } from '../audit/index.ts';
import {
  type Brand,
  type CanonicalRefusal,
  canonicalDigest,
  type Digest,
  err,
  mapResult,
  msBetween,
  ok,
  type PersonId,
  type Result,
  type SessionId,
  type UtcTime,
} from '../kernel/index.ts';
import type { FactorId, StepUpId } from './ids.ts';
import type { Permission, Resource } from './permissions.ts';

export const STEP_UP_LIFE_MS = 5 * 60_000;
export const FRESH_SIGN_IN_MS = 60_000;

/** Hex. Two actions that differ in anything that matters have different hashes. */
export type ActionHash = Brand<string, 'ActionHash'>;

export interface Action {
  readonly permission: Permission;
  readonly resource: Resource;
  readonly subject: string;
  /** All that decides what will happen, as canonical JSON can hold it: amounts as text. */
  readonly input: unknown;
}

export function actionHash(digest: Digest, action: Action): Result<ActionHash, CanonicalRefusal> {
  const { permission, resource, subject, input } = action;
  const hash = canonicalDigest({ v: 1, permission, resource, subject, input }, digest);
  return mapResult(hash, (bytes) => toHex(bytes) as ActionHash);
}

/** RecoveryCode opens a session when a factor is lost; it proves no action. */
export type FactorKind = 'Totp' | 'Passkey' | 'RecoveryCode';
export type StepUpFactor = Exclude<FactorKind, 'RecoveryCode'>;

/** The action as it was shown to the person who is to prove who they are. */
export interface Challenge {
  readonly id: StepUpId;
  readonly person: PersonId;
  readonly session: SessionId;
  readonly actionHash: ActionHash;
  readonly shownAt: UtcTime;
  /** What is strong enough here: any factor, or passkeys only. */
  readonly accepts: readonly [StepUpFactor, ...StepUpFactor[]];
}

/** A factor that was verified. */
export interface FactorProof {
  readonly person: PersonId;
  readonly session: SessionId;
  readonly factor: FactorId;
  readonly kind: FactorKind;
  readonly at: UtcTime;
  /** Number of the 30-second step of a TOTP code (RFC 6238); null for the other kinds. */
  readonly timeStep: number | null;
}

/** The second factor of the sign-in. `countedFor`: the one action it has already been proof of. */
export interface SignInProof extends FactorProof {
  readonly countedFor: ActionHash | null;
}

export interface StepUp {
  readonly id: StepUpId;
  readonly person: PersonId;
  readonly session: SessionId;
  readonly actionHash: ActionHash;
  readonly factor: FactorId;
  readonly provenAt: UtcTime;
  readonly usedAt: UtcTime | null;
}

/** Only `useStepUp` mints it. */
export type UsedStepUp = Brand<StepUp & { readonly usedAt: UtcTime }, 'UsedStepUp'>;

export type StepUpRefusal =
  | { readonly code: 'OtherPerson' }
  | { readonly code: 'OtherSession' }
  | { readonly code: 'OtherAction' }
  | { readonly code: 'FactorTooWeak'; readonly accepts: readonly StepUpFactor[] }
  | { readonly code: 'TooOld'; readonly limitMs: number; readonly actualMs: number }
  | { readonly code: 'FromTheFuture' }
  /** The code was used before; the next one shows within 30 seconds. */
  | { readonly code: 'CodeUsed' }
  | { readonly code: 'SignInUsed' }
  | { readonly code: 'StepUpUsed'; readonly usedAt: UtcTime };

/** The sign-in as proof of the action shown. The caller stores `countedFor` with the step-up. */
export function proveBySignIn(
  challenge: Challenge,
  signIn: SignInProof,
  at: UtcTime,
): Result<StepUp, StepUpRefusal> {
  const refusal = proofRefusal(challenge, signIn) ?? ageRefusal(signIn.at, at, FRESH_SIGN_IN_MS);
  if (refusal !== undefined) return err(refusal);
  if (signIn.countedFor !== null) return err({ code: 'SignInUsed' });
  return ok(stepUpOf(challenge, signIn));
}

/**
 * A factor as proof of the action shown, given after it was shown. `lastTimeStep`: that of the last
 * code of this authenticator that was accepted anywhere, the sign-in included; null for none.
 */
export function proveByFactor(
  challenge: Challenge,
  proof: FactorProof,
  lastTimeStep: number | null,
  at: UtcTime,
): Result<StepUp, StepUpRefusal> {
  const refusal =
    proofRefusal(challenge, proof) ??
    ageRefusal(challenge.shownAt, proof.at, STEP_UP_LIFE_MS) ??
    ageRefusal(proof.at, at, STEP_UP_LIFE_MS);
  if (refusal !== undefined) return err(refusal);
  if (proof.kind === 'Totp' && !isLaterCode(proof.timeStep, lastTimeStep)) {
    return err({ code: 'CodeUsed' });
  }
  return ok(stepUpOf(challenge, proof));
}

/** Uses a step-up up, for the action whose hash the caller has just computed itself. */
export function useStepUp(
  stepUp: StepUp,
  by: { readonly person: PersonId; readonly session: SessionId; readonly actionHash: ActionHash },
  at: UtcTime,
): Result<UsedStepUp, StepUpRefusal> {
  const refusal = bearerRefusal(stepUp, by);
  if (refusal !== undefined) return err(refusal);
  if (stepUp.actionHash !== by.actionHash) return err({ code: 'OtherAction' });
  if (stepUp.usedAt !== null) return err({ code: 'StepUpUsed', usedAt: stepUp.usedAt });
  const age = ageRefusal(stepUp.provenAt, at, STEP_UP_LIFE_MS);
  return age === undefined ? ok({ ...stepUp, usedAt: at } as UsedStepUp) : err(age);
}

function proofRefusal(challenge: Challenge, proof: FactorProof): StepUpRefusal | undefined {
  const { accepts } = challenge;
  if (accepts.some((kind) => kind === proof.kind)) return bearerRefusal(challenge, proof);
  return { code: 'FactorTooWeak', accepts };
}

interface Bearer {
  readonly person: PersonId;
  readonly session: SessionId;
}

function bearerRefusal(bound: Bearer, by: Bearer): StepUpRefusal | undefined {
  if (bound.person !== by.person) return { code: 'OtherPerson' };
  return bound.session === by.session ? undefined : { code: 'OtherSession' };
}

/** Younger than the limit, and not later than now: a clock set back makes nothing younger. */
function ageRefusal(from: UtcTime, at: UtcTime, limitMs: number): StepUpRefusal | undefined {
  const actualMs = msBetween(from, at);
  if (actualMs < 0) return { code: 'FromTheFuture' };
  return actualMs < limitMs ? undefined : { code: 'TooOld', limitMs, actualMs };
}

function isLaterCode(timeStep: number | null, last: number | null): boolean {
  return timeStep !== null && (last === null || timeStep > last);
}

function stepUpOf(challenge: Challenge, proof: FactorProof): StepUp {
  const { id, person, session, actionHash: hash } = challenge;
  return {
    id,
    person,
    session,
    actionHash: hash,
    factor: proof.factor,
    provenAt: proof.at,
    usedAt: null,
  };
}
