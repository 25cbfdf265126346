'use client';

import { Failure } from '@/features/errors/failure.tsx';

export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return (
    <main id="main">
      <Failure digest={error.digest} retry={reset} />
    </main>
  );
}
