/**
 * Who a page is made for. Every page behind a shell asks for itself: what stands in front of pages
 * has been gone round before. Procedures ask again, so a page that forgot would show no data.
 */
import 'server-only';
import { callerOfSession, Refusal, requestFacts, type SessionCaller } from '@ultrathink/api';
import { type Audience, isInForce, ROLE_SPECS } from '@ultrathink/domain/access';
import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import { browserCookies, cookieOf } from './next-auth.ts';
import { ownPath } from './own-path.ts';
import { PAGE_HEADER } from './page-header.ts';
import { platform } from './platform.ts';

/** Looked up once per page; null for nobody, or a session that has ended. */
export const currentSession: () => Promise<SessionCaller | null> = cache(async () => {
  const asked = await headers();
  const { peers, services } = platform();
  const facts = requestFacts({ peer: peers.read(asked), address: peers.address(asked) }, (name) =>
    asked.get(name),
  );
  const cookies = browserCookies(services, (name) => cookieOf(asked, name));
  try {
    return await callerOfSession(services, facts, cookies);
  } catch (error) {
    // From a network that is not let in: for a page that is as good as nobody.
    if (error instanceof Refusal && error.publicCode === 'Forbidden') return null;
    throw error;
  }
});

/** Every shell the person's roles open, in the organisation the session is for. */
export function audiencesOf({
  access,
  organisation,
  person,
}: SessionCaller): ReadonlySet<Audience> {
  const at = platform().services.clock.now();
  const there = access.grants.filter(
    (grant) => grant.organisation.id === organisation.id && isInForce(grant, person, at),
  );
  return new Set(there.map((grant) => ROLE_SPECS[grant.role].audience));
}

/** Returns only for somebody whose sign-in is complete; everybody else goes and signs in. */
export async function requireSignedIn(): Promise<SessionCaller> {
  const caller = await currentSession();
  if (caller?.session.stage === 'Full') return caller;
  const page = (await headers()).get(PAGE_HEADER) ?? '/';
  redirect(`/sign-in?next=${encodeURIComponent(ownPath(page))}`);
}

/** The same, for one of the shells; whoever has no role of it is told so. */
export async function requireSession(audience: Audience): Promise<SessionCaller> {
  const caller = await requireSignedIn();
  if (!audiencesOf(caller).has(audience)) forbidden();
  return caller;
}
