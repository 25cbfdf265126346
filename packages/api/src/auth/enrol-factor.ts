/**
 * A factor has shown that it works: it is kept. The first of an account completes the sign-in it was
 * enrolled in, and comes with ten recovery codes, shown once.
 */
import type { Tx } from '@ultrathink/db';
import { countRecoveryCodes, replaceRecoveryCodes } from '@ultrathink/db/identity';
import { sendMail } from '@ultrathink/db/operations';
import type { FactorId, StepUpFactor } from '@ultrathink/domain/access';
import type { EventDraft } from '@ultrathink/domain/audit';
import { err, ok, type UtcTime } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import type { FactorContext } from './change-factors.ts';
import { finishSignIn, wrongProof } from './complete-sign-in.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { sealAct } from './seal.ts';
import { clientIdOf } from './sign-in.ts';

export interface Enrolment {
  readonly id: FactorId;
  readonly kind: StepUpFactor;
  readonly timeStep: number | null;
  /** Writes it; false when another request was first. */
  readonly enrol: (tx: Tx, at: UtcTime) => Promise<boolean>;
}

export async function enrolFactor(
  ctx: FactorContext,
  { id, kind, timeStep, enrol }: Enrolment,
): Promise<{ recoveryCodes: string[] | null }> {
  const { caller, person } = ctx;
  const fresh = newRecoveryCodes();
  let hasNewCodes = false;
  const subject = { kind: 'Factor', id };
  const keep = async (tx: Tx, at: UtcTime): Promise<readonly EventDraft[] | null> => {
    if (!(await enrol(tx, at))) return null;
    hasNewCodes = (await countRecoveryCodes(tx, person)) === 0;
    if (hasNewCodes) await replaceRecoveryCodes(tx, person, fresh.hashes);
    await sendMail(tx, securityNotice(person, 'FactorAdded', at));
    return [{ action: 'auth.addFactor', subject, after: { kind, hasNewCodes } }];
  };
  if (caller.session.stage === 'Password') {
    const use = () => Promise.resolve(true);
    await finishSignIn(ctx, caller, { kind, factor: id, timeStep, use }, keep);
  } else {
    const clientId = clientIdOf(caller.organisation);
    const act = { kind: 'auth.addFactor', person, clientId, sessionId: caller.session.id } as const;
    await sealAct<{ done: boolean }>(ctx, { ...act, input: { id } }, async (tx, at) => {
      const [event] = (await keep(tx, at)) ?? [];
      return event === undefined
        ? err(wrongProof())
        : ok({ answer: { done: true }, events: [event] });
    });
  }
  return { recoveryCodes: hasNewCodes ? [...fresh.codes] : null };
}
