'use client';

import { type KeyboardEvent, useState } from 'react';
import { cn } from '@/ui/cn.ts';
import { ScrollBox } from '@/ui/scroll-box.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { SearchInput } from '@/ui/text-input.tsx';
import { Bps, Change, Quantity } from '@/ui/value.tsx';
import type { InstrumentRow } from './model.ts';
import { bpsRatio, decimalsOf } from './words.ts';

/** Every instrument that some venue lists: typed parts narrow it, up and down move, Enter takes one. */
export function InstrumentList({
  rows,
  chosen,
  onChoose,
}: {
  readonly rows: readonly InstrumentRow[];
  readonly chosen: string;
  readonly onChoose: (instrument: string) => void;
}) {
  const [find, setFind] = useState('');
  const [at, setAt] = useState(0);
  const parts = find.toUpperCase().split(/[\s/]+/);
  const found = rows.filter(({ instrument }) => parts.every((part) => instrument.includes(part)));
  const marked = found[Math.min(at, found.length - 1)]?.instrument;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setAt(Math.min(found.length - 1, Math.max(0, at + by)));
    }
    if (event.key === 'Enter' && marked !== undefined) {
      event.preventDefault();
      onChoose(marked);
    }
  };
  return (
    <div className="flex min-h-0 flex-col">
      <div className="px-4 py-2">
        <SearchInput
          label="Find an instrument"
          value={find}
          onValueChange={(text) => {
            setFind(text);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          kbd="/"
        />
      </div>
      <ScrollBox className="relative max-h-96 flex-1">
        {found.length === 0 && (
          <div className="px-4">
            <EmptyState>No instrument is called that.</EmptyState>
          </div>
        )}
        <ul aria-label="Instruments">
          {found.map((row) => (
            <Line
              key={row.instrument}
              row={row}
              isChosen={row.instrument === chosen}
              isMarked={row.instrument === marked}
              onChoose={onChoose}
            />
          ))}
        </ul>
      </ScrollBox>
    </div>
  );
}

function Line({
  row,
  isChosen,
  isMarked,
  onChoose,
}: {
  readonly row: InstrumentRow;
  readonly isChosen: boolean;
  readonly isMarked: boolean;
  readonly onChoose: (instrument: string) => void;
}) {
  const { instrument, quote, venues } = row;
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen}
        onClick={() => onChoose(instrument)}
        className={cn(
          'grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-line-faint border-b px-4 py-1.5 text-left',
          'hover:bg-hover focus-visible:-outline-offset-2',
          isMarked && 'bg-hover',
          isChosen && 'bg-accent-wash shadow-[inset_2px_0_0_var(--accent)] hover:bg-accent-wash',
        )}
      >
        <span className="font-medium">{instrument}</span>
        <span className="text-right">
          <Quantity value={quote?.mid ?? null} decimals={decimalsOf(row).price} />
        </span>
        <span className="text-ink-3 text-label">
          {venues.length === 1 ? '1 venue' : `${venues.length} venues`}
          {quote !== null && quote.spreadBps !== null && (
            <>
              , <Bps value={bpsRatio(quote.spreadBps)} />
            </>
          )}
        </span>
        <span className="text-right text-label">
          <Change value={bpsRatio(quote?.day?.changeBps ?? null)} />
        </span>
      </button>
    </li>
  );
}
