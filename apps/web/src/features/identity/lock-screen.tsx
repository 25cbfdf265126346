'use client';

import { useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { Mark } from '@/ui/mark.tsx';
import { leaveForSignIn, useIsDemo, useSession } from './session-context.ts';
import type { SessionView } from './session-view.ts';
import { FactorStep } from './sign-in/factor-step.tsx';
import { PasswordStep } from './sign-in/password-step.tsx';

/**
 * Over a page whose session has ended. The page stays as it was, out of sight and out of reach, and
 * goes on when the same person is back.
 */
// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function LockScreen({
  now,
  onBack,
}: {
  /** What is known of the session: null, or one that still lacks its second factor. */
  readonly now: SessionView | null;
  readonly onBack: () => void;
}) {
  const { person } = useSession();
  const isDemo = useIsDemo();
  const client = useTRPCClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const begun = now?.stage === 'Password' && now.person.id === person.id ? now : null;
  const [step, setStep] = useState<SessionView | null>(begun);
  const [given, setGiven] = useState({ email: person.email, password: '' });
  // Modal by the browser itself: everything else is inert, floats of the page included.
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    element.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => element.close();
  }, []);
  const look = async () => {
    const session = await client.auth.session.query();
    if (session?.stage === 'Full' || session?.needs === 'Enrol') onBack();
    else setStep(session);
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby="locked"
      onCancel={(event) => event.preventDefault()}
      onClose={(event) => event.currentTarget.isConnected && event.currentTarget.showModal()}
      className="fixed inset-x-0 top-(--shell-top) bottom-0 m-0 h-auto max-h-none w-full max-w-none overflow-y-auto bg-paper text-body text-ink backdrop:bg-transparent"
    >
      <div className="mx-auto flex min-h-full w-full max-w-88 flex-col justify-center px-gutter py-12">
        <Mark size={28} className="mb-6" />
        <h1 id="locked" className="text-title">
          Locked
        </h1>
        <p className="pt-1 pb-6 text-ink-2">
          This session has ended. The page is kept as it was; nothing on it is lost and nothing was
          sent. Sign in again as <span className="font-medium text-ink">{person.name}</span> and it
          goes on.
        </p>
        {step === null ? (
          <PasswordStep
            given={given}
            onGiven={setGiven}
            fixedEmail
            onLetIn={look}
            act={`Continue as ${person.name}`}
          />
        ) : (
          <FactorStep session={step} isDemo={isDemo} onDone={look} />
        )}
        <button
          type="button"
          onClick={leaveForSignIn}
          className="mt-6 min-h-6 w-fit text-ink-2 text-label underline-offset-3 hover:text-ink hover:underline"
        >
          Leave the page, sign in as somebody else
        </button>
      </div>
    </dialog>
  );
}
