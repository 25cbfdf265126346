/**
 * A stream lives as long as the session it was opened with. It ends when this process ends the
 * session, and within ten seconds of another process doing so or of its limits.
 */
import { isSessionOpen } from '@ultrathink/db/identity';
import type { SessionInfo } from '../auth/caller.ts';
import type { Services } from '../context.ts';

export const LOOK_AGAIN_MS = 10_000;

export type Look = () => Promise<boolean>;

/** Whether the session is still there; by its id, because its secret may have changed since. */
export function lookAgain(services: Services, session: SessionInfo | null): Look {
  // An API key's streams are its requests': they end with them.
  if (session === null) return () => Promise.resolve(true);
  return async () =>
    isSessionOpen(await services.identityDatabase(), session.id, services.clock.now());
}
