'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { useEffect, useMemo } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { type Live, useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';

/** What no notice tells, breaks and the seal, is at most so old. */
const AGAIN_MS = 15_000;

/**
 * What the control strip stands on: read once, then again whenever the stream tells of a state or of
 * an order whose doubt begins or ends.
 */
export function useStrip() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const maySee = useMay('risk.readStrip');
  const found = useQuery(
    trpc.risk.getStrip.queryOptions(undefined, { refetchInterval: AGAIN_MS, enabled: maySee }),
  );
  const live = useLive('trading.states');
  const heard = useHeard();
  useEffect(() => {
    if (heard === '') return;
    void queryClient.invalidateQueries(trpc.risk.getStrip.pathFilter());
  }, [heard, queryClient, trpc]);
  const strip = useMemo(() => told(found.data, live), [found.data, live]);
  return { strip, isLost: found.data === undefined && found.error !== null, maySee };
}

/** What the stream told since the strip was read stands above it, at once. */
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
    const grade = state === 'Active' ? null : (known?.grade ?? null);
    states.set(key, {
      ...{ level, scope, state, grade, why },
      clientId: known?.clientId ?? null,
      since: state === 'Active' ? null : at,
    });
  }
  return { ...strip, states: [...states.values()] };
}

/** Changes when a trading state does, and when an order begins or ceases to be in doubt. */
function useHeard(): string {
  const states = useLive('trading.states');
  const orders = useLive('trading.orders');
  const stops = states.map(({ payload }) => `${payload.scope} ${payload.state} ${payload.at}`);
  const doubts = orders.flatMap(({ payload: { clOrdId, level, unconfirmed } }) =>
    level === 'Child' && unconfirmed.length > 0 ? `${clOrdId} ${unconfirmed.join()}` : [],
  );
  return [...stops, ...doubts].join('|');
}

type StripRead = inferRouterOutputs<AppRouter>['risk']['getStrip'];
export type Strip = StripRead;
export type StripState = Strip['states'][number];
