'use client';

import { useRef } from 'react';
import { cn } from '@/ui/cn.ts';
import { ScrollBox } from '@/ui/scroll-box.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { SearchInput } from '@/ui/text-input.tsx';
import { useShortcuts } from '@/ui/use-shortcuts.ts';
import { Bps, Change, Quantity } from '@/ui/value.tsx';
import type { InstrumentRow } from './model.ts';
import { bpsRatio, decimalsOf } from './words.ts';

/** Every instrument that some venue lists: search, then up and down through them. */
export function InstrumentList({
  rows,
  chosen,
  find,
  onFind,
  onChoose,
}: {
  readonly rows: readonly InstrumentRow[];
  readonly chosen: string;
  readonly find: string;
  readonly onFind: (text: string) => void;
  readonly onChoose: (instrument: string) => void;
}) {
  const parts = find.toUpperCase().split(/[\s/]+/);
  const found = rows.filter(({ instrument }) => parts.every((part) => instrument.includes(part)));
  const field = useRef<HTMLInputElement>(null);
  const step = (by: number) => () => {
    const at = found.findIndex(({ instrument }) => instrument === chosen);
    const next = found[Math.min(found.length - 1, Math.max(0, at + by))];
    if (next !== undefined) onChoose(next.instrument);
  };
  useShortcuts([
    { id: 'markets.find', keys: '/', run: () => field.current?.focus() },
    { id: 'markets.next', keys: 'j', run: step(1) },
    { id: 'markets.previous', keys: 'k', run: step(-1) },
  ]);
  return (
    <div className="flex min-h-0 flex-col">
      <div className="px-gutter py-2">
        <SearchInput
          ref={field}
          label="Find an instrument"
          value={find}
          onValueChange={onFind}
          kbd="/"
        />
      </div>
      <ScrollBox className="relative flex-1 max-lg:max-h-72">
        {found.length === 0 && (
          <div className="px-gutter">
            <EmptyState>No instrument is called that.</EmptyState>
          </div>
        )}
        <ul aria-label="Instruments">
          {found.map((row) => (
            <Line
              key={row.instrument}
              row={row}
              isChosen={row.instrument === chosen}
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
  onChoose,
}: {
  readonly row: InstrumentRow;
  readonly isChosen: boolean;
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
          'grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-line-faint border-b px-gutter py-1.5 text-left',
          'hover:bg-hover focus-visible:-outline-offset-2',
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
