'use client';

import { decimal, isZero, scaleOf, shortHash } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { cn } from '@/ui/cn.ts';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { ScrollRegion } from '@/ui/table/scroll-region.tsx';
import { NotApplicable, Quantity } from '@/ui/value.tsx';
import { usePriceDigits } from '../ticket/tradeable.ts';
import { type AlternativeLine, alternativeLines } from './alternatives.ts';
import type { Trail, Whole } from './model.ts';
import { OrderReplay } from './order-replay.tsx';

/** How it was routed and what else could have been done: by the books of the decision, after the fills by what came. */
export function OrderRoute({
  whole,
  trail,
}: {
  readonly whole: Whole;
  readonly trail: Trail | undefined;
}) {
  const [receipt] = whole.receipts;
  const mayReplay = useMay('trading.replayOrder');
  // What could have traded nothing of it is no way it could have gone.
  const lines = alternativeLines(whole, trail).filter(
    ({ isChosen, quantities }) => isChosen || quantities.some((one) => !isZero(decimal(one))),
  );
  const digits: Digits = {
    price: usePriceDigits(whole.order.instrument),
    size: Math.min(
      MOST_SIZE_DIGITS,
      Math.max(
        0,
        ...lines.flatMap(({ quantities }) => quantities.map((one) => scaleOf(decimal(one)))),
      ),
    ),
  };
  const [base = '', quote = ''] = whole.order.instrument.split('/');
  const most = Math.max(0, ...lines.map(({ dearerBps }) => Math.abs(Number(dearerBps ?? 0))));
  return (
    <section aria-label="Routing receipt">
      <SectionHeading
        title="Routing receipt"
        about={
          receipt !== undefined && (
            <>
              book <code title={receipt.snapshotHash}>{shortHash(receipt.snapshotHash)}</code>, fee
              table{' '}
              <code title={receipt.feeTableVersion}>{shortHash(receipt.feeTableVersion)}</code>
              {whole.receipts.length > 1 && `, the first of ${whole.receipts.length}`}
            </>
          )
        }
      />
      {mayReplay && <OrderReplay clOrdId={whole.order.clOrdId} />}
      {lines.length === 0 ? (
        <EmptyState>
          {whole.order.endedAt === null ? 'It was not routed yet.' : 'It was not routed.'}
        </EmptyState>
      ) : (
        <ScrollRegion label="Alternatives">
          <table className="w-full whitespace-nowrap tabular-nums">
            <caption className="sr-only">Alternatives</caption>
            <thead>
              <tr className="text-ink-3 text-label">
                <Head>Alternative</Head>
                <Head isRight>Quantity {base}</Head>
                <Head isRight>AvgPx {quote}</Head>
                <Head isRight>Fee bps</Head>
                <Head isRight>All in {quote}</Head>
                <Head>Cost, bps</Head>
                <Head isRight>{quote}</Head>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Row key={line.id} line={line} most={most} digits={digits} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

function Head({
  children,
  isRight = false,
}: {
  readonly children: ReactNode;
  readonly isRight?: boolean;
}) {
  return (
    <th
      scope="col"
      className={cn(
        'h-row-head border-line border-b px-2.25 font-normal',
        isRight ? 'text-right' : 'text-left',
      )}
    >
      {children}
    </th>
  );
}

interface Digits {
  readonly price: number;
  readonly size: number;
}

/** Of four venues' parts in one cell. */
const MOST_SIZE_DIGITS = 4;

function Row({
  line,
  most,
  digits,
}: {
  readonly line: AlternativeLine;
  readonly most: number;
  readonly digits: Digits;
}) {
  const { name, isChosen, quantities, avgPx, feeBps, allIn, dearerBps, dearer, isPart } = line;
  const cell = 'h-row border-line-faint border-b px-2.25';
  const right = cn(cell, 'text-right');
  const width = most === 0 ? 0 : (Math.abs(Number(dearerBps ?? 0)) / most) * 100;
  return (
    <tr className={cn(isChosen && 'bg-accent-wash font-medium')}>
      <th
        scope="row"
        className={cn(
          cell,
          'text-left',
          isChosen ? 'font-medium shadow-[inset_2px_0_0_var(--accent)]' : 'font-normal',
        )}
      >
        {name}
        {isPart && <span className="text-ink-3 text-label"> part of it</span>}
      </th>
      <td className={right}>
        {quantities.map((quantity, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one per venue, in the order of their names
          <span key={n}>
            {n > 0 && ' / '}
            <Quantity
              value={quantity}
              decimals={quantities.length > 1 ? Math.min(3, digits.size) : digits.size}
            />
          </span>
        ))}
      </td>
      <td className={right}>
        {avgPx === null ? <NotApplicable /> : <Quantity value={avgPx} decimals={digits.price} />}
      </td>
      <td className={right}>{feeBps ?? <NotApplicable />}</td>
      <td className={cn(right, 'font-medium')}>
        {allIn === null ? <NotApplicable /> : <Quantity value={allIn} decimals={digits.price} />}
      </td>
      <td className={cell}>
        {isChosen ? (
          <span className="text-accent">chosen</span>
        ) : dearerBps === null ? (
          <NotApplicable />
        ) : (
          <span className="flex items-center gap-2">
            <span aria-hidden="true" className="relative h-0.75 w-14">
              <span
                className="absolute inset-y-0 left-0 bg-ink-2"
                style={{ width: `${Math.max(2, width)}%` }}
              />
            </span>
            <Signed value={dearerBps} />
          </span>
        )}
      </td>
      <td className={right}>
        {dearer === null ? isChosen ? null : <NotApplicable /> : <Signed value={dearer} />}
      </td>
    </tr>
  );
}

function Signed({ value }: { readonly value: string }) {
  const sign = value.startsWith('-') ? '' : '+';
  return (
    <span>
      {sign}
      <Quantity value={value} decimals={2} />
    </span>
  );
}
