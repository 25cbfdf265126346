'use client';

import { isEnded } from '@ultrathink/domain/trading';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Link } from '@/ui/link.tsx';
import { OrdStatus, Unconfirmed } from '@/ui/status.tsx';
import { Age } from '@/ui/time.tsx';
import { Quantity } from '@/ui/value.tsx';
import { SideWord } from '../side-word.tsx';
import { TermsWords } from '../terms-words.tsx';
import { rejectionText } from '../words.ts';
import type { Whole } from './model.ts';
import { OrderEvidence } from './order-evidence.tsx';
import { PackButton } from './pack-button.tsx';

/** The whole order in words, where it stands, and what can be taken away of it. */
export function OrderHead({
  whole: { order },
  names,
  base,
}: {
  readonly whole: Whole;
  readonly names: ReadonlyMap<string, string>;
  readonly base: string;
}) {
  const trpc = useTRPC();
  const [isOpen, open] = useState(false);
  // An order of the house is a block, and is cancelled where blocks are.
  const isBlock = order.client === null;
  const mayTake = useMay('trading.exportEvidence');
  const mayCancel = useMay('trading.cancelOrder') && !isEnded(order.ordStatus) && !isBlock;
  const cancel = useAct(trpc.trading.cancelOrder);
  const isAsked = order.ordStatus === 'PendingCancel';
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 px-gutter pt-4.5 pb-3">
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-1.5 text-ink-2 text-label">
          <Link variant="quiet" href={base}>
            Orders
          </Link>
          <span aria-hidden="true">›</span>
          <code className="font-mono" title={order.clOrdId}>
            {order.clOrdId.slice(-8)}
          </code>
          <span aria-hidden="true">·</span>
          <span>{names.get(order.account) ?? 'House account'}</span>
        </p>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
          <h1 className="text-title">
            <SideWord side={order.side} /> <Quantity value={order.orderQty} />{' '}
            {order.instrument.split('/')[0]} <TermsWords order={order} />
          </h1>
          {order.unconfirmedSince === null ? (
            <OrdStatus status={order.ordStatus} rejectedBy={order.rejection?.by} />
          ) : (
            <Unconfirmed clock={<Age since={order.unconfirmedSince} running />} />
          )}
        </div>
        {order.rejection !== null && (
          <p className="text-danger">{rejectionText(order.rejection)}</p>
        )}
        <FailureLine error={cancel.error} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {mayCancel && (
          <Button
            variant="danger"
            busy={cancel.isPending}
            busyLabel="Asking"
            disabled={isAsked}
            onClick={() => cancel.mutate({ clOrdId: order.clOrdId })}
          >
            {isAsked ? 'Cancel asked' : 'Cancel the order'}
          </Button>
        )}
        {isBlock && (
          <p className="text-ink-2 text-label">
            A block: what each client has of it stands under Allocation.
          </p>
        )}
        {mayTake && (
          <>
            <Button variant="quiet" onClick={() => open(true)}>
              Venue evidence
            </Button>
            <PackButton clOrdId={order.clOrdId} />
            <OrderEvidence clOrdId={order.clOrdId} isOpen={isOpen} onOpenChange={open} />
          </>
        )}
      </div>
    </header>
  );
}
