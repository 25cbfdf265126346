'use client';

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { dataStateOf } from './data-state.ts';
import type { LogHead } from './model.ts';
import type { AuditPort } from './port.ts';
import { auditPort } from './trpc-port.ts';
import { useVerification, type VerificationControl } from './use-verification.ts';
import { type AuditBase, type AuditWays, auditWays } from './ways.ts';

export interface Log {
  readonly port: AuditPort;
  readonly ways: AuditWays;
  /** A client sees its own events alone. */
  readonly own: boolean;
  readonly head: LogHead | null;
  readonly headState: DataState;
  readonly verification: VerificationControl;
}

const LogContext = createContext<Log | null>(null);

/** Checkpoints come each minute; the head is asked for more often, so that its age is right. */
const HEAD_EVERY_MS = 20_000;

/** The log under one audience. A verification goes on while one moves between its pages. */
export function LogProvider({
  base,
  children,
}: {
  readonly base: AuditBase;
  readonly children: ReactNode;
}) {
  const client = useTRPCClient();
  const own = base === '/client/audit';
  const port = useMemo(() => auditPort(client, own), [client, own]);
  const ways = useMemo(() => auditWays(base), [base]);
  const head = useQuery({
    queryKey: ['audit', 'head'],
    queryFn: () => port.head(),
    refetchInterval: HEAD_EVERY_MS,
  });
  const verification = useVerification(port);
  const { data, error, refetch } = head;
  const log = useMemo(() => {
    const headState = dataStateOf({
      isRead: data !== undefined,
      error,
      retry: () => void refetch(),
    });
    return { port, ways, own, head: data ?? null, headState, verification };
  }, [port, ways, own, data, error, refetch, verification]);
  return <LogContext value={log}>{children}</LogContext>;
}

export function useLog(): Log {
  const log = use(LogContext);
  if (log === null) throw new Error('A page of the log stands within its provider.');
  return log;
}
