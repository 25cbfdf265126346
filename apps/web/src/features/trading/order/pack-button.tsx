'use client';

import type { ClOrdId } from '@ultrathink/domain/trading';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { usePack } from './use-pack.ts';

/** Takes the evidence pack of an order away, and says what it waits for. For who may take it. */
export function PackButton({ clOrdId }: { readonly clOrdId: ClOrdId }) {
  const pack = usePack(clOrdId);
  return (
    <>
      {pack.waiting > 0 && (
        <p role="status" className="text-ink-2 text-label">
          {pack.waiting === 1 ? '1 event waits' : `${pack.waiting} events wait`} for the next
          checkpoint, within a minute or two.
        </p>
      )}
      <FailureLine error={pack.error} />
      <Button variant="primary" busy={pack.isBusy} busyLabel="Making it" onClick={pack.take}>
        <Icon name="download" />
        Evidence pack
      </Button>
    </>
  );
}
