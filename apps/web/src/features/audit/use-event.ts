'use client';

import { useQuery } from '@tanstack/react-query';
import { toldError } from '@/trpc/told-error.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { dataStateOf } from './data-state.ts';
import type { AuditEvent, AuditEventRow } from './model.ts';
import type { Receipt } from './port.ts';
import type { ReceiptState } from './proof-part.tsx';
import type { Log } from './use-log.tsx';

/** A checkpoint comes within a minute; who waits for one is told soon after. */
const PENDING_EVERY_MS = 5_000;

export interface EventParts {
  readonly event: AuditEvent | null;
  readonly state: DataState;
  readonly correlated: readonly AuditEventRow[] | null;
  readonly receipt: ReceiptState;
}

/** One event with what belongs to it and its proof; each part comes when it comes. */
export function useEvent({ port }: Log, id: string | null): EventParts {
  const event = useQuery({
    queryKey: ['audit', 'event', id],
    queryFn: () => port.event(id ?? ''),
    enabled: id !== null,
    // What is sealed does not change; only its place in the tree may still be open.
    staleTime: ({ state }) => (state.data?.leafIndex === null ? 0 : Number.POSITIVE_INFINITY),
  });
  const correlationId = event.data?.correlationId ?? '';
  const correlated = useQuery({
    queryKey: ['audit', 'timeline', 'correlation', correlationId, 'first'],
    queryFn: () => port.timeline({ kind: 'correlation', id: correlationId }, null),
    enabled: event.data !== undefined,
  });
  const receipt = useQuery({
    queryKey: ['audit', 'receipt', id],
    queryFn: () => port.receipt(id ?? ''),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data === null ? PENDING_EVERY_MS : false),
  });
  return {
    event: event.data ?? null,
    state: dataStateOf({
      isRead: event.data !== undefined,
      error: event.error,
      retry: () => void event.refetch(),
    }),
    correlated: correlated.data?.rows ?? null,
    receipt: receiptState(receipt),
  };
}

function receiptState(asked: {
  readonly data: Receipt | null | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}): ReceiptState {
  if (asked.data !== undefined) {
    return asked.data === null ? { kind: 'pending' } : { kind: 'ready', ...asked.data };
  }
  if (asked.error === null) return { kind: 'loading' };
  const { sentence, quote } = toldError(asked.error);
  return { kind: 'error', sentence, quote, onRetry: () => void asked.refetch() };
}
