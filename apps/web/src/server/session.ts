/** Who asks for a page, and whether it opens to them. Every page behind a shell asks for itself. */
import 'server-only';
import { appRouter, demoGate, Refusal, requestFacts } from '@ultrathink/api';
import { headers } from 'next/headers';
import { forbidden, notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { signInPath } from '@/features/identity/next-path.ts';
import type { SessionView } from '@/features/identity/session-view.ts';
import type { AudienceId } from '@/features/shell/audiences.ts';
import { browserCookies, cookieOf } from './next-auth.ts';
import { PATH_HEADER } from './path-header.ts';
import { platform } from './platform.ts';

/** A page that is only fetched ahead was not asked for by anybody. */
const PREFETCH_HEADER = 'next-router-prefetch';

/** The procedures, called for the page that is being made, with the cookie that came with it. */
export const pageCaller = cache(async () => {
  const asked = await headers();
  const { peers, services } = platform();
  const header = (name: string) =>
    name === 'x-passive' ? asked.get(PREFETCH_HEADER) : asked.get(name);
  const facts = requestFacts({ peer: peers.read(asked), address: peers.address(asked) }, header);
  const cookies = browserCookies(services, (name) => cookieOf(asked, name));
  return appRouter.createCaller(services.context(facts, cookies));
});

/** The session a page came with, of either stage; null for none. Looked up once per page. */
export const pageSession = cache(async (): Promise<SessionView | null> => {
  try {
    return await (await pageCaller()).auth.session();
  } catch (error) {
    // From a network that is not let in: for a page that is as good as nobody.
    if (error instanceof Refusal && error.publicCode === 'Forbidden') return null;
    throw error;
  }
});

/** The address of the page that is being made: path and query. */
export async function pagePath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '/';
}

/** A demo answers its own machine alone, before anybody signs in and after. */
export async function requireOwnMachine(): Promise<void> {
  // Asked for first: a build, which has no request, ends here and opens neither database nor door.
  const asked = await headers();
  const { env, peers } = platform();
  if (env.DEPLOYMENT === 'DEMO' && demoGate(env.DEPLOYMENT, peers.read(asked)) !== 'Open') {
    forbidden();
  }
}

/** Somebody who is wholly signed in; everybody else is sent to the sign-in and comes back after it. */
export async function requireSession(): Promise<SessionView> {
  await requireOwnMachine();
  const session = await pageSession();
  if (session === null || session.stage !== 'Full') redirect(signInPath(await pagePath()));
  return session;
}

/** Somebody whose roles open this shell. */
export async function requireShell(audience: AudienceId): Promise<SessionView> {
  const session = await requireSession();
  if (!session.audiences.includes(audience)) forbidden();
  return session;
}

/** For pages that only a demo has. */
export async function requireDemo(): Promise<void> {
  const asked = await headers();
  const { env, peers } = platform();
  const gate = demoGate(env.DEPLOYMENT, peers.read(asked));
  if (gate === 'NotHere') notFound();
  if (gate === 'OtherMachine') forbidden();
}
