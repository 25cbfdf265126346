/** The second step of signing in: a code, a passkey, or one of the recovery codes. */

import { randomBytes } from 'node:crypto';
import { insertChallenge } from '@ultrathink/db/identity';
import { type AnyId, addMs, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { signingInAct } from '../../procedures/signing-in.ts';
import { completeSignIn } from '../complete-sign-in.ts';
import { passkeyOptionsFor } from '../passkey-options.ts';
import { signInProofSchema } from '../proofs.ts';
import { sealAct } from '../seal.ts';
import { clientIdOf } from '../sign-in.ts';
import { DONE, done, signInInput } from './inputs.ts';

export const proveFactor = signingInAct
  .input(signInProofSchema)
  .output(done)
  .mutation(async ({ ctx, input }) => {
    await completeSignIn(ctx, ctx.caller, input);
    return DONE;
  });

const CHALLENGE_BYTES = 32;
const CHALLENGE_MS = 5 * 60_000;

export const passkeySignInOptions = signingInAct
  .input(signInInput({}))
  .output(z.strictObject({ options: z.unknown() }))
  .mutation(async ({ ctx }) => {
    const { services, person, session, caller } = ctx;
    const challenge = randomBytes(CHALLENGE_BYTES);
    const options = await passkeyOptionsFor(services, person, challenge);
    if (options === null) throw new Refusal('NotFound', 'This account has no passkey.');
    const clientId = clientIdOf(caller.organisation);
    const act = { kind: 'auth.askPasskey', person, clientId, sessionId: session.id } as const;
    await sealAct<{ done: boolean }>(ctx, { ...act, input: {} }, async (tx, at) => {
      const id = services.ids.next<AnyId>();
      const expiresAt = addMs(at, CHALLENGE_MS);
      await insertChallenge(tx, {
        id,
        purpose: 'SignIn',
        session: session.id,
        challenge,
        expiresAt,
      });
      const subject = { kind: 'Session', id: session.id };
      return ok({ answer: { done: true }, events: [{ action: 'auth.askPasskey', subject }] });
    });
    return { options };
  });
