'use client';

import './globals.css';
import { Failure } from '@/features/errors/failure.tsx';

/** Stands in for everything, the layout too, when that is what failed. */
export default function GlobalErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <main id="main">
          <Failure digest={error.digest} retry={reset} />
        </main>
      </body>
    </html>
  );
}
