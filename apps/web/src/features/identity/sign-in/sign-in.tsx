'use client';

import { useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { tellSessionNews } from '../session-channel.ts';
import type { SessionView } from '../session-view.ts';
import { DemoPeople, type DemoPerson } from './demo-people.tsx';
import { FactorStep } from './factor-step.tsx';
import { type Credentials, PasswordStep } from './password-step.tsx';

const NOBODY: Credentials = { email: '', password: '' };

/** Password, then the second factor, then the page one came for. */
export function SignIn({
  session: made,
  next,
  isDemo,
  people,
}: {
  /** A sign-in that was begun already; null for none. */
  readonly session: SessionView | null;
  /** A page of ours, checked by whoever gives it; null for the person's own shell. */
  readonly next: string | null;
  readonly isDemo: boolean;
  readonly people: readonly DemoPerson[];
}) {
  const client = useTRPCClient();
  const [session, setSession] = useState(made);
  const [given, setGiven] = useState(NOBODY);
  const form = useRef<HTMLDivElement>(null);
  const look = async () => {
    const now = await client.auth.session.query();
    if (now?.stage === 'Full') {
      tellSessionNews({ kind: 'SignedIn' });
      // A load of its own: nothing of who was here before stays in memory.
      return location.assign(next ?? `/${now.audience}`);
    }
    if (now?.needs === 'Enrol') {
      return location.assign(
        next === null ? '/sign-in/enrol' : `/sign-in/enrol?next=${encodeURIComponent(next)}`,
      );
    }
    setSession(now);
  };
  const choose = ({ email, password }: DemoPerson) => {
    setGiven({ email, password });
    form.current?.querySelector<HTMLElement>('[type=submit]')?.focus();
  };
  if (session !== null) {
    return (
      <>
        <h1 className="text-title">Show that it is you</h1>
        <p className="pt-1 pb-6 text-ink-2">
          {session.person.name}, {session.person.email}.{' '}
          <button
            type="button"
            className="font-medium text-accent underline-offset-3 hover:underline"
            onClick={() => setSession(null)}
          >
            Somebody else?
          </button>
        </p>
        <FactorStep session={session} isDemo={isDemo} onDone={look} />
      </>
    );
  }
  return (
    <>
      <h1 className="text-title">Sign in</h1>
      <p className="pt-1 pb-6 text-ink-2">Use the address you were invited with.</p>
      <div ref={form}>
        <PasswordStep given={given} onGiven={setGiven} onLetIn={look} />
      </div>
      {people.length > 0 && (
        <div className="pt-7">
          <DemoPeople people={people} chosen={given.email} onChoose={choose} />
        </div>
      )}
    </>
  );
}
