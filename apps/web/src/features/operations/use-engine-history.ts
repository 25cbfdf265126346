'use client';

import type { ProcessMetrics } from '@ultrathink/domain/operations';
import { useEffect, useState } from 'react';
import { useLine } from '@/features/live/provider.tsx';

/** One a second: two minutes. */
const KEPT = 120;

/** The engine's last figures, oldest first, since this page was opened. A new run starts afresh. */
export function useEngineHistory(): readonly ProcessMetrics[] {
  const line = useLine();
  const [history, setHistory] = useState<readonly ProcessMetrics[]>([]);
  useEffect(
    () =>
      line?.onNotice((body) => {
        if (body.topic !== 'operations.process-metrics' || body.payload.kind !== 'engine') return;
        const { payload } = body;
        setHistory((before) => {
          const isSameRun = before.at(-1)?.processId === payload.processId;
          return isSameRun ? [...before.slice(1 - KEPT), payload] : [payload];
        });
      }),
    [line],
  );
  return history;
}
