'use client';

import { type ReactNode, useState } from 'react';
import { toldError } from '@/trpc/told-error.ts';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState } from '@/ui/states.tsx';
import { useAccounts } from '../use-accounts.ts';
import type { Trail, Whole } from './model.ts';
import { NoSuchOrder } from './no-such-order.tsx';
import { OrderDecision } from './order-decision.tsx';
import { OrderEvents } from './order-events.tsx';
import { OrderFigures } from './order-figures.tsx';
import { OrderFills } from './order-fills.tsx';
import { OrderHead } from './order-head.tsx';
import { OrderProof } from './order-proof.tsx';
import { OrderRoute } from './order-route.tsx';
import { OrderTimeline } from './order-timeline.tsx';
import { useOrder } from './use-order.ts';

interface OrderPageProps {
  readonly id: string;
  /** The list it was opened from. */
  readonly base: string;
  /** Where the trail is looked through, for who may; null: no way there. */
  readonly audit: string | null;
  /** What it cost, drawn by whose context that is. */
  readonly costs?: ReactNode;
}

/** One order with everything behind it: its life, its route, its decision and the proof of them. */
export function OrderPage(props: OrderPageProps) {
  const { whole, trail, clOrdId } = useOrder(props.id);
  const { data, error, refetch, isFetching } = whole;
  if (clOrdId === null) {
    return <EmptyState className="px-gutter">There is no such order.</EmptyState>;
  }
  if (data === undefined) {
    if (error === null) {
      const columns = { count: 4, className: 'grid-cols-4 gap-6 px-gutter' };
      return <SkeletonRows rows={14} columns={columns} label="Reading the order" />;
    }
    const { code, sentence, quote } = toldError(error);
    if (code === 'NotFound')
      return <NoSuchOrder id={clOrdId} base={props.base} audit={props.audit} />;
    return (
      <ErrorState
        className="px-gutter"
        safe={sentence}
        quote={quote}
        onRetry={() => void refetch()}
        busy={isFetching}
      >
        This order could not be read.
      </ErrorState>
    );
  }
  return <OrderBody {...props} whole={data} trail={trail.data} />;
}

function OrderBody({
  whole,
  trail,
  base,
  audit,
  costs: given,
}: Omit<OrderPageProps, 'id'> & { readonly whole: Whole; readonly trail: Trail | undefined }) {
  const { names } = useAccounts();
  const [chosen, choose] = useState<string | null>(null);
  // What never traded has no costs to ask for.
  const costs = whole.order.ordStatus === 'Rejected' ? undefined : given;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <OrderHead whole={whole} names={names} base={base} />
      <OrderFigures whole={whole} trail={trail} />
      <div className="grid flex-1 grid-cols-1 px-gutter pb-7 xl:grid-cols-[272px_minmax(0,1fr)_356px]">
        <section aria-label="Timeline" className="min-w-0 xl:border-r xl:pr-5">
          <OrderTimeline whole={whole} trail={trail} />
        </section>
        <div className="min-w-0 xl:px-5">
          <OrderRoute whole={whole} trail={trail} />
          <div className={costs === undefined ? '' : 'grid gap-x-7 2xl:grid-cols-[3fr_2fr]'}>
            <OrderFills whole={whole} trail={trail} names={names} />
            {costs !== undefined && (
              <section aria-label="TCA" className="min-w-0">
                {costs}
              </section>
            )}
          </div>
          <OrderEvents
            whole={whole}
            trail={trail}
            audit={audit}
            chosen={chosen}
            onChoose={choose}
          />
        </div>
        <aside aria-label="Decision and proof" className="min-w-0 xl:border-l xl:pl-5">
          <OrderDecision whole={whole} />
          <OrderProof whole={whole} trail={trail} chosen={chosen} />
        </aside>
      </div>
    </div>
  );
}
