'use client';

import { venueRank } from '@ultrathink/domain/market-data';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { pixelNumber } from '@/ui/chart/scale.ts';
import { ShareStrip } from '@/ui/chart/share-strip.tsx';
import { cn } from '@/ui/cn.ts';
import { Bps, Quantity } from '@/ui/value.tsx';
import { type BookSide, type LadderLevel, ladderOf, type OwnLevel, stepFor } from './ladder.ts';
import type { BookView, Quote } from './model.ts';
import { bpsRatio, venueName } from './words.ts';

export interface Decimals {
  readonly price: number;
  readonly quantity: number;
}

/** A level that was taken: what one would do there, and its price. It is put into the ticket. */
export interface TakenLevel {
  readonly side: 'Buy' | 'Sell';
  readonly price: string;
}

/** Levels of a side that are kept for the room there may be. */
const MOST = 24;
const GRID =
  'grid w-full shrink-0 grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)_2.5rem_minmax(0,0.95fr)] gap-x-2';

/**
 * All venues as one ladder by price; the strip of a level is what each venue has of it, the wash what
 * stands up to it. Arrow keys move, Enter takes a level; neither sends anything.
 */
export function BookLadder({
  book,
  quote,
  decimals,
  tick,
  own,
  quoteAsset,
  base,
  onTake,
}: {
  readonly book: BookView;
  readonly quote: Quote | null;
  readonly decimals: Decimals;
  readonly tick: string;
  readonly own: readonly OwnLevel[];
  readonly quoteAsset: string;
  readonly base: string;
  readonly onTake: (level: TakenLevel) => void;
}) {
  const step = stepFor(quote?.mid ?? book.asks[0]?.price ?? '0', tick);
  const { asks, bids } = useMemo(
    () => ({
      asks: ladderOf(book, 'ask', step, own).slice(0, MOST),
      bids: ladderOf(book, 'bid', step, own).slice(0, MOST),
    }),
    [book, step, own],
  );
  const id = useId();
  const { at, onKeyDown } = useMoving(asks, bids, onTake);
  const most = Math.max(
    ...[asks, bids].map(
      (side) => pixelNumber(side[Math.min(side.length, 12) - 1]?.total ?? null) ?? 0,
    ),
  );
  const rowOf = (side: BookSide) => (level: LadderLevel, index: number) => (
    <Level
      key={level.price}
      id={`${id}-${side}-${index}`}
      isAt={at?.side === side && at.index === index}
      {...{ level, side, most, decimals, onTake }}
    />
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col whitespace-nowrap text-label tabular-nums">
      <div aria-hidden="true" className={cn(GRID, 'h-5.5 items-center px-3.5 text-ink-3')}>
        <span>Price {quoteAsset}</span>
        <span className="text-right">Size {base}</span>
        <span className="text-center">B C K</span>
        <span className="text-right">Sum</span>
      </div>
      <div
        role="listbox"
        tabIndex={0}
        aria-label="Levels of the book. Enter puts side and price into the ticket."
        aria-activedescendant={at === null ? undefined : `${id}-${at.side}-${at.index}`}
        onKeyDown={onKeyDown}
        className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a group within a listbox is no fieldset */}
        <div
          role="group"
          aria-label="Asks"
          className="flex min-h-0 flex-1 flex-col-reverse flex-wrap content-start overflow-hidden"
        >
          {asks.map(rowOf('ask'))}
        </div>
        <Middle quote={quote} decimals={decimals} step={step} isCrossed={book.isCrossed} />
        {/* biome-ignore lint/a11y/useSemanticElements: a group within a listbox is no fieldset */}
        <div
          role="group"
          aria-label="Bids"
          className="flex min-h-0 flex-1 flex-col flex-wrap content-start overflow-hidden"
        >
          {bids.map(rowOf('bid'))}
        </div>
      </div>
    </div>
  );
}

interface Place {
  readonly side: BookSide;
  readonly index: number;
}

