'use client';

import { topicFreshness } from '@/features/live/freshness.ts';
import { ageOf, useElapsed, useFreshness } from '@/features/live/use-live.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { DepthChart } from '@/ui/chart/depth-chart.tsx';
import { ScrollBox } from '@/ui/scroll-box.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState, ForbiddenState } from '@/ui/states.tsx';
import { Freshness } from '@/ui/status.tsx';
import { BookLadder } from './book-ladder.tsx';
import { Candles } from './candles.tsx';
import { InstrumentList } from './instrument-list.tsx';
import { MarketHead } from './market-head.tsx';
import type { InstrumentRow } from './model.ts';
import { TradeTape } from './trade-tape.tsx';
import { type MarketAddress, useBook, useInstruments, useMarketAddress } from './use-markets.ts';
import { VenueBooks } from './venue-books.tsx';
import { VenueComparison } from './venue-comparison.tsx';
import { decimalsOf } from './words.ts';

const CHART_HEIGHT = 380;
const LADDER_LEVELS = 12;
/** A book speaks at most four times a second. */
const BOOK_EVERY_MS = 250;

/** Instruments, and of one of them everything that the market says. */
export function MarketsPage() {
  const { address, change } = useMarketAddress();
  const { listed, rows } = useInstruments();
  const state = dataStateOf(listed, 'The instruments could not be read.');
  const row = rows.find(({ instrument }) => instrument === address.instrument) ?? rows[0];
  if (state.kind === 'forbidden')
    return <ForbiddenState ask="an administrator">{state.sentence}</ForbiddenState>;
  if (state.kind === 'error') {
    const { safe, quote, onRetry = () => undefined } = state;
    return (
      <ErrorState safe={safe} quote={quote ?? ''} onRetry={onRetry} busy={listed.isFetching}>
        The instruments could not be read.
      </ErrorState>
    );
  }
  if (listed.data === undefined) {
    const columns = { count: 3, className: 'grid-cols-[16rem_1fr_22rem] gap-6' };
    return <SkeletonRows rows={16} columns={columns} label="Reading the markets" />;
  }
  return (
    <div className="grid flex-1 grid-cols-1 lg:grid-cols-[16rem_minmax(0,1fr)] lg:grid-rows-[minmax(0,1fr)]">
      <nav aria-label="Instruments" className="border-r max-lg:border-r-0 max-lg:border-b">
        <div className="lg:sticky lg:top-0 lg:max-h-[calc(100dvh-6rem)] lg:overflow-hidden lg:flex lg:flex-col">
          <InstrumentList
            rows={rows}
            chosen={row?.instrument ?? ''}
            find={address.find}
            onFind={(find) => change({ find })}
            onChoose={(instrument) => change({ instrument, venue: null })}
          />
        </div>
      </nav>
      {row === undefined ? (
        <div className="px-gutter">
          <EmptyState next="The engine asks each venue when it starts.">
            No venue has listed an instrument yet.
          </EmptyState>
        </div>
      ) : (
        <Market key={row.instrument} row={row} address={address} change={change} />
      )}
    </div>
  );
}

type Change = ReturnType<typeof useMarketAddress>['change'];

function Market({
  row,
  address,
  change,
}: {
  readonly row: InstrumentRow;
  readonly address: MarketAddress;
  readonly change: Change;
}) {
  const decimals = decimalsOf(row);
  const { asked, book, heardAtMs } = useBook(row.instrument);
  const view = (
    <Segmented
      label="Price or depth"
      value={address.view}
      onValueChange={(view) => change({ view })}
      options={[
        { value: 'chart', label: 'Price' },
        { value: 'depth', label: 'Depth' },
      ]}
    />
  );
  return (
    <div className="min-w-0">
      <MarketHead row={row} freshness={<BookFreshness heardAtMs={heardAtMs} />} />
      <div className="grid grid-cols-1 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0">
          <div className="px-gutter pt-1">
            {address.view === 'chart' || book === undefined ? (
              <Candles
                row={row}
                address={address}
                height={CHART_HEIGHT}
                view={view}
                onChange={(to) => change(to)}
              />
            ) : (
              <DepthChart
                title="Market"
                about={view}
                label={`What stands in the books of ${row.instrument}, over all venues.`}
                bids={book.bids}
                asks={book.asks}
                price={{ kind: 'amount', unit: row.quoteAsset, decimals: decimals.price }}
                quantity={{ kind: 'amount', unit: row.base, decimals: decimals.quantity }}
                height={CHART_HEIGHT}
              />
            )}
          </div>
          <div className="mt-3 border-t">
            <VenueComparison row={row} />
          </div>
        </div>
        <aside
          aria-label="Book and trades"
          className="min-w-0 border-line max-xl:border-t xl:border-l"
        >
          <div className="px-gutter">
            <SectionHeading title="Book" about={`${row.venues.length} venues, fees counted`}>
              <Segmented
                label="Book of"
                value={address.book}
                onValueChange={(to) => change({ book: to })}
                options={[
                  { value: 'all', label: 'All' },
                  { value: 'venues', label: 'By venue' },
                ]}
              />
            </SectionHeading>
          </div>
          {book === undefined ? (
            <BookMissing asked={asked} />
          ) : address.book === 'all' ? (
            <BookLadder book={book} quote={row.quote} decimals={decimals} levels={LADDER_LEVELS} />
          ) : (
            <VenueBooks book={book} decimals={decimals} />
          )}
          <div className="border-t px-gutter">
            <SectionHeading title="Trades" about="newest first" />
            <ScrollBox className="relative max-h-72">
              <TradeTape trades={book?.trades ?? []} decimals={decimals} />
            </ScrollBox>
          </div>
        </aside>
      </div>
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
    <div className="px-gutter pb-3">
      <EmptyState>{'sentence' in state ? state.sentence : 'There is no book now.'}</EmptyState>
    </div>
  );
}

/** How old the book is that one sees; told four times a second. */
function BookFreshness({ heardAtMs }: { readonly heardAtMs: number | null }) {
  const line = useFreshness();
  const nowMs = useElapsed(BOOK_EVERY_MS);
  const { state, ageMs } = topicFreshness(line, ageOf(nowMs, heardAtMs), BOOK_EVERY_MS * 4);
  const age = ageMs === null ? undefined : `${(ageMs / 1_000).toFixed(1)} s`;
  return <Freshness state={state} {...(age !== undefined && { age })} />;
}
