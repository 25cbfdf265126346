import type { OperationContext, TRPCClientError, TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { AppRouter, StepUpDemand } from '@ultrathink/api/client';
import type { Interruptions, Shown } from './interruptions.ts';
import { toldError } from './told-error.ts';

/** In an operation's context: the proof it comes with. */
export const STEP_UP = 'stepUp';
/** In an operation's context: tells what an act will do, from its input. */
export const SHOWS = 'shows';

/** A procedure that wants a sign-in from somebody who is signed in is not asked for ever. */
const MOST_LOCKS = 3;

/** What signing in itself asks: it can not wait for somebody to sign in. */
const SIGNING_IN = new Set(['auth.proveFactor', 'auth.passkeySignInOptions', 'auth.signOut']);

/**
 * Repeats a call after what it lacked: the same input with the same idempotency key, so that it is
 * done once. Both answers promise that nothing was done before.
 */
export function interruptLink(interruptions: Interruptions): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let inner = { unsubscribe: () => {} };
        let isLeft = false;
        let locks = 0;
        const send = (context: OperationContext): void => {
          if (isLeft) return;
          inner = next({ ...op, context }).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => void recover(error, context),
          });
        };
        const recover = async (error: TRPCClientError<AppRouter>, context: OperationContext) => {
          const { code, stepUp } = toldError(error);
          if (code === 'SignInNeeded' && interruptions.isGuarded && !SIGNING_IN.has(op.path)) {
            locks += 1;
            if (locks > MOST_LOCKS) return observer.error(error);
            await interruptions.lock({ isKnown: false });
            return send(context);
          }
          if (code !== 'StepUpNeeded' || stepUp === undefined) return observer.error(error);
          const isProven = await interruptions.askForProof(stepUp, shownOf(op.input, context));
          if (isProven)
            return send({ ...context, [STEP_UP]: stepUp.id satisfies StepUpDemand['id'] });
          observer.error(error);
        };
        send(op.context);
        return () => {
          isLeft = true;
          inner.unsubscribe();
        };
      });
}

function shownOf(input: unknown, context: OperationContext): Shown | null {
  const shows = context[SHOWS];
  return typeof shows === 'function' ? (shows as (input: unknown) => Shown)(input) : null;
}
