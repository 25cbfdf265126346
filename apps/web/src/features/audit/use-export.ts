'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { toldError } from '@/trpc/told-error.ts';
import { handOver } from '@/ui/hand-over.ts';
import type { AuditSearch } from './address.ts';
import type { AuditPort, ExportForm } from './port.ts';

export type Exporting =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly form: ExportForm; readonly events: number }
  | { readonly kind: 'failed'; readonly sentence: string; readonly quote: string };

const FILES: Readonly<Record<ExportForm, { readonly name: string; readonly type: string }>> = {
  proof: { name: 'export.jsonl', type: 'application/jsonl' },
  json: { name: 'events.json', type: 'application/json' },
  csv: { name: 'events.csv', type: 'text/csv' },
};

/** Fetches an export part by part and hands it over whole; one that was stopped hands over nothing. */
export function useExport(port: AuditPort) {
  const [state, setState] = useState<Exporting>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(
    async (search: AuditSearch, form: ExportForm) => {
      running.current?.abort();
      const control = new AbortController();
      running.current = control;
      const { signal } = control;
      const parts: string[] = [];
      let events = 0;
      setState({ kind: 'running', form, events });
      try {
        for (let from: string | null = null; ; ) {
          const part = await port.export(search, form, from, signal);
          if (signal.aborted) return;
          parts.push(part.text);
          events += part.events;
          if (part.next === null) break;
          from = part.next;
          setState({ kind: 'running', form, events });
        }
        handOver(parts.join(''), FILES[form].name, FILES[form].type);
        setState({ kind: 'idle' });
      } catch (error) {
        if (signal.aborted) return;
        const { sentence, quote } = toldError(error);
        setState({ kind: 'failed', sentence, quote });
      }
    },
    [port],
  );
  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ kind: 'idle' });
  }, []);
  return { state, start, cancel };
}
