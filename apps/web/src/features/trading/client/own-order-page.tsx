'use client';

import {
  add,
  type Decimal,
  decimal,
  multiply,
  negate,
  roundTo,
  signOf,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { useMay } from '@/features/identity/use-may.ts';
import { toldError } from '@/trpc/told-error.ts';
import { assetDigits } from '@/ui/asset-digits.ts';
import { Figure } from '@/ui/figure.tsx';
import { KpiLine } from '@/ui/kpi.tsx';
import { Link } from '@/ui/link.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState } from '@/ui/states.tsx';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { Quantity } from '@/ui/value.tsx';
import { alternativeLines, isEven } from '../order/alternatives.ts';
import type { Trail, Whole } from '../order/model.ts';
import { OrderDecision } from '../order/order-decision.tsx';
import { OrderProof } from '../order/order-proof.tsx';
import { PackButton } from '../order/pack-button.tsx';
import { useOrder } from '../order/use-order.ts';
import { OWN_FILL_COLUMNS } from '../order-parts.tsx';
import { TermsWords } from '../terms-words.tsx';
import { OrderState } from './order-state.tsx';
import { baseOf } from './order-words.ts';

/** One order as its owner reads it: what came of it, what it cost, why it was let through, its proof. */
export function OwnOrderPage({ id }: { readonly id: string }) {
  const { whole, trail, clOrdId } = useOrder(id);
  const { data, error, refetch, isFetching } = whole;
  if (data !== undefined) return <Body whole={data} trail={trail.data} />;
  if (clOrdId !== null && error === null) {
    const columns = { count: 3, className: 'grid-cols-3 gap-6 px-gutter' };
    return <SkeletonRows rows={8} columns={columns} label="Reading the order" />;
  }
  const told = error === null ? null : toldError(error);
  if (told === null || told.code === 'NotFound') {
    return (
      <EmptyState className="px-gutter" next={<Link href="/client/orders">All orders</Link>}>
        There is no such order.
      </EmptyState>
    );
  }
  return (
    <ErrorState
      className="px-gutter"
      safe={told.sentence}
      quote={told.quote}
      onRetry={() => void refetch()}
      busy={isFetching}
    >
      This order could not be read.
    </ErrorState>
  );
}

function Body({ whole, trail }: { readonly whole: Whole; readonly trail: Trail | undefined }) {
  const { order, children, executions } = whole;
  const mayTake = useMay('trading.exportEvidence');
  const doubtful = children.find(({ unconfirmedSince }) => unconfirmedSince !== null);
  return (
    <>
      <PageHead
        title={
          <>
            {order.side} <Quantity value={order.orderQty} /> {baseOf(order.instrument)}
          </>
        }
        about={
          <>
            <Link href="/client/orders">Orders</Link> · {order.instrument}{' '}
            <TermsWords order={order} />, placed <DayTime at={order.placedAt} precision="second" />{' '}
            <Zone at={order.placedAt} />
          </>
        }
      >
        <OrderState order={order} doubtfulVenue={doubtful?.venue ?? null} />
        {mayTake && <PackButton clOrdId={order.clOrdId} />}
      </PageHead>
      <div className="px-gutter">
        <Figures whole={whole} trail={trail} />
      </div>
      <div className="grid gap-x-7 px-gutter pb-7 xl:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="min-w-0">
          <SectionHeading title="Fills" about={venuesOf(whole)} />
          {executions.length === 0 ? (
            <EmptyState>Nothing was traded of it.</EmptyState>
          ) : (
            <PlainTable
              title="Fills"
              columns={OWN_FILL_COLUMNS}
              rows={executions}
              idOf={({ venueAccount, execId }) => `${venueAccount} ${execId}`}
            />
          )}
          <Saved whole={whole} trail={trail} />
        </div>
        <aside aria-label="Decision and proof" className="min-w-0">
          <OrderDecision whole={whole} />
          <OrderProof whole={whole} trail={trail} chosen={null} />
        </aside>
      </div>
    </>
  );
}

function venuesOf({ executions }: Whole): string {
  const venues = new Set(executions.map(({ venue }) => venueName(venue)));
  return [...venues].sort().join(', ');
}

function Figures({ whole, trail }: { readonly whole: Whole; readonly trail: Trail | undefined }) {
  const { order } = whole;
  const [base = '', quote = ''] = order.instrument.split('/');
  const fees = feesOf(whole);
  const commission = commissionOf(whole, trail);
  return (
    <KpiLine
      label="What came of the order"
      cells={[
        {
          id: 'done',
          label: order.side === 'Buy' ? 'Bought' : 'Sold',
          figure: <Figure value={order.cumQty} unit={base} />,
          context: (
            <>
              of <Quantity value={order.orderQty} />
            </>
          ),
        },
        {
          id: 'price',
          label: 'Average price',
          figure: <Figure value={order.avgPx} unit={quote} decimals={2} />,
          context: fillCount(whole.executions.length),
        },
        ...fees.map(({ asset, amount }) => ({
          id: `fee ${asset}`,
          label: 'Venue fees',
          figure: <Figure value={amount} unit={asset} decimals={assetDigits(asset, amount)} />,
          context: 'as the venues told them',
        })),
        ...commission.map(({ asset, amount }) => ({
          id: `commission ${asset}`,
          label: 'Our commission',
          figure: <Figure value={amount} unit={asset} decimals={assetDigits(asset, amount)} />,
          context: 'by your tier',
        })),
      ]}
    />
  );
}

const fillCount = (fills: number) => (fills === 1 ? '1 fill' : `${fills} fills`);

/** What the ledger rounds is no commission. */
const SHOWN_DIGITS = 8;

interface Sum {
  readonly asset: string;
  readonly amount: string;
}

function sumsOf(parts: readonly { readonly asset: string; readonly amount: string }[]): Sum[] {
  const sums = new Map<string, Decimal>();
  for (const { asset, amount } of parts) {
    sums.set(asset, add(sums.get(asset) ?? ZERO, decimal(amount)));
  }
  return [...sums].map(([asset, amount]) => ({ asset, amount: toText(amount) }));
}

const feesOf = ({ executions }: Whole): Sum[] =>
  sumsOf(executions.flatMap(({ fee }) => (fee === null ? [] : [fee])));

/** What the ledger took beyond what the venues told: known once every fee is, and all is booked. */
function commissionOf({ order, executions }: Whole, trail: Trail | undefined): Sum[] {
  if (trail === undefined || order.endedAt === null) return [];
  if (executions.length === 0 || executions.some(({ fee }) => fee === null)) return [];
  const [base = '', quote = ''] = order.instrument.split('/');
  const told = executions.flatMap(({ side, lastQty, lastPx, fee }) => {
    const [got, paid] = side === 'Buy' ? [base, quote] : [quote, base];
    const notional = multiply(decimal(lastQty), decimal(lastPx));
    const amounts = side === 'Buy' ? [decimal(lastQty), notional] : [notional, decimal(lastQty)];
    const [more = ZERO, less = ZERO] = amounts;
    return [
      { asset: got, amount: toText(more) },
      { asset: paid, amount: toText(negate(less)) },
      ...(fee === null ? [] : [{ asset: fee.asset, amount: toText(negate(decimal(fee.amount))) }]),
    ];
  });
  const booked = trail.entries
    .flatMap((entry) => entry.postings)
    .filter(({ kind }) => kind === 'Client')
    .map(({ asset, amount }) => ({ asset, amount: toText(negate(decimal(amount))) }));
  if (booked.length === 0) return [];
  return sumsOf([...told, ...booked])
    .map(({ asset, amount }) => ({
      asset,
      amount: toText(roundTo(decimal(amount), SHOWN_DIGITS, 'HalfEven')),
    }))
    .filter(({ amount }) => signOf(decimal(amount)) > 0);
}

/** A venue that got all of it would have cost what was paid. */
function Against({ bps }: { readonly bps: string }) {
  if (isEven(bps)) return 'cost the same';
  return (
    <>
      {bps.startsWith('-') ? 'cost' : 'saved'}{' '}
      <Quantity value={bps.replace('-', '')} decimals={2} /> bps
    </>
  );
}

/** "Saved 3.1 bps against Kraken alone." */
function Saved({ whole, trail }: { readonly whole: Whole; readonly trail: Trail | undefined }) {
  // Before what was booked is read, they would say another figure than a moment later.
  if (trail === undefined) return null;
  const others = alternativeLines(whole, trail).filter(
    ({ isChosen, dearerBps }) => !isChosen && dearerBps !== null,
  );
  if (others.length === 0) return null;
  return (
    <section aria-label="Against other routes" className="pb-4">
      <SectionHeading
        title="Against other routes"
        about="With fees, by the books of the decision"
      />
      <ul>
        {others.map(({ id, name, dearerBps, isPart }) => (
          <li key={id} className="flex justify-between gap-4 border-line-faint border-b py-2">
            <span>{name}</span>
            <span className="tabular-nums">
              <Against bps={dearerBps ?? '0'} />
              {isPart && <span className="text-ink-3"> of the part it could trade</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
