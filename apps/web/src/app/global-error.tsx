'use client';

import './globals.css';
import { FailurePage } from '@/features/errors/failure-page.tsx';

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
      {/* Titles come from the layout too, and this page stands without one. */}
      <title>Not shown · Ultrathink</title>
      <body>
        <FailurePage digest={error.digest} retry={reset} />
      </body>
    </html>
  );
}
