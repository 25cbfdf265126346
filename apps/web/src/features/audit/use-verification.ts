'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toldError } from '@/trpc/told-error.ts';
import type { AuditPort } from './port.ts';
import type { Verification } from './verification.ts';

export interface VerificationControl {
  readonly state: Verification;
  readonly start: () => void;
  readonly cancel: () => void;
}

/** Verifies the log part by part, each a call of its own, and stops where one tells it to. */
export function useVerification(port: AuditPort): VerificationControl {
  const [state, setState] = useState<Verification>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(() => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    void run(port, control.signal, setState);
  }, [port]);
  const cancel = useCallback(() => {
    running.current?.abort();
    setState((now) => (now.kind === 'running' ? { ...now, kind: 'canceled' } : now));
  }, []);
  return useMemo(() => ({ state, start, cancel }), [state, start, cancel]);
}

async function run(
  port: AuditPort,
  signal: AbortSignal,
  tell: (state: Verification) => void,
): Promise<void> {
  const startedMs = performance.now();
  let [checked, total] = [0, 0];
  tell({ kind: 'running', checked, total });
  try {
    for (let from: string | null = null; ; ) {
      const part = await port.verify(from, signal);
      if (signal.aborted) return;
      ({ checked, total } = part);
      if (part.breakage !== null || part.next === null) {
        const ended = {
          checked,
          tookMs: performance.now() - startedMs,
          at: new Date().toISOString(),
        };
        tell(
          part.breakage === null
            ? { kind: 'intact', ...ended }
            : { kind: 'broken', ...ended, breakage: part.breakage },
        );
        return;
      }
      from = part.next;
      tell({ kind: 'running', checked, total });
    }
  } catch (error) {
    if (signal.aborted) return;
    const { sentence, quote } = toldError(error);
    tell({ kind: 'failed', checked, total, sentence, quote });
  }
}
