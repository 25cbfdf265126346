'use client';

import type { ClOrdId } from '@ultrathink/domain/trading';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';

/** Asks the venue about an order before its turn. It sends no order. */
export function AskNow({ clOrdId, venue }: { readonly clOrdId: ClOrdId; readonly venue: string }) {
  const trpc = useTRPC();
  const mayAsk = useMay('trading.askVenue');
  const [said, setSaid] = useState<string | null>(null);
  const ask = useAct(trpc.trading.askVenue, {
    onDone: ({ questions }) =>
      setSaid(questions === 0 ? 'A question is under way already.' : `${venue} was asked.`),
  });
  if (!mayAsk) return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        size="small"
        busy={ask.isPending}
        busyLabel="Asking"
        onClick={() => ask.mutate({ clOrdId })}
      >
        Ask {venue} now
      </Button>
      <span role="status" className="text-ink-2">
        {said}
      </span>
      <FailureLine error={ask.error} />
    </span>
  );
}
