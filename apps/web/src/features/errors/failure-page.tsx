'use client';

import { buttonStyles } from '@/ui/button-styles.ts';
import { MarkDrawing } from '@/ui/mark-drawing.tsx';
import { Failure } from './failure.tsx';

/** Where no shell stands around what could not be made. The mark without the word: every page ships this. */
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
          <MarkDrawing />
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
