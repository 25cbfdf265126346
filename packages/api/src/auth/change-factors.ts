/**
 * Changes of second factors. Somebody who has none yet enrols the first with the password alone, as
 * the sign-in's second step; whoever has one proves it for exactly this change (ASVS 6.4.4, 7.5.1).
 */
import type { Tx } from '@ultrathink/db';
import { factorKinds } from '@ultrathink/db/identity';
import type { EventDraft } from '@ultrathink/domain/audit';
import { err, ok, type Result, type UtcTime } from '@ultrathink/domain/kernel';
import { Refusal } from '../errors.ts';
import type { ActContext } from '../procedures/act.ts';
import { demandStepUp, exactAct, proofOf, useProof } from '../procedures/step-up.ts';
import { asIdentity } from './as-identity.ts';
import type { SessionCaller } from './caller.ts';
import { sealAct } from './seal.ts';
import { clientIdOf } from './sign-in.ts';

export interface FactorChange {
  readonly kind: `auth.${string}`;
  /** Which factor, or which kind of factor. */
  readonly subject: string;
  /** Without secrets. */
  readonly input: unknown;
}

export type FactorContext = ActContext & { readonly caller: SessionCaller };

type Events = readonly [EventDraft, ...EventDraft[]];

/** @throws {Refusal} StepUpNeeded, or SignInNeeded while a factor that is there is not proven. */
export async function changeFactors(
  ctx: FactorContext,
  { kind, subject, input }: FactorChange,
  change: (tx: Tx, at: UtcTime) => Promise<Result<Events, Refusal>>,
): Promise<void> {
  const { caller, services, person } = ctx;
  const isFull = caller.session.stage === 'Full';
  if (!isFull) await requireNoFactor(ctx);
  const resource = { kind: 'Self', person } as const;
  const exact = exactAct(services, { permission: 'self.changeFactors', resource, subject, input });
  const proof = isFull ? await proofOf(ctx, exact) : null;
  const clientId = clientIdOf(caller.organisation);
  const act = { kind, person, clientId, sessionId: caller.session.id, input } as const;
  const outcome = await sealAct<{ done: boolean }>(ctx, act, async (tx, at) => {
    if (isFull && (await useProof(tx, ctx, exact, proof, at)) === null) return err(new NoProof());
    const changed = await change(tx, at);
    return changed.ok ? ok({ answer: { done: true }, events: changed.value }) : changed;
  }).catch((error: unknown) => {
    if (error instanceof NoProof) return null;
    throw error;
  });
  if (outcome === null) throw await demandStepUp(ctx, exact);
}

/** Undoes the transaction; what is told is made after it. */
class NoProof extends Refusal {
  constructor() {
    super('StepUpNeeded');
  }
}

async function requireNoFactor({ services, person }: FactorContext): Promise<void> {
  const kinds = await asIdentity(services, person, (tx) => factorKinds(tx, person));
  if (kinds.length > 0) {
    throw new Refusal('SignInNeeded', 'Prove your second factor first. Nothing was changed.');
  }
}
