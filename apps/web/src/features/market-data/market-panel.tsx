'use client';

import type { ReactNode } from 'react';
import { DepthChart } from '@/ui/chart/depth-chart.tsx';
import { cn } from '@/ui/cn.ts';
import { Icon } from '@/ui/icon.tsx';
import { Menu, MenuItem } from '@/ui/menu.tsx';
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
  return (
    <>
      <div className="flex h-8.5 shrink-0 items-center gap-3 whitespace-nowrap px-gutter text-label">
        {isBars && (
          <Segmented
            label="Interval"
            value={address.interval}
            onValueChange={(interval) => change({ interval })}
            options={INTERVALS.filter((one) => hasBook || one !== '6h').map((one) => ({
              value: one,
              label: one.replace('d', 'D'),
            }))}
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
            className="w-auto gap-1 border-transparent text-ink-3 text-label max-lg:hidden"
          />
        )}
        <ViewSwitch view={view} hasBook={hasBook} onChange={(to) => change({ view: to })} />
      </div>
      <div className="relative flex min-h-0 flex-1 flex-col pl-gutter max-md:pr-gutter">
        <ViewOf {...props} view={view} />
      </div>
    </>
  );
}

const NAMES: Readonly<Record<View, string>> = {
  chart: 'Chart',
  depth: 'Depth',
  book: 'Book',
  table: 'Table',
  trades: 'Trades',
  venues: 'Venues',
};
const ALL_VIEWS: readonly View[] = ['chart', 'depth', 'table', 'trades', 'venues'];
const FIRST: readonly View[] = ['chart', 'depth', 'book'];
const FOLDED: readonly View[] = ['table', 'trades', 'venues'];

/** What does not fit folds into one counted menu, which says what of it is shown. */
function ViewSwitch({
  view,
  hasBook,
  onChange,
}: {
  readonly view: View;
  readonly hasBook: boolean;
  readonly onChange: (view: View) => void;
}) {
  const inLine = hasBook ? ALL_VIEWS : FIRST;
  const isFolded = !inLine.includes(view);
  return (
    <>
      <Segmented<View>
        label="View of the market"
        value={view}
        onValueChange={onChange}
        options={inLine.map((value) => ({ value, label: NAMES[value] }))}
      />
      {!hasBook && (
        <Menu
          align="end"
          trigger={
            <button
              type="button"
              className={cn(
                'flex h-6 items-center gap-1 text-ink-3 hover:text-ink max-md:h-8',
                isFolded && 'font-medium text-ink',
              )}
            >
              {isFolded ? NAMES[view] : `${FOLDED.length} more`}
              <Icon name="chevron-down" size={12} className="text-ink-3" />
            </button>
          }
        >
          {FOLDED.map((value) => (
            <MenuItem key={value} onClick={() => onChange(value)}>
              {NAMES[value]}
            </MenuItem>
          ))}
        </Menu>
      )}
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
          <TradeTape
            trades={book?.trades ?? []}
            decimals={decimals}
            baseAsset={row.base}
            quoteAsset={row.quoteAsset}
          />
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
