'use client';

import type { ReactNode } from 'react';
import { topicFreshness } from '@/features/live/freshness.ts';
import { ageOf, useElapsed, useFreshness } from '@/features/live/use-live.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState, ForbiddenState } from '@/ui/states.tsx';
import { Freshness } from '@/ui/status.tsx';
import { useMedia } from '@/ui/use-media.ts';
import type { TakenLevel } from './book-ladder.tsx';
import { BookPanel } from './book-panel.tsx';
import styles from './desk-grid.module.css';
import { InstrumentChooser } from './instrument-chooser.tsx';
import { MarketHead } from './market-head.tsx';
import { MarketPanel } from './market-panel.tsx';
import type { InstrumentRow } from './model.ts';
import type { OwnInMarket } from './own.ts';
import { useBook, useInstruments, useMarketAddress } from './use-markets.ts';

/** A book speaks at most four times a second. */
const BOOK_EVERY_MS = 250;
/** From here on the book stands beside the chart; below it is one of the chart's views. */
const WIDE = '(min-width: 1200px)';

interface DeskProps {
  /** Of the instrument that is shown. */
  readonly own: OwnInMarket;
  readonly onTake: (level: TakenLevel) => void;
  readonly ticket: ReactNode;
  readonly blotter: ReactNode;
}

/** One instrument and everything that the market says of it, with room for the ticket and the blotter. */
export function MarketDesk(props: DeskProps) {
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
    const columns = { count: 3, className: 'grid-cols-[1fr_16rem_20rem] gap-6' };
    return <SkeletonRows rows={16} columns={columns} label="Reading the markets" />;
  }
  if (row === undefined) {
    return (
      <div className="px-gutter">
        <EmptyState next="The engine asks each venue when it starts.">
          No venue has listed an instrument yet.
        </EmptyState>
      </div>
    );
  }
  const chooser = (
    <InstrumentChooser
      rows={rows}
      chosen={row.instrument}
      onChoose={(instrument) => change({ instrument, venue: null })}
    />
  );
  return (
    <Market
      key={row.instrument}
      {...props}
      row={row}
      chooser={chooser}
      address={address}
      change={change}
    />
  );
}

/** The desk's grid: head, chart and book over the blotter, the ticket at the right over the whole height. */
function Market({
  row,
  chooser,
  address,
  change,
  own,
  onTake,
  ticket,
  blotter,
}: DeskProps & {
  readonly row: InstrumentRow;
  readonly chooser: ReactNode;
  readonly address: ReturnType<typeof useMarketAddress>['address'];
  readonly change: ReturnType<typeof useMarketAddress>['change'];
}) {
  const isWide = useMedia(WIDE);
  const asked = useBook(row.instrument);
  const bookPart = <BookPanel {...{ row, asked, address, change, own, onTake }} />;
  return (
    <div className={styles['grid']}>
      <div className="min-w-0 [grid-area:head] md:grid">
        <MarketHead
          row={row}
          chooser={chooser}
          freshness={<BookFreshness heardAtMs={asked.heardAtMs} />}
        />
      </div>
      <div className="flex min-h-0 min-w-0 flex-col pb-1 [grid-area:chart] max-md:h-84">
        <MarketPanel
          {...{ row, address, change, own, bookPart }}
          book={asked.book}
          hasBook={isWide}
        />
      </div>
      {isWide && (
        <section aria-label="Book" className="min-h-0 min-w-0 border-l [grid-area:book]">
          {bookPart}
        </section>
      )}
      {ticket}
      <div className="flex min-h-0 min-w-0 flex-col border-t [grid-area:blotter] max-md:pb-16">
        {blotter}
      </div>
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
