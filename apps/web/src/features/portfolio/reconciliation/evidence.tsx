'use client';

import { useQuery } from '@tanstack/react-query';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { Time } from '@/ui/time.tsx';

/** What left for the venue and what came back, newest last: both payloads, secrets masked. */
export function Evidence({
  venueAccountId,
  mentions,
  since,
}: {
  readonly venueAccountId: string;
  /** What the payloads name. */
  readonly mentions: string;
  readonly since: string;
}) {
  const trpc = useTRPC();
  const maySee = useMay('portfolio.readBreaks');
  const { data, error } = useQuery(
    trpc.trading.listEvidence.queryOptions(
      { venueAccountId: venueAccountId as VenueAccountId, mentions, since: since as never },
      { enabled: maySee },
    ),
  );
  if (!maySee) return null;
  return (
    <section aria-label="Evidence">
      <h3 className="border-b pb-1 font-medium">Evidence</h3>
      <FailureLine error={error} />
      {data === undefined && error === null && <Skeleton className="mt-2 h-16 w-full" />}
      {data?.evidence.length === 0 && (
        <EmptyState>Nothing was exchanged with the venue that names it.</EmptyState>
      )}
      <ol>
        {data?.evidence.map(({ id, at, operation, request, response, durationMs, fault }) => (
          <li key={id} className="border-line-faint border-b py-1.5">
            <details>
              <summary className="flex cursor-pointer flex-wrap justify-between gap-x-3">
                <span>
                  <Time at={at} precision="millisecond" /> {operation}
                  {response === null && <span className="text-warn"> no answer</span>}
                  {fault !== null && <span className="text-warn"> {fault}</span>}
                </span>
                <span className="text-ink-3 tabular-nums">{Math.round(durationMs)} ms</span>
              </summary>
              <Payload name="Sent" text={request} />
              <Payload name="Came back" text={response ?? 'nothing'} />
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Payload({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div className="pt-1.5">
      <p className="text-ink-3 text-label">{name}</p>
      <pre className="overflow-x-auto whitespace-pre-wrap break-all font-mono text-label">
        {text}
      </pre>
    </div>
  );
}
