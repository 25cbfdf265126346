'use client';

import { buttonStyles } from '@/ui/button-styles.ts';
import { Failure } from './failure.tsx';

/** Where no shell stands around what could not be made. The mark is drawn here: every page ships this. */
export function FailurePage({
  digest,
  retry,
}: {
  readonly digest: string | undefined;
  readonly retry: () => void;
}) {
  return (
    <main
      id="main"
      className="mx-auto flex min-h-dvh w-full max-w-88 flex-col justify-center py-12"
    >
      <div className="px-gutter">
        <svg width="28" height="28" viewBox="0 0 24 24" aria-hidden="true">
          <path
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            d="M5 8v5.5a4.5 4.5 0 0 0 4.5 4.5M19 8v5.5a4.5 4.5 0 0 1-4.5 4.5"
          />
          <path fill="currentColor" d="M2 2h6v6H2zM16 2h6v6h-6z" />
          <path fill="var(--accent)" d="M8 14h8v8H8z" />
        </svg>
      </div>
      <Failure
        digest={digest}
        retry={retry}
        besides={
          // A load of its own: whatever broke in this page is left behind.
          <a href="/" className={buttonStyles({ variant: 'quiet' })}>
            To the front page
          </a>
        }
      />
    </main>
  );
}
