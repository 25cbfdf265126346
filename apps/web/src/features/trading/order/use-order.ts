'use client';

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { parseId } from '@ultrathink/domain/kernel';
import { type ClOrdId, isEnded } from '@ultrathink/domain/trading';
import { useEffect, useRef } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';

/** Read again so long after something was told of it, so that many fills cost one reading. */
const AGAIN_MS = 200;
/** And so often while it works: a line that is silent is no proof that nothing happened. */
const WORKING_MS = 3_000;
/** What comes after the end: places in the log, late fees. */
const ENDED_MS = 15_000;

/** One order with what stands behind it, followed as it fills. */
export function useOrder(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const parsed = parseId<ClOrdId>(id);
  const clOrdId = parsed.ok ? parsed.value : null;
  const input = clOrdId === null ? skipToken : { clOrdId };
  const whole = useQuery(
    trpc.trading.getOrder.queryOptions(input, {
      refetchInterval: ({ state: { data, error } }) => {
        if (data === undefined) return toldError(error).code === 'NotFound' ? false : WORKING_MS;
        return isEnded(data.order.ordStatus) ? ENDED_MS : WORKING_MS;
      },
    }),
  );
  const { data } = whole;
  const trail = useQuery(
    trpc.trading.getOrderTrail.queryOptions(data === undefined ? skipToken : input, {
      refetchInterval: data?.order.endedAt === null ? WORKING_MS : ENDED_MS,
    }),
  );
  const heard = useLive('trading.orders').find(({ payload }) => payload.clOrdId === clOrdId);
  const paths = useRef([
    trpc.trading.getOrder.pathFilter(),
    trpc.trading.getOrderTrail.pathFilter(),
  ]);
  const heardAtMs = heard?.atMs;
  useEffect(() => {
    if (heardAtMs === undefined) return;
    const timer = setTimeout(() => {
      for (const path of paths.current) void client.invalidateQueries(path);
    }, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [client, heardAtMs]);
  return { clOrdId, whole, trail };
}
