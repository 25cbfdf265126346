'use client';

import { formatAge } from '@ultrathink/domain/kernel';
import { cn } from '@/ui/cn.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Quantity } from '@/ui/value.tsx';
import type { BookView, VenueBook } from './model.ts';
import { exclusionWord, venueName } from './words.ts';

const LEVELS = 5;

/** Each venue's own book: its best levels, how old they are, and why it has no part where it has none. */
export function VenueBooks({
  book,
  decimals,
}: {
  readonly book: BookView;
  readonly decimals: { readonly price: number; readonly quantity: number };
}) {
  const { locale } = useLocale();
  return (
    <div className="flex flex-col gap-4 px-gutter pb-4">
      {book.venues.map((one) => (
        <section key={one.venue} aria-label={`Book of ${venueName(one.venue)}`}>
          <h3 className="flex items-center gap-1.5 border-b pb-1 text-label">
            <Glyph
              shape={one.excluded === null ? 'dot' : 'diamond'}
              tone={one.excluded === null ? 'accent' : 'warn'}
            />
            <span className="font-medium text-ink">{venueName(one.venue)}</span>
            <span className={cn('ml-auto', one.excluded === null ? 'text-ink-3' : 'text-warn')}>
              {one.excluded === null
                ? one.ageMs === null
                  ? null
                  : formatAge(one.ageMs, locale)
                : exclusionWord(one.excluded, locale)}
            </span>
          </h3>
          <Levels one={one} decimals={decimals} />
        </section>
      ))}
    </div>
  );
}

function Levels({
  one,
  decimals,
}: {
  readonly one: VenueBook;
  readonly decimals: { readonly price: number; readonly quantity: number };
}) {
  const rows = Array.from({ length: LEVELS }, (_, n) => ({ bid: one.bids[n], ask: one.asks[n] }));
  if (one.bids.length + one.asks.length === 0) {
    return (
      <p className="py-1 text-ink-3 text-label">Nothing is shown of a book that is not sure.</p>
    );
  }
  return (
    <table className="w-full whitespace-nowrap text-label tabular-nums">
      <caption className="sr-only">Best levels of {venueName(one.venue)}</caption>
      <thead className="text-ink-3">
        <tr>
          {['Bid size', 'Bid', 'Ask', 'Ask size'].map((head) => (
            <th key={head} scope="col" className="h-6 text-right font-normal">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ bid, ask }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is its rank
          <tr key={n} className="h-5.5">
            <td className="text-right text-ink-2">
              <Quantity value={bid?.quantity ?? null} decimals={decimals.quantity} />
            </td>
            <td className="text-right text-up">
              <Quantity value={bid?.price ?? null} decimals={decimals.price} />
            </td>
            <td className="text-right text-down">
              <Quantity value={ask?.price ?? null} decimals={decimals.price} />
            </td>
            <td className="text-right text-ink-2">
              <Quantity value={ask?.quantity ?? null} decimals={decimals.quantity} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
