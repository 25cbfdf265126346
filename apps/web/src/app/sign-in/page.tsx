import { demoGate } from '@ultrathink/api';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { EntryFrame } from '@/features/identity/entry-frame.tsx';
import { safeNext } from '@/features/identity/next-path.ts';
import { SignIn } from '@/features/identity/sign-in/sign-in.tsx';
import { platform } from '@/server/platform.ts';
import { pageCaller, pageSession, requireOwnMachine } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Sign in' };

interface Asked {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Asked) {
  await requireOwnMachine();
  const asked = (await searchParams).next;
  const next = safeNext(typeof asked === 'string' ? asked : null);
  const session = await pageSession();
  if (session?.stage === 'Full') redirect(next ?? `/${session.audience}`);
  if (session?.needs === 'Enrol') {
    redirect(next === null ? '/sign-in/enrol' : `/sign-in/enrol?next=${encodeURIComponent(next)}`);
  }
  const { env, peers } = platform();
  const isDemo = demoGate(env.DEPLOYMENT, peers.read(await headers())) === 'Open';
  const people = isDemo ? await (await pageCaller()).demo.people() : [];
  return (
    <EntryFrame>
      <SignIn session={session} next={next} isDemo={isDemo} people={people} />
    </EntryFrame>
  );
}
