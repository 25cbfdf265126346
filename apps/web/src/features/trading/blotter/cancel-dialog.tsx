'use client';

import { venueName } from '@ultrathink/domain/market-data';
import { useMemo, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { newKey } from '@/trpc/new-key.ts';
import { toldError } from '@/trpc/told-error.ts';
import { Button } from '@/ui/button.tsx';
import { ConfirmDialog } from '@/ui/confirm-dialog.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { ScrollBox } from '@/ui/scroll-box.tsx';
import { Quantity } from '@/ui/value.tsx';
import type { OrderRow } from '../model.ts';
import { SideWord } from '../side-word.tsx';
import { TermsWords } from '../terms-words.tsx';
import {
  type Cancelling,
  cancelAll,
  cancelQuestion,
  isSettled,
  type Outcome,
} from './cancelling.ts';

/** Outcomes nobody knows; anything else was refused. */
const UNKNOWN: ReadonlySet<string> = new Set([
  'OutcomeUnknown',
  'DatabaseAway',
  'TooSlow',
  'Fault',
]);

/** Asks once for all of them, then says of each order what came of it. */
export function CancelDialog({
  orders,
  childrenOf,
  onClose,
}: {
  readonly orders: readonly OrderRow[];
  readonly childrenOf: (row: OrderRow) => readonly OrderRow[] | undefined;
  /** `done` when everything was asked for. */
  readonly onClose: (done: boolean) => void;
}) {
  const [all, setAll] = useState<readonly Cancelling[]>(() =>
    orders.map((row) => ({ row, key: newKey(), outcome: { kind: 'Waiting' } })),
  );
  const [isAsking, setAsking] = useState(false);
  const [wasAsked, setWasAsked] = useState(false);
  const ask = useAsk();
  const venues = useMemo(
    () => [
      ...new Set(
        orders.flatMap((row) => childrenOf(row) ?? []).flatMap(({ venue }) => venue ?? []),
      ),
    ],
    [orders, childrenOf],
  );
  const send = async () => {
    setAsking(true);
    setWasAsked(true);
    await cancelAll(all, ask, (clOrdId, outcome) =>
      setAll((now) => now.map((one) => (one.row.clOrdId === clOrdId ? { ...one, outcome } : one))),
    );
    setAsking(false);
  };
  const what = orders.length === 1 ? 'Cancel the order' : `Cancel ${orders.length} orders`;
  if (!wasAsked) {
    return (
      <ConfirmDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose(false)}
        title={cancelQuestion(orders.length, venues.length)}
        description={`${venues.map(venueName).join(', ') || 'Nothing is at a venue'}. What has filled stays filled; an order has ended when its venues say so.`}
        act={what}
        onConfirm={() => void send()}
        leave="Leave them working"
      >
        <OrderList all={all} />
      </ConfirmDialog>
    );
  }
  const open = all.filter(({ outcome }) => !isSettled(outcome)).length;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose(open === 0)}
      bar="Orders"
      title={titleOf(open, all.length, isAsking)}
      description="Venues answer for themselves; the list says what they say."
      foot={
        <>
          {open > 0 && (
            <Button variant="danger" busy={isAsking} busyLabel="Asking" onClick={() => void send()}>
              Ask again for {open}
            </Button>
          )}
          <Button variant="quiet" onClick={() => onClose(open === 0)}>
            Close
          </Button>
        </>
      }
    >
      <OrderList all={all} />
    </Dialog>
  );
}

function useAsk() {
  const client = useTRPCClient();
  return async ({ row: { clOrdId }, key }: Cancelling): Promise<Outcome> => {
    try {
      const told = await client.trading.cancelOrder.mutate({ clOrdId, idempotencyKey: key });
      return { kind: 'Asked', children: told.children };
    } catch (error) {
      const { code, sentence } = toldError(error);
      return { kind: UNKNOWN.has(code) ? 'Unknown' : 'Refused', sentence };
    }
  };
}

function OrderList({ all }: { readonly all: readonly Cancelling[] }) {
  return (
    <ScrollBox className="max-h-56">
      <ul aria-label="Orders to cancel">
        {all.map(({ row, outcome }) => (
          <li
            key={row.clOrdId}
            className="grid grid-cols-[5.5rem_1fr_auto] gap-x-3 border-line-faint border-b py-1"
          >
            <span className="text-ink-2 tabular-nums">{row.clOrdId.slice(-8)}</span>
            <span className="truncate">
              <SideWord side={row.side} /> <Quantity value={row.leavesQty} /> {row.instrument}{' '}
              <span className="text-ink-2">
                <TermsWords order={row} />
              </span>
            </span>
            <OutcomeWord outcome={outcome} />
          </li>
        ))}
      </ul>
    </ScrollBox>
  );
}

function OutcomeWord({ outcome }: { readonly outcome: Outcome }) {
  switch (outcome.kind) {
    case 'Waiting':
      return null;
    case 'Asked':
      return (
        <span className="inline-flex items-center gap-1.5 text-label">
          <Glyph shape="check" tone="accent" />
          {outcome.children === 0 ? 'Canceled' : `Asked at ${outcome.children}`}
        </span>
      );
    case 'Refused':
      return <span className="max-w-52 text-danger text-label">{outcome.sentence}</span>;
    case 'Unknown':
      return <span className="max-w-52 text-label text-warn">{outcome.sentence}</span>;
  }
}

function titleOf(open: number, all: number, isAsking: boolean): string {
  if (open === 0) return 'Every order was answered';
  return isAsking ? `${all - open} of ${all} answered` : `${open} of ${all} without an answer`;
}
