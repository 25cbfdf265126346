'use client';

import { Failure } from '@/features/errors/failure.tsx';

/** Within the shell: navigation and strip stay where they are. */
export default function ShellErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return <Failure digest={error.digest} retry={reset} />;
}
