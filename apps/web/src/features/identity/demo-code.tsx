'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { useNow } from '@/ui/clock.ts';

/** Asked again while a code is waited for; the platform tells when it is time. */
const ASK_AGAIN_MS = 1_000;

/**
 * The code that the authenticator of one of the demo's people shows now, as a press. It is no part of
 * any other deployment, and of nobody who was invited: they have an authenticator.
 */
export function DemoCode({
  email,
  onCode,
  fills = false,
}: {
  readonly email: string;
  readonly onCode: (code: string) => void;
  /** Fills the code in by itself, the first time there is one. */
  readonly fills?: boolean;
}) {
  const trpc = useTRPC();
  const { data, dataUpdatedAt, refetch } = useQuery({
    ...trpc.demo.currentCode.queryOptions({ email }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    throwOnError: false,
  });
  const now = useNow(ASK_AGAIN_MS);
  const leftS =
    data === undefined || now === null
      ? null
      : Math.ceil(data.secondsLeft - (now - dataUpdatedAt) / 1_000);
  const isOver = leftS !== null && leftS <= 0;
  useEffect(() => {
    if (isOver) void refetch();
  }, [isOver, refetch]);
  const code = data?.code ?? null;
  useEffect(() => {
    if (fills && code !== null) onCode(code);
  }, [fills, code, onCode]);
  if (data === undefined || leftS === null) return null;
  if (code === null) {
    return (
      <p className="text-ink-3 text-label tabular-nums">
        This demo’s next code comes in {Math.max(0, leftS)} s.
      </p>
    );
  }
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-ink-3 text-label">
      <span>This demo’s code</span>
      <button
        type="button"
        onClick={() => onCode(code)}
        className="min-h-6 font-medium font-mono text-accent underline-offset-3 hover:underline"
      >
        {code.slice(0, 3)} {code.slice(3)}
        <span className="sr-only">, fill it in</span>
      </button>
      <span className="tabular-nums">{Math.max(0, leftS)} s left</span>
    </p>
  );
}
