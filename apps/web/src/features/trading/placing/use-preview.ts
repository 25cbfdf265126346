'use client';

import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';

/** Keys come faster than questions need to. */
const DEBOUNCE_MS = 150;
/** An answer older than this is marked; the engine decides anew when the order is sent. */
export const STALE_MS = 5_000;

/** A text that has stood still for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export interface Question<Wish, Answer> {
  readonly keyOf: (wish: Wish) => QueryKey;
  readonly ask: (wish: Wish, signal: AbortSignal) => Promise<Answer>;
  /** The engine decides it again this often: prices move. */
  readonly againMs: number;
}

export interface Previewed<Answer> {
  readonly preview: Answer | undefined;
  readonly error: Error | null;
  /** The answer is to what is asked for now. */
  readonly isCurrent: boolean;
  readonly atMs: number;
}

/**
 * What the engine would decide of a wish, by the same code that decides it; null while something of it is
 * missing. An answer to an older one is shown, and never counts.
 */
export function usePreview<Wish, Answer>(
  wish: Wish | null,
  { keyOf, ask, againMs }: Question<Wish, Answer>,
): Previewed<Answer> {
  const text = JSON.stringify(wish);
  const settledText = useSettled(text);
  const settled = useMemo(() => JSON.parse(settledText) as Wish | null, [settledText]);
  const asked = useQuery({
    queryKey: settled === null ? ['nothing is asked'] : keyOf(settled),
    queryFn: ({ signal }) => ask(settled as Wish, signal),
    enabled: settled !== null,
    refetchInterval: againMs,
    staleTime: 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const isCurrent = settledText === text && !asked.isPlaceholderData;
  return {
    preview: wish === null ? undefined : asked.data,
    error: wish === null || !isCurrent ? null : asked.error,
    isCurrent: wish !== null && isCurrent && asked.data !== undefined && asked.error === null,
    atMs: asked.dataUpdatedAt,
  };
}
