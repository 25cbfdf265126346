'use client';

import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';
import { Figure } from '@/ui/figure.tsx';
import { Change, Compact, Quantity } from '@/ui/value.tsx';
import type { InstrumentRow } from './model.ts';
import { RangeBar } from './range-bar.tsx';
import { bpsRatio, decimalsOf, venueName } from './words.ts';

/** The price its reader came for, and what stands around it. */
export function MarketHead({
  row,
  chooser,
  freshness,
}: {
  readonly row: InstrumentRow;
  readonly chooser: ReactNode;
  readonly freshness: ReactNode;
}) {
  const { base, quote } = row;
  const decimals = decimalsOf(row).price;
  const day = quote?.day ?? null;
  return (
    <header className="flex h-16 items-center gap-x-6 overflow-hidden whitespace-nowrap border-b px-gutter max-md:gap-x-3 md:h-auto">
      {chooser}
      <Figure size="price" value={quote?.mid ?? null} decimals={decimals} unknown="No price" />
      <div className="text-label">
        <Change value={bpsRatio(day?.changeBps ?? null)} className="font-medium" />
        <span className="block text-ink-3">24 hours</span>
      </div>
      <Fact label="Bid" below={quote?.bid == null ? null : venueName(quote.bid.venue)}>
        <Quantity value={quote?.bid?.price ?? null} decimals={decimals} />
      </Fact>
      <Fact label="Ask" below={quote?.ask == null ? null : venueName(quote.ask.venue)}>
        <Quantity value={quote?.ask?.price ?? null} decimals={decimals} />
      </Fact>
      {day !== null && (
        <Fact
          isLate
          label="Range 24 h"
          below={
            <>
              <Quantity value={day.low} decimals={Math.min(decimals, 2)} /> –{' '}
              <Quantity value={day.high} decimals={Math.min(decimals, 2)} />
            </>
          }
        >
          <RangeBar low={day.low} high={day.high} at={quote?.mid ?? null} />
        </Fact>
      )}
      {day !== null && (
        <Fact isLate label="Volume 24 h" below={`at ${quote?.venues.length ?? 0} venues`}>
          <Compact value={day.volume} unit={base} />
        </Fact>
      )}
      <span className="ml-auto max-xl:hidden">{freshness}</span>
    </header>
  );
}

/** Left out one after the other where there is no room; price and change always stay. */
function Fact({
  label,
  children,
  below,
  isLate = false,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly below: ReactNode;
  /** The first to be left out. */
  readonly isLate?: boolean;
}) {
  return (
    <dl
      className={cn(
        'border-l pl-5 text-label tabular-nums max-lg:hidden',
        isLate && 'max-xl:hidden',
      )}
    >
      <dt className="text-ink-3">{label}</dt>
      <dd className="font-medium">{children}</dd>
      <dd className="text-ink-3">{below}</dd>
    </dl>
  );
}
