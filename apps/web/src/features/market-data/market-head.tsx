'use client';

import type { ReactNode } from 'react';
import { Figure } from '@/ui/figure.tsx';
import { Bps, Change, Compact, Quantity } from '@/ui/value.tsx';
import type { InstrumentRow } from './model.ts';
import { RangeBar } from './range-bar.tsx';
import { bpsRatio, decimalsOf, venueName } from './words.ts';

/** The price its reader came for, and what stands around it. */
export function MarketHead({
  row,
  freshness,
}: {
  readonly row: InstrumentRow;
  readonly freshness: ReactNode;
}) {
  const { instrument, base, quote } = row;
  const decimals = decimalsOf(row).price;
  const day = quote?.day ?? null;
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-x-6 gap-y-2 border-b px-gutter py-2">
      <h1 className="text-title">{instrument}</h1>
      <Figure size="price" value={quote?.mid ?? null} decimals={decimals} unknown="No price" />
      <div className="text-label">
        <Change value={bpsRatio(day?.changeBps ?? null)} />
        <span className="block text-ink-3">24 hours</span>
      </div>
      <Fact label="Bid" below={quote?.bid == null ? null : venueName(quote.bid.venue)}>
        <Quantity value={quote?.bid?.price ?? null} decimals={decimals} />
      </Fact>
      <Fact label="Ask" below={quote?.ask == null ? null : venueName(quote.ask.venue)}>
        <Quantity value={quote?.ask?.price ?? null} decimals={decimals} />
      </Fact>
      <Fact label="Spread" below={<Quantity value={quote?.spread ?? null} decimals={decimals} />}>
        <Bps value={bpsRatio(quote?.spreadBps ?? null)} />
      </Fact>
      {day !== null && (
        <Fact
          label="Range 24 h"
          below={
            <>
              <Quantity value={day.low} decimals={decimals} /> –{' '}
              <Quantity value={day.high} decimals={decimals} />
            </>
          }
        >
          <RangeBar low={day.low} high={day.high} at={quote?.mid ?? null} />
        </Fact>
      )}
      {day !== null && (
        <Fact label="Volume 24 h" below={`at ${quote?.venues.length ?? 0} venues`}>
          <Compact value={day.volume} unit={base} />
        </Fact>
      )}
      <span className="ml-auto">{freshness}</span>
    </header>
  );
}

function Fact({
  label,
  children,
  below,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly below: ReactNode;
}) {
  return (
    <dl className="border-l pl-4 text-label max-md:border-l-0 max-md:pl-0">
      <dt className="text-ink-3">{label}</dt>
      <dd className="text-body font-medium">{children}</dd>
      <dd className="text-ink-3">{below}</dd>
    </dl>
  );
}
