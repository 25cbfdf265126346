'use client';

import type { ReactNode } from 'react';
import { DepthChart } from '@/ui/chart/depth-chart.tsx';
import { ScrollBox } from '@/ui/scroll-box.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import { Select } from '@/ui/select.tsx';
import { Candles } from './candles.tsx';
import type { BookView, InstrumentRow } from './model.ts';
import type { OwnInMarket } from './own.ts';
import { TradeTape } from './trade-tape.tsx';
import { INTERVALS, type MarketAddress, type MarketChange, type View } from './use-markets.ts';
import { VenueComparison } from './venue-comparison.tsx';
import { decimalsOf, venueName } from './words.ts';

const ALL = 'all';

interface PanelProps {
  readonly row: InstrumentRow;
  readonly book: BookView | undefined;
  readonly address: MarketAddress;
  readonly change: MarketChange;
  readonly own: OwnInMarket;
  /** The book stands beside it: then it is no view of its own. */
  readonly hasBook: boolean;
  readonly bookPart: ReactNode;
}

/** The market of one instrument in one frame: candles, depth, figures, trades, venues. */
export function MarketPanel(props: PanelProps) {
  const { address, change, row, hasBook } = props;
  const view = hasBook && address.view === 'book' ? 'chart' : address.view;
  const isBars = view === 'chart' || view === 'table';
  const venue = row.venues.some((one) => one.venue === address.venue) ? address.venue : null;
  const views: readonly { readonly value: View; readonly label: string }[] = [
    { value: 'chart', label: 'Chart' },
    { value: 'depth', label: 'Depth' },
    ...(hasBook ? [] : [{ value: 'book' as const, label: 'Book' }]),
    { value: 'table', label: 'Table' },
    { value: 'trades', label: 'Trades' },
    { value: 'venues', label: 'Venues' },
  ];
  return (
    <>
      <div className="flex h-8.5 shrink-0 items-center gap-4 overflow-x-auto whitespace-nowrap px-gutter text-label [scrollbar-width:none]">
        {isBars && (
          <Segmented
            label="Interval"
            value={address.interval}
            onValueChange={(interval) => change({ interval })}
            options={INTERVALS.map((one) => ({ value: one, label: one.replace('d', 'D') }))}
          />
        )}
        <span className="flex-1" />
        {isBars && row.venues.length > 1 && (
          <Select
            aria-label="Venue"
            size="cell"
            value={venue ?? ALL}
            onValueChange={(to) => change({ venue: to === ALL ? null : to })}
            options={[
              { value: ALL, label: `Consolidated, ${row.venues.length} venues` },
              ...row.venues.map((one) => ({ value: one.venue, label: venueName(one.venue) })),
            ]}
            className="w-auto gap-1 border-transparent text-ink-3 text-label max-xl:hidden"
          />
        )}
        <Segmented
          label="View of the market"
          value={view}
          onValueChange={(to) => change({ view: to })}
          options={views}
        />
      </div>
      <div className="relative flex min-h-0 flex-1 flex-col pl-gutter max-md:pr-gutter">
        <ViewOf {...props} view={view} />
      </div>
    </>
  );
}

function ViewOf({ row, book, address, own, bookPart, view }: PanelProps & { readonly view: View }) {
  const decimals = decimalsOf(row);
  switch (view) {
    case 'depth':
      return (
        <DepthChart
          title="Market"
          label={`What stands in the books of ${row.instrument}, over all venues.`}
          bids={book?.bids ?? []}
          asks={book?.asks ?? []}
          price={{ kind: 'amount', unit: row.quoteAsset, decimals: decimals.price }}
          quantity={{ kind: 'amount', unit: row.base, decimals: decimals.quantity }}
          height="fill"
          view="chart"
          empty={{ sentence: 'There is no book now.' }}
        />
      );
    case 'trades':
      return (
        <ScrollBox className="flex-1 pr-gutter">
          <TradeTape trades={book?.trades ?? []} decimals={decimals} />
        </ScrollBox>
      );
    case 'venues':
      return (
        <ScrollBox className="flex-1">
          <VenueComparison row={row} />
        </ScrollBox>
      );
    case 'book':
      return bookPart;
    default:
      return <Candles row={row} address={address} view={view} own={own} />;
  }
}
