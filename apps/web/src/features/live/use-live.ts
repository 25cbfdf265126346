'use client';

import type { NoticeBody, Topic } from '@ultrathink/domain/engine';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { type Freshness, lineFreshness } from './freshness.ts';
import type { Heard } from './heard-topics.ts';
import type { LineSnapshot } from './live-line.ts';
import { useLine } from './provider.tsx';
import type { Want } from './wanted-topics.ts';

const NEVER = (): (() => void) => () => undefined;
const CONNECTING: LineSnapshot = { state: 'Connecting', beat: null, beatAtMs: null };

export function useLineSnapshot(): LineSnapshot {
  const line = useLine();
  return useSyncExternalStore(
    line?.subscribe ?? NEVER,
    line?.snapshot ?? (() => CONNECTING),
    () => CONNECTING,
  );
}

type Payloads = {
  readonly [T in Topic]: Extract<NoticeBody, { topic: T }>['payload'];
};

/** What one notice of a topic says, and when this tab heard it. */
export type Live<T extends Topic> = {
  readonly payload: Payloads[T];
  readonly atMs: number;
};

/**
 * The newest notice of each key of a topic; at most ten changes a second. Depth comes for the
 * instrument that is named alone.
 */
export function useLive<T extends Topic>(
  topic: T,
  instrument?: T extends 'market-data.books' ? string : never,
): readonly Live<T>[] {
  const line = useLine();
  const want: Want = instrument === undefined ? topic : `market-data.books ${instrument}`;
  useEffect(() => line?.want(want), [line, want]);
  const heard = useSyncExternalStore(
    line?.subscribe ?? NEVER,
    useCallback(() => line?.topic(topic), [line, topic]),
    () => undefined,
  );
  return [...(heard?.values() ?? [])].map(payloadOf<T>);
}

function payloadOf<T extends Topic>({ body, atMs }: Heard): Live<T> {
  // The line files notices by their topic, so the payload is of that topic.
  return { payload: body.payload as Payloads[T], atMs };
}

function subscribeOnline(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

export function useOnline(): boolean {
  return useSyncExternalStore(
    subscribeOnline,
    () => navigator.onLine,
    () => true,
  );
}

/** `performance.now()` told again every so often; null until the page runs. */
export function useElapsed(everyMs: number): number | null {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    const tell = () => setNowMs(performance.now());
    tell();
    const timer = setInterval(tell, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}

/** How old something heard at `atMs` is now, never below zero. */
export function ageOf(nowMs: number | null, atMs: number | null | undefined): number | null {
  if (nowMs === null || atMs === null || atMs === undefined) return null;
  return Math.max(0, nowMs - atMs);
}

/** Freshness of the line, told again four times a second. */
export function useFreshness(): Freshness {
  const { state, beatAtMs } = useLineSnapshot();
  const isOnline = useOnline();
  const nowMs = useElapsed(250);
  return lineFreshness({ state, isOnline, beatAgeMs: ageOf(nowMs, beatAtMs) });
}
