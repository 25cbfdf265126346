'use client';

import { pixelNumber } from '@/ui/chart/scale.ts';
import { cn } from '@/ui/cn.ts';
import { Bps, Quantity } from '@/ui/value.tsx';
import type { BookLevel, BookView, Quote } from './model.ts';
import { bpsRatio, venueName } from './words.ts';

interface Decimals {
  readonly price: number;
  readonly quantity: number;
}

/**
 * Both sides over all venues, in the order in which they cost least with the fee that is paid there.
 * The bar behind a row is what stands up to it.
 */
export function BookLadder({
  book,
  quote,
  decimals,
  levels,
}: {
  readonly book: BookView;
  readonly quote: Quote | null;
  readonly decimals: Decimals;
  readonly levels: number;
}) {
  const [asks, bids] = [book.asks.slice(0, levels), book.bids.slice(0, levels)];
  const most = Math.max(
    ...[asks.at(-1), bids.at(-1)].map((level) => pixelNumber(level?.total ?? null) ?? 0),
  );
  return (
    <table className="w-full whitespace-nowrap text-label tabular-nums">
      <caption className="sr-only">
        Levels of all venues, best first with the fee that taking costs there
      </caption>
      <thead>
        <tr className="text-ink-3">
          {['Price', 'Size', 'With fee', 'Venue', 'Sum'].map((head, n) => (
            <th
              key={head}
              scope="col"
              className={cn(
                'h-6 font-normal first:pl-gutter last:pr-gutter',
                n === 3 ? 'pl-3 text-left' : 'text-right',
              )}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody aria-label="Asks">
        {[...asks].reverse().map((level) => (
          <Row
            key={`${level.venue} ${level.price}`}
            level={level}
            side="ask"
            most={most}
            decimals={decimals}
          />
        ))}
      </tbody>
      <tbody>
        <tr>
          <th colSpan={5} scope="rowgroup" className="px-gutter py-1 text-left font-normal">
            <span className="text-figure">
              <Quantity value={quote?.mid ?? null} decimals={decimals.price} />
            </span>
            <span className="pl-2 text-ink-3">
              spread <Quantity value={quote?.spread ?? null} decimals={decimals.price} />
              {quote?.spreadBps != null && (
                <>
                  , <Bps value={bpsRatio(quote.spreadBps)} />
                </>
              )}
            </span>
            {book.isCrossed && (
              <span className="pl-2 text-warn">crossed between venues: a book may be wrong</span>
            )}
          </th>
        </tr>
      </tbody>
      <tbody aria-label="Bids">
        {bids.map((level) => (
          <Row
            key={`${level.venue} ${level.price}`}
            level={level}
            side="bid"
            most={most}
            decimals={decimals}
          />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  level,
  side,
  most,
  decimals,
}: {
  readonly level: BookLevel;
  readonly side: 'bid' | 'ask';
  readonly most: number;
  readonly decimals: Decimals;
}) {
  const share = most === 0 ? 0 : ((pixelNumber(level.total) ?? 0) / most) * 100;
  const wash = side === 'bid' ? 'var(--up-wash)' : 'var(--down-wash)';
  return (
    <tr
      className="h-5.5"
      style={{ background: `linear-gradient(to left, ${wash} ${share}%, transparent ${share}%)` }}
    >
      <td className={cn('pl-gutter text-right', side === 'bid' ? 'text-up' : 'text-down')}>
        <Quantity value={level.price} decimals={decimals.price} />
      </td>
      <td className="text-right">
        <Quantity value={level.quantity} decimals={decimals.quantity} />
      </td>
      <td className="text-right text-ink-2">
        <Quantity value={level.allIn} decimals={decimals.price} />
      </td>
      <td className="pl-3 text-left text-ink-2">{venueName(level.venue)}</td>
      <td className="pr-gutter text-right">
        <Quantity value={level.total} decimals={decimals.quantity} />
      </td>
    </tr>
  );
}
