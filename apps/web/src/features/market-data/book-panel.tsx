'use client';

import { dataStateOf } from '@/trpc/data-state.ts';
import { ScrollBox } from '@/ui/scroll-box.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { BookLadder, type TakenLevel } from './book-ladder.tsx';
import type { InstrumentRow } from './model.ts';
import type { OwnInMarket } from './own.ts';
import type { MarketAddress, MarketChange, useBook } from './use-markets.ts';
import { VenueBooks } from './venue-books.tsx';
import { decimalsOf, finestTick } from './words.ts';

/** What stands in the books: one ladder over all venues, or each venue's own. */
export function BookPanel({
  row,
  asked: { asked, book },
  address,
  change,
  own,
  onTake,
}: {
  readonly row: InstrumentRow;
  readonly asked: ReturnType<typeof useBook>;
  readonly address: MarketAddress;
  readonly change: MarketChange;
  readonly own: OwnInMarket;
  readonly onTake: (level: TakenLevel) => void;
}) {
  const decimals = decimalsOf(row);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-8.5 shrink-0 items-center gap-2 px-3.5">
        <h2 className="font-medium">Book</h2>
        <span className="text-ink-3 text-label">
          {row.venues.length === 1 ? '1 venue' : `${row.venues.length} venues`}
        </span>
        <Segmented
          label="Book of"
          value={address.book}
          onValueChange={(to) => change({ book: to })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'venues', label: 'By venue' },
          ]}
          className="ml-auto"
        />
      </div>
      {book === undefined ? (
        <BookMissing asked={asked} />
      ) : address.book === 'all' ? (
        <BookLadder
          book={book}
          quote={row.quote}
          decimals={{ ...decimals, quantity: Math.min(3, decimals.quantity) }}
          tick={finestTick(row)}
          own={own.levels}
          quoteAsset={row.quoteAsset}
          base={row.base}
          onTake={onTake}
        />
      ) : (
        <ScrollBox className="flex-1">
          <VenueBooks
            book={book}
            decimals={{ ...decimals, quantity: Math.min(3, decimals.quantity) }}
          />
        </ScrollBox>
      )}
    </div>
  );
}

function BookMissing({ asked }: { readonly asked: ReturnType<typeof useBook>['asked'] }) {
  const state = dataStateOf(asked, 'The book could not be read.');
  if (state.kind === 'loading') {
    const columns = { count: 4, className: 'grid-cols-4 gap-3' };
    return <SkeletonRows rows={12} columns={columns} label="Reading the book" />;
  }
  return (
    <div className="px-3.5 pb-3">
      <EmptyState>{'sentence' in state ? state.sentence : 'There is no book now.'}</EmptyState>
    </div>
  );
}
