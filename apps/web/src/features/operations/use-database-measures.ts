'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { formatAge } from '@ultrathink/domain/kernel';
import type { DatabaseMeasure } from '@ultrathink/domain/operations';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { useNow } from '@/ui/clock.ts';
import { useLocale } from '@/ui/locale.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import type { Figures, Span } from './database-charts.tsx';

const READ_EVERY_MS = 30_000;

/** Jobs measure each minute; two missed measures are worth a word. */
const DUE_EVERY_MS = 60_000;
const OLD_MS = 3 * DUE_EVERY_MS;

/** A span is told in at most this many measures. */
const MEASURES_MAX = 240;

/** One and the same list, so that charts of nothing are drawn once. */
const NOTHING: readonly Figures[] = [];

export type DatabaseMeasures = {
  readonly measures: readonly Figures[];
  /** How far apart they stand when none is missing. */
  readonly everyMs: number;
  readonly latest: DatabaseMeasure | null;
  readonly state: DataState;
};

/** What the jobs measured over a span, and whether that is still so. */
export function useDatabaseMeasures(span: Span): DatabaseMeasures {
  const trpc = useTRPC();
  const { locale } = useLocale();
  const now = useNow(10_000);
  const { data, dataUpdatedAt, error, refetch } = useQuery(
    trpc.operations.listDatabaseMeasures.queryOptions(
      { span },
      { refetchInterval: READ_EVERY_MS, placeholderData: keepPreviousData },
    ),
  );
  const latest = data?.latest ?? null;
  // The measure and the answer are dated by the platform, the wait since then by this browser:
  // no difference between the two clocks is taken for an age.
  const ageMs =
    latest === null || data === undefined || now === null
      ? 0
      : Date.parse(data.to) - Date.parse(latest.at) + Math.max(0, now - dataUpdatedAt);
  const age = ageMs > OLD_MS ? formatAge(ageMs, locale) : null;
  const isRead = data !== undefined;
  const state = useMemo(
    () => stateOf({ isRead, age, error, retry: () => void refetch() }),
    [isRead, age, error, refetch],
  );
  const spanMs = data === undefined ? 0 : Date.parse(data.to) - Date.parse(data.from);
  const everyMs = Math.max(DUE_EVERY_MS, spanMs / MEASURES_MAX);
  return { measures: data?.measures ?? NOTHING, everyMs, latest, state };
}

/** Figures that are there stay there, also when a later read fails; then their age says so. */
function stateOf(read: {
  readonly isRead: boolean;
  readonly age: string | null;
  readonly error: unknown;
  readonly retry: () => void;
}): DataState {
  if (read.isRead) return read.age === null ? { kind: 'ready' } : { kind: 'stale', age: read.age };
  if (read.error === null) return { kind: 'loading' };
  const { sentence, quote } = toldError(read.error);
  return {
    kind: 'error',
    sentence,
    safe: 'The engine is not affected.',
    quote,
    onRetry: read.retry,
  };
}
