'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { venueName } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { Time } from '@/ui/time.tsx';
import type { Exchange } from './model.ts';

/** What was exchanged with venues about the order, as it left and came; secrets are masked by the adapter. */
export function OrderEvidence({
  clOrdId,
  isOpen,
  onOpenChange,
}: {
  readonly clOrdId: ClOrdId;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}) {
  const trpc = useTRPC();
  const { data, error } = useQuery(
    trpc.trading.getOrderEvidence.queryOptions(isOpen ? { clOrdId } : skipToken),
  );
  return (
    <Drawer open={isOpen} onOpenChange={onOpenChange} title="Venue evidence">
      <FailureLine error={error} />
      {data === undefined && error === null && (
        <SkeletonRows
          rows={8}
          columns={{ count: 1, className: 'grid-cols-1' }}
          label="Reading the evidence"
        />
      )}
      {data?.exchanges.length === 0 && (
        <EmptyState>Nothing was exchanged with a venue about it.</EmptyState>
      )}
      {data?.exchanges.map((exchange) => (
        <OneExchange key={exchange.id} exchange={exchange} />
      ))}
    </Drawer>
  );
}

function OneExchange({ exchange }: { readonly exchange: Exchange }) {
  const { venue, operation, at, durationMs, fault, request, response } = exchange;
  return (
    <section className="border-b py-3 last:border-b-0">
      <h3 className="flex flex-wrap items-baseline gap-x-2.5">
        <span className="font-medium">{venueName(venue)}</span>
        <code className="font-mono text-label">{operation}</code>
        <span className="ml-auto text-ink-2 text-label tabular-nums">
          <Time at={at} precision="millisecond" /> · {Math.round(durationMs)} ms
        </span>
      </h3>
      {fault !== null && <p className="text-warn">{fault}</p>}
      <Text title="Request, secrets masked" value={request} />
      {response === null ? (
        <p className="pt-1 text-warn">No answer came.</p>
      ) : (
        <Text title="Answer" value={response} />
      )}
    </section>
  );
}

function Text({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <>
      <p className="pt-1.5 text-ink-3 text-label">{title}</p>
      <pre className="whitespace-pre-wrap break-all bg-sunken px-2.5 py-1.5 font-mono text-label">
        {JSON.stringify(value, null, 1)}
      </pre>
    </>
  );
}
