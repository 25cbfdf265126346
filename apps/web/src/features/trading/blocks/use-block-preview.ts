'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { useSettled } from '../ticket/use-preview.ts';
import type { BlockWish } from './draft.ts';

/** The engine decides it again this often: prices move. */
const AGAIN_MS = 2_000;

/** What the engine would decide of the block; an answer to an older wish is shown, and never counts. */
export function useBlockPreview(wish: BlockWish | null) {
  const trpc = useTRPC();
  const text = JSON.stringify(wish);
  const settledText = useSettled(text);
  const settled = useMemo(() => JSON.parse(settledText) as BlockWish | null, [settledText]);
  const asked = useQuery(
    trpc.trading.previewBlock.queryOptions(settled as BlockWish, {
      enabled: settled !== null,
      refetchInterval: AGAIN_MS,
      staleTime: 0,
      placeholderData: keepPreviousData,
      retry: false,
      trpc: { abortOnUnmount: true },
    }),
  );
  const isCurrent = settledText === text && !asked.isPlaceholderData;
  return {
    preview: wish === null ? undefined : asked.data,
    error: wish === null || !isCurrent ? null : asked.error,
    isCurrent: wish !== null && isCurrent && asked.data !== undefined && asked.error === null,
    atMs: asked.dataUpdatedAt,
  };
}
