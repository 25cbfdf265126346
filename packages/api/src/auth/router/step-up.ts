/** The proof of one act that was shown: then the page repeats the act and names this proof. */
import { findShownStepUp, markProven, rotateSecret } from '@ultrathink/db/identity';
import { proveByFactor, type StepUpId } from '@ultrathink/domain/access';
import { err, idSchema, ok, type UtcTime, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { signingInAct, signingInQuery } from '../../procedures/signing-in.ts';
import { asIdentity } from '../as-identity.ts';
import { checkWithDelays, wrongProof } from '../complete-sign-in.ts';
import { passkeyOptionsFor } from '../passkey-options.ts';
import { proofSchema } from '../proofs.ts';
import { sealAct } from '../seal.ts';
import { newSessionSecret, secretHash } from '../session-port.ts';
import { clientIdOf } from '../sign-in.ts';
import { signInInput } from './inputs.ts';

const GONE = 'This proof is no longer asked for. Nothing was done; send the act again.';

/** What can be proven again after a page was loaded anew. */
export const stepUpOptions = signingInQuery
  .input(z.strictObject({ id: idSchema<StepUpId>() }))
  .output(
    z.strictObject({
      accepts: z.array(z.enum(['Totp', 'Passkey'])),
      permission: z.string(),
      shownAt: utcTimeSchema,
      passkeyOptions: z.unknown(),
    }),
  )
  .query(async ({ ctx: { services, person, session }, input: { id } }) => {
    const by = { person, session: session.id };
    const shown = await asIdentity(services, person, (tx) => findShownStepUp(tx, id, by));
    if (shown === undefined) throw new Refusal('NotFound', GONE);
    const { accepts, permission, shownAt, challenge } = shown;
    const passkeyOptions = await passkeyOptionsFor(services, person, challenge);
    return { accepts: [...accepts], permission, shownAt, passkeyOptions };
  });

export const proveStepUp = signingInAct
  .input(signInInput({ id: idSchema<StepUpId>(), proof: proofSchema }))
  .output(z.strictObject({ id: idSchema<StepUpId>(), provenAt: utcTimeSchema }))
  .mutation(async ({ ctx, input: { id, proof } }) => {
    const { services, person, session, caller, cookie } = ctx;
    if (session.stage !== 'Full') throw new Refusal('SignInNeeded');
    const by = { person, session: session.id };
    const shown = await asIdentity(services, person, (tx) => findShownStepUp(tx, id, by));
    if (shown === undefined) throw new Refusal('NotFound', GONE);
    const proven = await checkWithDelays(ctx, caller, proof, shown.challenge);
    const { kind, factor, timeStep } = proven;
    const present = await cookie.read();
    if (factor === null || present === null) throw new Refusal('SignInNeeded');
    const secret = newSessionSecret();
    const clientId = clientIdOf(caller.organisation);
    const input = { stepUp: id, factor };
    const act = {
      kind: 'auth.proveStepUp',
      person,
      clientId,
      sessionId: session.id,
      input,
    } as const;
    const provenAt = await sealAct<UtcTime>(ctx, act, async (tx, at) => {
      // That the code is later than the last one is for the store to compare and set.
      const judged = proveByFactor(shown, { ...by, factor, kind, at, timeStep }, null, at);
      if (!judged.ok) {
        const isOld = judged.error.code === 'TooOld';
        return err(isOld ? new Refusal('NotFound', GONE) : wrongProof());
      }
      if (!(await proven.use(tx, at)) || !(await markProven(tx, judged.value))) {
        return err(wrongProof());
      }
      const secrets = { from: secretHash(present), to: secretHash(secret) };
      if (!(await rotateSecret(tx, session.id, secrets, at))) return err(new Refusal('Conflict'));
      const subject = { kind: 'StepUp', id };
      const after = { permission: shown.permission, action: shown.actionHash, factor: kind };
      return ok({ answer: at, events: [{ action: 'auth.proveStepUp', subject, after }] });
    });
    await cookie.write(secret, session.absoluteUntil);
    return { id, provenAt };
  });
