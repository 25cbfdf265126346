'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { decimal, multiply, toText } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Money, Quantity } from '@/ui/value.tsx';
import type { OrderRow } from '../model.ts';
import { Foreseen, foreseenFacts, Refused } from './amend-foreseen.tsx';

export interface Amendment {
  readonly row: OrderRow;
  readonly orderQty: string;
  readonly price: string | null;
  /** Fraction digits of a price of the instrument. */
  readonly digits: number;
}

/** The engine decides it again this often while somebody reads: prices move. */
const AGAIN_MS = 1_000;

/** What would change of an order, old beside new, and what the engine would make of it. */
// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function AmendDialog({
  amendment,
  isWhole = true,
  fields,
  onClose,
}: {
  readonly amendment: Amendment;
  /** False while a field holds nothing that could be asked for. */
  readonly isWhole?: boolean;
  /** Where it is written; in a table the row's own cells are. */
  readonly fields?: ReactNode;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const amend = useAct(trpc.trading.amendOrder, {
    onDone: ({ decision }) => {
      if (decision === null) onClose();
    },
  });
  const { row, orderQty, price, digits } = amendment;
  const refused = amend.data?.decision ?? null;
  const isSame = orderQty === row.orderQty && price === row.price;
  const change = { clOrdId: row.clOrdId, orderQty, price, stopPx: null };
  const asked = useQuery(
    trpc.trading.previewAmend.queryOptions(change, {
      enabled: isWhole && !(isSame || amend.isPending),
      refetchInterval: AGAIN_MS,
      staleTime: 0,
      retry: false,
      placeholderData: keepPreviousData,
      trpc: { abortOnUnmount: true },
    }),
  );
  const preview = asked.error === null ? asked.data : undefined;
  const isMade = preview?.isLetThrough === true || preview?.decision?.verdict === 'Placed';
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      bar="Orders"
      width="wide"
      title={`Change order ${row.clOrdId.slice(-8)}`}
      description="Every check is made again with it. What has filled stays filled."
      foot={
        <>
          <Button
            variant="primary"
            busy={amend.isPending}
            busyLabel="Asking"
            disabled={isSame || !isWhole || !isMade}
            onClick={() => amend.mutate(change)}
          >
            {isSame ? 'Nothing changes' : 'Change the order'}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            Leave it as it is
          </Button>
        </>
      }
    >
      {fields}
      <FactList
        facts={[
          { name: 'OrderQty', value: <Change before={row.orderQty} after={orderQty} /> },
          { name: 'Price', value: <Change before={row.price} after={price} /> },
          { name: 'Value', value: <ValueChange amendment={amendment} /> },
          { name: 'Filled', value: <Quantity value={row.cumQty} /> },
          ...(preview === undefined ? [] : foreseenFacts(row, preview)),
        ]}
      />
      {!isSame && refused === null && (
        <Foreseen
          row={row}
          digits={digits}
          preview={preview}
          error={asked.error}
          atMs={asked.dataUpdatedAt}
        />
      )}
      <FailureLine error={amend.error} />
      {refused !== null && <Refused decision={refused} after="The order works as it did." />}
    </Dialog>
  );
}

function Change({
  before,
  after,
}: {
  readonly before: string | null;
  readonly after: string | null;
}) {
  if (before === after) return <Quantity value={before} className="text-ink-2" />;
  return (
    <span>
      <Quantity value={before} className="text-ink-3 line-through" />{' '}
      <span aria-hidden="true">→</span> <span className="sr-only">becomes</span>{' '}
      <Quantity value={after} className="font-medium" />
    </span>
  );
}

const times = (quantity: string, price: string) =>
  toText(multiply(decimal(quantity), decimal(price)));

function ValueChange({ amendment: { row, orderQty, price } }: { readonly amendment: Amendment }) {
  const quote = row.instrument.split('/')[1] ?? '';
  if (row.price === null || price === null) return <>at market</>;
  return (
    <span>
      <Money value={times(row.orderQty, row.price)} asset={quote} decimals={2} />{' '}
      <span aria-hidden="true">→</span>{' '}
      <Money value={times(orderQty, price)} asset={quote} decimals={2} className="font-medium" />
    </span>
  );
}
