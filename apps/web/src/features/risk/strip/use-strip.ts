'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { useEffect, useMemo } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { type Live, useLineSnapshot, useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';

/** What no notice tells, breaks and the seal, is at most so old. */
const AGAIN_MS = 5_000;
/** While no order is taken, for whoever waits to send one. */
const OPENING_AGAIN_MS = 1_000;

/**
 * What the control strip stands on: read once, then again whenever the stream tells of a state or of
 * an order whose doubt begins or ends.
 */
export function useStrip() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const maySee = useMay('risk.readStrip');
  const found = useQuery(
    trpc.risk.getStrip.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.engine === 'Closed' ? OPENING_AGAIN_MS : AGAIN_MS,
      enabled: maySee,
    }),
  );
  const live = useLive('trading.states');
  const heard = useHeard();
  useEffect(() => {
    if (heard === '') return;
    void queryClient.invalidateQueries(trpc.risk.getStrip.pathFilter());
  }, [heard, queryClient, trpc]);
  const strip = useMemo(() => told(found.data, live), [found.data, live]);
  return { strip, isFailing: found.failureCount > 0 || found.isError, maySee };
}

const RANK = { Active: 0, Reducing: 1, Halted: 2 } as const;

/**
 * A stop that the stream told since the strip was read stands at once. That trading goes on is read: it
 * may be one shard's word of several.
 */
export function told(
  strip: StripRead | undefined,
  live: readonly Pick<Live<'trading.states'>, 'payload'>[],
): StripRead | undefined {
  if (strip === undefined) return undefined;
  const newer = live.filter(({ payload }) => payload.at > strip.at);
  if (newer.length === 0) return strip;
  const states = new Map(strip.states.map((one) => [`${one.level}|${one.scope}`, one]));
  for (const { payload } of newer) {
    const { level, scope, state, why, at } = payload;
    const key = `${level}|${scope}`;
    const known = states.get(key);
    if (RANK[state] <= RANK[known?.state ?? 'Active']) continue;
    states.set(key, {
      ...{ level, scope, state, why },
      grade: known?.grade ?? null,
      clientId: known?.clientId ?? null,
      since: at,
    });
  }
  return { ...strip, states: [...states.values()] };
}

/** Changes when a trading state or the engine's door does, and when an order begins or ceases to be in doubt. */
function useHeard(): string {
  const states = useLive('trading.states');
  const orders = useLive('trading.orders');
  const { beat } = useLineSnapshot();
  const stops = states.map(({ payload }) => `${payload.scope} ${payload.state} ${payload.at}`);
  const doubts = orders.flatMap(({ payload: { clOrdId, level, unconfirmed } }) =>
    level === 'Child' && unconfirmed.length > 0 ? `${clOrdId} ${unconfirmed.join()}` : [],
  );
  return [beat?.engineSince ?? '', ...stops, ...doubts].join('|');
}

type StripRead = inferRouterOutputs<AppRouter>['risk']['getStrip'];
export type Strip = StripRead;
export type StripState = Strip['states'][number];
