import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Enrol } from '@/features/identity/enrol/enrol.tsx';
import { EntryFrame } from '@/features/identity/entry-frame.tsx';
import { safeNext, signInPath } from '@/features/identity/next-path.ts';
import { pageSession, requireOwnMachine } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Add a second factor' };

interface Asked {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}

export default async function EnrolPage({ searchParams }: Asked) {
  await requireOwnMachine();
  const asked = (await searchParams).next;
  const next = safeNext(typeof asked === 'string' ? asked : null);
  const session = await pageSession();
  if (session === null || session.needs === 'Factor') redirect(signInPath(next ?? '/'));
  if (session.stage === 'Full') redirect(next ?? `/${session.audience}`);
  return (
    <EntryFrame>
      <Enrol
        email={session.person.email}
        accepts={session.accepts}
        home={next ?? `/${session.audience}`}
      />
    </EntryFrame>
  );
}
