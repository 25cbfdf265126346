'use client';

import { FailurePage } from '@/features/errors/failure-page.tsx';

export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return <FailurePage digest={error.digest} retry={reset} />;
}
