'use client';

import type { ClOrdId } from '@ultrathink/domain/trading';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { handOver } from '@/ui/hand-over.ts';

/** A checkpoint is signed each minute. */
const AGAIN_MS = 4_000;

interface PackControl {
  readonly take: () => void;
  readonly isBusy: boolean;
  /** Events that no signed checkpoint covers yet: it is asked for again until one does. */
  readonly waiting: number;
  readonly error: unknown;
}

/** Hands over the evidence pack of an order, once all of it is under a signed checkpoint. */
export function usePack(clOrdId: ClOrdId): PackControl {
  const client = useTRPCClient();
  const [state, setState] = useState({ isBusy: false, waiting: 0, error: null as unknown });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const take = useCallback(() => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    const { signal } = control;
    const tell = (next: typeof state) => {
      if (!signal.aborted) setState(next);
    };
    const ask = async (): Promise<void> => {
      const pack = await client.trading.getEvidencePack.query({ clOrdId }, { signal });
      if (pack.kind === 'Pack') {
        handOver(pack.text, pack.fileName, 'application/jsonl');
        return tell({ isBusy: false, waiting: 0, error: null });
      }
      tell({ isBusy: true, waiting: pack.waiting, error: null });
      setTimeout(() => void begin(), AGAIN_MS);
    };
    const begin = async () => {
      if (signal.aborted) return;
      await ask().catch((error: unknown) => tell({ isBusy: false, waiting: 0, error }));
    };
    setState({ isBusy: true, waiting: 0, error: null });
    void begin();
  }, [client, clOrdId]);
  return { take, ...state };
}
