'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '@/trpc/client.ts';
import { sentStore } from '../placing/sent.ts';
import { usePreview } from '../placing/use-preview.ts';
import { useSend } from '../placing/use-send.ts';
import type { BlockWish } from './draft.ts';

/** Every check is made for every account: asked less often than for one. */
const AGAIN_MS = 2_000;

/** A block that was sent from this tab, until its answer is known. */
export const SENT_BLOCK = sentStore<BlockWish>('block.sent');

/** The engine's preview of a block. */
export function useBlockPreview(wish: BlockWish | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return usePreview(wish, {
    keyOf: (asked: BlockWish) => trpc.trading.previewBlock.queryKey(asked),
    ask: (asked: BlockWish, signal) => client.trading.previewBlock.query(asked, { signal }),
    againMs: AGAIN_MS,
  });
}

/** Places a block; who asks is told of it once the list has it. */
export function useSendBlock(onPlaced: (clOrdId: string) => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return useSend<BlockWish>({
    store: SENT_BLOCK,
    place: ({ wish, key }) => client.trading.placeBlock.mutate({ ...wish, idempotencyKey: key }),
    onEnded: async (ended) => {
      await queries.invalidateQueries(trpc.trading.listBlocks.pathFilter());
      if (ended.kind === 'Placed') onPlaced(ended.clOrdId);
    },
    keepsPlaced: false,
  });
}
