'use client';

import { formatRunningClock } from '@ultrathink/domain/kernel';
import { type Freshness, topicFreshness } from '@/features/live/freshness.ts';
import { ageOf, useElapsed, useFreshness, useLive } from '@/features/live/use-live.ts';
import { useLocale } from '@/ui/locale.tsx';

/** An engine speaks once a second. */
export const ENGINE_EVERY_MS = 1_000;

/** How fresh the engine's own figures are, and their age in words; empty before the first. */
export function useEngineFreshness(): { readonly fresh: Freshness; readonly age: string } {
  const line = useFreshness();
  const nowMs = useElapsed(250);
  const { locale } = useLocale();
  const heardMs = useLive('operations.process-metrics').find(
    ({ payload }) => payload.kind === 'engine',
  )?.atMs;
  const fresh = topicFreshness(line, ageOf(nowMs, heardMs), ENGINE_EVERY_MS);
  return { fresh, age: fresh.ageMs === null ? '' : formatRunningClock(fresh.ageMs, locale) };
}

/** Figures this old are shown in secondary ink, with their age. */
export function isOld({ state }: Freshness): boolean {
  return state !== 'live' && state !== 'slow';
}
