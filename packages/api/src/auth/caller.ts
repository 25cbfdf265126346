/** Who asks: the person behind the session's cookie or behind an API key, with every grant. */
import { type FoundSession, findSession, touchSession } from '@ultrathink/db/identity';
import { type Actor, idleUntil } from '@ultrathink/domain/access';
import { msBetween } from '@ultrathink/domain/kernel';
import type { RequestFacts, Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import { isLetIn } from './networks.ts';
import { type SessionPort, secretHash } from './session-port.ts';
import type { SessionCaller } from './who-asks.ts';

export type { Caller, SessionCaller, SessionInfo } from './who-asks.ts';

/** Use is written down at most this often: the row is read on each call, and written on few. */
const TOUCH_EVERY_MS = 15_000;

/**
 * The session that came with the request; null for none, or for one that has ended.
 * @throws {Refusal} from a network that its person or organisation does not let in.
 */
export async function callerOfSession(
  services: Services,
  request: RequestFacts,
  cookie: SessionPort,
): Promise<SessionCaller | null> {
  const secret = await cookie.read();
  if (secret === null) return null;
  const at = services.clock.now();
  const database = await services.identityDatabase();
  const found = await findSession(database, secretHash(secret), at);
  if (found === undefined) return null;
  requireNetwork(found, request.address);
  const { session, grants } = found;
  if (!request.isPassive && msBetween(session.lastUsedAt, at) >= TOUCH_EVERY_MS) {
    const until =
      session.stage === 'Full'
        ? idleUntil(session.audience, at, session.absoluteUntil)
        : session.idleUntil;
    await touchSession(database, session.id, { at, idleUntil: until });
  }
  const access: Actor = { person: session.person, grants, key: null };
  return { person: session.person, organisation: session.organisation, access, session };
}

function requireNetwork({ allowLists }: FoundSession, address: string): void {
  if (isLetIn(allowLists.person, address) && isLetIn(allowLists.organisation, address)) return;
  throw new Refusal(
    'Forbidden',
    'You may not come from this network. Nothing was done; an administrator can change the list.',
  );
}
