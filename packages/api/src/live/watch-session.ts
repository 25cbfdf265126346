/**
 * A stream lives as long as the session it was opened with. It ends when this process ends the
 * session, and within ten seconds of another process doing so or of its limits.
 */
import { callerOfSession } from '../auth/caller.ts';
import { noSession } from '../auth/session-port.ts';
import type { Context } from '../context.ts';

export const LOOK_AGAIN_MS = 10_000;

export type Look = () => Promise<boolean>;

/** Whether the session that came with the request is still there. A stream is no use of it. */
export function lookAgain({ services, request, cookie }: Context): Look {
  if (cookie === noSession) return () => Promise.resolve(true);
  return async () => {
    const caller = await callerOfSession(services, { ...request, isPassive: true }, cookie);
    return caller?.session.stage === 'Full';
  };
}
