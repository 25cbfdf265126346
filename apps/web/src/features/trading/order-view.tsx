'use client';

import { useQuery } from '@tanstack/react-query';
import { type ClOrdId, readAlternatives } from '@ultrathink/domain/trading';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { toldError } from '@/trpc/told-error.ts';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState } from '@/ui/states.tsx';
import { OrdStatus } from '@/ui/status.tsx';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { DayTime } from '@/ui/time.tsx';
import { Quantity } from '@/ui/value.tsx';
import { ChangeOrder } from './blotter/change-order.tsx';
import type { OneOrder, OrderRow } from './model.ts';
import { ALTERNATIVE_COLUMNS, CHECK_COLUMNS, CHILD_COLUMNS, FILL_COLUMNS } from './order-parts.tsx';
import { SideWord } from './side-word.tsx';
import { TermsWords } from './terms-words.tsx';
import type { AccountNames } from './use-accounts.ts';
import { rejectionText } from './words.ts';

const PARTS = ['fills', 'children', 'checks', 'route'] as const;
type Part = (typeof PARTS)[number];
const AGAIN_MS = 2_000;

/** One order: what it asks, how far it is, what each venue was sent, and why it was decided so. */
export function OrderView({ id, names }: { readonly id: ClOrdId; readonly names: AccountNames }) {
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(
    trpc.trading.getOrder.queryOptions({ clOrdId: id }, { refetchInterval: AGAIN_MS }),
  );
  if (data === undefined && error !== null) {
    const { sentence, quote } = toldError(error);
    return (
      <ErrorState safe={sentence} quote={quote} onRetry={() => void refetch()} busy={isFetching}>
        This order could not be read.
      </ErrorState>
    );
  }
  if (data === undefined) {
    const columns = { count: 2, className: 'grid-cols-[132px_1fr] gap-3' };
    return <SkeletonRows rows={10} columns={columns} label="Reading the order" />;
  }
  return <OrderBody whole={data} names={names} />;
}

const WORKING: ReadonlySet<OrderRow['ordStatus']> = new Set([
  'PendingNew',
  'New',
  'PartiallyFilled',
  'PendingReplace',
]);

const CHANGEABLE: ReadonlySet<OrderRow['ordStatus']> = new Set(['New', 'PartiallyFilled']);

/** Where a stop is held while nothing of it works. */
const PROTECTION: Readonly<Record<string, string>> = {
  NATIVE_OCO: 'A pair at the venue',
  NATIVE_STOP: 'A stop at the venue',
  EMULATED: 'Watched by the engine',
};

function OrderBody({ whole, names }: { readonly whole: OneOrder; readonly names: AccountNames }) {
  const trpc = useTRPC();
  const { order } = whole;
  const [part, setPart] = useState<Part>('fills');
  const cancel = useAct(trpc.trading.cancelOrder);
  const mayAmend = useMay('trading.amendOrder');
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-title">
          <SideWord side={order.side} /> <Quantity value={order.orderQty} />{' '}
          {order.instrument.split('/')[0]} <TermsWords order={order} />
        </h2>
        <OrdStatus status={order.ordStatus} rejectedBy={order.rejection?.by} />
        {WORKING.has(order.ordStatus) && (
          <div className="ml-auto flex flex-wrap gap-2">
            {mayAmend && CHANGEABLE.has(order.ordStatus) && <ChangeOrder row={order} />}
            <Button
              variant="danger"
              size="small"
              busy={cancel.isPending}
              busyLabel="Asking"
              onClick={() => cancel.mutate({ clOrdId: order.clOrdId })}
            >
              Cancel the order
            </Button>
          </div>
        )}
      </div>
      <FailureLine error={cancel.error} />
      {order.rejection !== null && <p className="text-danger">{rejectionText(order.rejection)}</p>}
      <FactList
        facts={[
          { name: 'Account', value: names.get(order.account) ?? order.account },
          { name: 'Order', value: <code className="font-mono">{order.clOrdId}</code> },
          { name: 'Placed', value: <DayTime at={order.placedAt} /> },
          {
            name: 'Filled',
            value: (
              <>
                <Quantity value={order.cumQty} /> of <Quantity value={order.orderQty} />
                {order.avgPx !== null && (
                  <>
                    {' '}
                    at <Quantity value={order.avgPx} decimals={2} />
                  </>
                )}
              </>
            ),
          },
          { name: 'TimeInForce', value: order.timeInForce },
          ...(order.protection === 'NONE'
            ? []
            : [{ name: 'Protection', value: PROTECTION[order.protection] ?? order.protection }]),
        ]}
      />
      <Segmented<Part>
        label="Part of the order"
        value={part}
        onValueChange={setPart}
        options={[
          { value: 'fills', label: `Fills ${whole.executions.length}` },
          { value: 'children', label: `Children ${whole.children.length}` },
          { value: 'checks', label: 'Checks' },
          { value: 'route', label: 'Route' },
        ]}
      />
      <OrderPart part={part} whole={whole} />
    </div>
  );
}

function OrderPart({ part, whole }: { readonly part: Part; readonly whole: OneOrder }) {
  switch (part) {
    case 'fills':
      return whole.executions.length === 0 ? (
        <EmptyState>
          {whole.order.endedAt === null
            ? 'Nothing has been traded of it yet.'
            : 'Nothing was traded of it.'}
        </EmptyState>
      ) : (
        <PlainTable
          title="Fills"
          columns={FILL_COLUMNS}
          rows={whole.executions}
          idOf={({ venueAccount, execId }) => `${venueAccount} ${execId}`}
        />
      );
    case 'children':
      return whole.children.length === 0 ? (
        <EmptyState>No venue was sent anything of it.</EmptyState>
      ) : (
        <PlainTable
          title="Children"
          columns={CHILD_COLUMNS}
          rows={whole.children}
          idOf={({ clOrdId }) => clOrdId}
        />
      );
    case 'checks':
      return (
        <PlainTable
          title="Checks"
          columns={CHECK_COLUMNS}
          rows={whole.decisions.flatMap(({ decidedId, checks }) =>
            checks.map((check, index) => ({ ...check, id: `${decidedId} ${check.code} ${index}` })),
          )}
          idOf={({ id }) => id}
          toneOf={({ verdict }) => (verdict === 'Pass' ? undefined : 'warn')}
        />
      );
    case 'route': {
      const receipt = whole.receipts.at(-1);
      if (receipt === undefined) return <EmptyState>It was never routed.</EmptyState>;
      return (
        <div className="flex flex-col gap-3">
          <PlainTable
            title="What else could have been done"
            columns={ALTERNATIVE_COLUMNS}
            rows={readAlternatives(receipt.alternatives)}
            idOf={({ name }) => (name.kind === 'Only' ? name.venue : name.kind)}
          />
          <FactList
            facts={[
              {
                name: 'Receipt',
                value: <code className="break-all font-mono">{receipt.hash}</code>,
              },
              {
                name: 'Book',
                value: <code className="break-all font-mono">{receipt.snapshotHash}</code>,
              },
              {
                name: 'Fee table',
                value: <code className="break-all font-mono">{receipt.feeTableVersion}</code>,
              },
            ]}
          />
        </div>
      );
    }
  }
}
