'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '@/trpc/client.ts';
import type { Wish } from '../model.ts';
import { usePreview } from '../placing/use-preview.ts';
import { useSend } from '../placing/use-send.ts';
import { SENT_ORDER } from './kept.ts';

const AGAIN_MS = 1_000;

/** The engine's preview of an order of one account. */
export function useOrderPreview(wish: Wish | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return usePreview(wish, {
    keyOf: (asked: Wish) => trpc.trading.previewOrder.queryKey({ wish: asked }),
    ask: (asked: Wish, signal) => client.trading.previewOrder.query({ wish: asked }, { signal }),
    againMs: AGAIN_MS,
  });
}

/** Places an order of one account. */
export function useSendOrder(onPlaced: () => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return useSend<Wish>({
    store: SENT_ORDER,
    place: ({ wish, key }) => client.trading.placeOrder.mutate({ wish, idempotencyKey: key }),
    onEnded: ({ kind }) => {
      if (kind === 'Placed') onPlaced();
      void queries.invalidateQueries(trpc.trading.listOrders.pathFilter());
    },
    keepsPlaced: true,
  });
}