/** Up and down over both sides, asks above, the best in the middle. */
function useMoving(
  asks: readonly LadderLevel[],
  bids: readonly LadderLevel[],
  onTake: (level: TakenLevel) => void,
) {
  const [at, setAt] = useState<Place | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setAt(moved(at, by, asks.length, bids.length));
    }
    const level = at === null ? undefined : (at.side === 'ask' ? asks : bids)[at.index];
    if (event.key !== 'Enter' || level === undefined || at === null) return;
    event.preventDefault();
    onTake({ side: at.side === 'ask' ? 'Buy' : 'Sell', price: level.price });
  };
  return { at, onKeyDown };
}

function moved(at: Place | null, by: number, asks: number, bids: number): Place | null {
  // Asks count upwards from the middle as -1, -2, …; bids downwards as 0, 1, ….
  const from = at === null ? (by > 0 ? -1 : 0) : at.side === 'bid' ? at.index : -1 - at.index;
  const to = Math.min(bids - 1, Math.max(-asks, from + by));
  if (asks + bids === 0) return null;
  return to < 0 ? { side: 'ask', index: -1 - to } : { side: 'bid', index: to };
}

function Level({
  id,
  isAt,
  level,
  side,
  most,
  decimals,
  onTake,
}: {
  readonly id: string;
  readonly isAt: boolean;
  readonly level: LadderLevel;
  readonly side: BookSide;
  readonly most: number;
  readonly decimals: Decimals;
  readonly onTake: (level: TakenLevel) => void;
}) {
  const share = most === 0 ? 0 : Math.min(100, ((pixelNumber(level.total) ?? 0) / most) * 100);
  const act = side === 'ask' ? 'Buy' : 'Sell';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the listbox's, which has the focus
    // biome-ignore lint/a11y/useFocusableInteractive: options of a listbox are reached by aria-activedescendant
    <div
      role="option"
      id={id}
      aria-selected={isAt}
      title={level.venues
        .map(({ venue, quantity }) => `${venueName(venue)} ${quantity}`)
        .join('\n')}
      onClick={() => onTake({ side: act, price: level.price })}
      className={cn(
        GRID,
        'relative h-4.75 cursor-pointer items-center px-3.5 hover:bg-hover',
        isAt && 'shadow-[inset_0_0_0_1px_var(--accent)]',
      )}
    >
      <span className="sr-only">{side === 'ask' ? 'Ask' : 'Bid'}</span>
      <span
        aria-hidden="true"
        className={cn(
          'absolute inset-y-0 right-0 my-px',
          side === 'bid' ? 'bg-up-wash' : 'bg-down-wash',
        )}
        style={{ width: `${share}%` }}
      />
      <span
        className={cn('relative flex justify-between', side === 'bid' ? 'text-up' : 'text-down')}
      >
        <span className="font-medium text-accent text-micro">
          {level.own !== null && <Quantity value={level.own} />}
        </span>
        <Quantity value={level.price} decimals={decimals.price} />
      </span>
      {level.own !== null && (
        <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />
      )}
      <span className="relative text-right">
        <Quantity value={level.quantity} decimals={decimals.quantity} />
      </span>
      <ShareStrip
        className="relative h-0.75"
        parts={level.venues.map(({ venue, quantity }) => ({
          id: venue,
          value: quantity,
          shade: venueRank(venue),
        }))}
      />
      <span className="relative text-right text-ink-2">
        <Quantity value={level.total} decimals={Math.min(2, decimals.quantity)} />
      </span>
    </div>
  );
}

function Middle({
  quote,
  decimals,
  step,
  isCrossed,
}: {
  readonly quote: Quote | null;
  readonly decimals: Decimals;
  readonly step: string;
  readonly isCrossed: boolean;
}) {
  return (
    <div role="presentation" className="flex shrink-0 items-baseline gap-2 px-3.5 py-1">
      <span className="font-medium text-figure">
        <Quantity value={quote?.mid ?? null} decimals={decimals.price} />
      </span>
      <span className={cn('text-ink-3', isCrossed && 'text-warn')}>
        {isCrossed ? 'crossed' : 'spread'}{' '}
        <Quantity value={quote?.spread ?? null} decimals={decimals.price} />
        {quote?.spreadBps != null && (
          <>
            {' · '}
            <Bps value={bpsRatio(quote.spreadBps)} />
          </>
        )}
      </span>
      <span className="sr-only">Levels of {step}.</span>
    </div>
  );
}
