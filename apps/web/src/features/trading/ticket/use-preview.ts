'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import type { Wish } from '../model.ts';

/** Keys come faster than questions need to. */
const DEBOUNCE_MS = 150;
/** The engine decides it again this often: prices move. */
const AGAIN_MS = 1_000;
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

/** What the engine would decide of the wish; an answer to an older one is shown, and never counts. */
export function usePreview(wish: Wish | null) {
  const trpc = useTRPC();
  const text = JSON.stringify(wish);
  const settledText = useSettled(text);
  const settled = useMemo(() => JSON.parse(settledText) as Wish | null, [settledText]);
  const asked = useQuery(
    trpc.trading.previewOrder.queryOptions(
      { wish: settled as Wish },
      {
        enabled: settled !== null,
        refetchInterval: AGAIN_MS,
        staleTime: 0,
        placeholderData: keepPreviousData,
        retry: false,
        trpc: { abortOnUnmount: true },
      },
    ),
  );
  const isCurrent = settledText === text && !asked.isPlaceholderData;
  return {
    preview: wish === null ? undefined : asked.data,
    error: wish === null || !isCurrent ? null : asked.error,
    isCurrent: wish !== null && isCurrent && asked.data !== undefined && asked.error === null,
    atMs: asked.dataUpdatedAt,
  };
}
