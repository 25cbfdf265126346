'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { Icon } from '@/ui/icon.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { ScrollBox } from '@/ui/scroll-box.tsx';
import { ColumnsMenu } from '@/ui/table/columns-menu.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import { StateWord } from '@/ui/table/state-word.tsx';
import { TableGrid } from '@/ui/table/table-grid.tsx';
import { type DataTableModel, useDataTable } from '@/ui/table/use-data-table.ts';
import { SearchInput } from '@/ui/text-input.tsx';
import { useMedia } from '@/ui/use-media.ts';
import { useShortcuts } from '@/ui/use-shortcuts.ts';
import { type AuditAddress, isFiltered } from './address.ts';
import { EventBars } from './event-bars.tsx';
import { eventColumns } from './event-columns.tsx';
import { type FacetGroup, FacetPanel } from './facet-panel.tsx';
import { FilterChips } from './filter-chips.tsx';
import type { AuditEventRow, Facets, TimeBucket } from './model.ts';

/** What a search found, as far as it was fetched. */
export interface ExplorerData {
  /** Newest first. */
  readonly rows: readonly AuditEventRow[];
  readonly state: DataState;
  /** How many there are in all; null while they are being counted. */
  readonly total: number | null;
  /** There are more than are counted. */
  readonly isMore: boolean;
  readonly hasMore: boolean;
  readonly onNearEnd: () => void;
  readonly facets: Facets | null;
  readonly buckets: readonly TimeBucket[];
  readonly bucketState: DataState;
  /** Chains the log has: with one, its name says nothing. */
  readonly chains: number;
}

const WIDE = '(min-width: 80rem)';

/**
 * The log: facets at the left, events in the middle, the evidence of one of them at the right (in a
 * drawer where there is no room beside the list).
 */
export function ExplorerView({
  data,
  address,
  groups,
  tools,
  openTitle,
  open,
  aside,
}: {
  readonly data: ExplorerData;
  readonly address: AuditAddress;
  readonly groups: readonly FacetGroup[];
  /** At the right end of the search line. */
  readonly tools?: ReactNode;
  /** Names the open event; its evidence is `open`. Null when none is open. */
  readonly openTitle: ReactNode;
  readonly open: ReactNode;
  /** Stands where the evidence will, while no event is open. */
  readonly aside: ReactNode;
}) {
  const wide = useMedia(WIDE);
  const table = useEventTable(data, address);
  const isOpen = address.open !== null;
  const close = () => address.setOpen(null);
  useShortcuts([
    { id: 'audit.find', keys: '/', run: () => table.filterRef.current?.focus() },
    { id: 'audit.close', keys: 'Escape', run: close },
  ]);
  return (
    <div
      data-fills=""
      className="grid min-h-0 flex-1 lg:grid-rows-[minmax(0,1fr)] lg:grid-cols-[13.5rem_minmax(0,1fr)] min-[80rem]:grid-cols-[13.5rem_minmax(0,1fr)_25.5rem]"
    >
      <ScrollBox
        className="relative border-r px-gutter pb-5 max-lg:hidden"
        role="region"
        aria-label="Facets"
      >
        <FacetPanel
          groups={groups}
          facets={data.facets}
          chosen={address.search.chosen}
          onChosenChange={address.setChosen}
        />
      </ScrollBox>
      <section aria-label="Events" className="flex min-h-0 min-w-0 flex-col px-gutter">
        <SearchLine data={data} address={address} groups={groups} table={table}>
          {tools}
        </SearchLine>
        <FilterChips groups={groups} facets={data.facets} address={address} />
        <EventBars
          buckets={data.buckets}
          state={data.bucketState}
          span={address.search.span}
          onSpanChange={address.setSpan}
        />
        <TableGrid table={table} className="min-h-64 flex-1 max-lg:max-h-[70vh]" />
        <EndLine data={data} />
      </section>
      {wide ? (
        <ScrollBox
          className="relative border-l px-5 pb-5"
          role="complementary"
          aria-label={isOpen ? 'Event' : 'The log'}
        >
          {isOpen ? (
            <>
              <div className="flex min-h-11 items-center gap-2 border-b">
                <h2 className="flex min-w-0 flex-1 items-baseline gap-2 truncate font-medium">
                  {openTitle}
                </h2>
                <Button variant="quiet" size="small" square aria-label="Close" onClick={close}>
                  <Icon name="close" />
                </Button>
              </div>
              <div className="pt-3">{open}</div>
            </>
          ) : (
            aside
          )}
        </ScrollBox>
      ) : (
        <Drawer open={isOpen} onOpenChange={(next) => !next && close()} title={openTitle}>
          {open}
        </Drawer>
      )}
    </div>
  );
}

const FIRST = { density: 'compact' } as const;
const idOf = ({ id }: AuditEventRow) => id;

/** The table of events. While one is open, moving to another row opens that one. */
function useEventTable(data: ExplorerData, address: AuditAddress): DataTableModel<AuditEventRow> {
  const { locale } = useLocale();
  const manyChains = data.chains > 1;
  const columns = useMemo(() => eventColumns(locale, { chains: manyChains }), [locale, manyChains]);
  const table = useDataTable<AuditEventRow>({
    id: 'audit-events',
    title: 'Events',
    summary: `${data.total === null ? 'Events' : `${formatInteger(data.total, locale)} events`}, newest first`,
    columns,
    rows: data.rows,
    idOf,
    state: data.state,
    first: FIRST,
    empty: isFiltered(address.search)
      ? { sentence: 'No event matches.', next: 'Lift a filter, or search for other words.' }
      : { sentence: 'No event yet.', next: 'The first act of anybody writes one.' },
    onOpen: ({ id }) => address.setOpen(id),
    onNearEnd: data.onNearEnd,
    expectedRows: 20,
  });
  const { activeRow } = table.control;
  const { open, setOpen } = address;
  const seen = useRef(activeRow);
  useEffect(() => {
    if (seen.current === activeRow) return;
    seen.current = activeRow;
    if (open !== null && open !== activeRow) setOpen(activeRow);
  }, [activeRow, open, setOpen]);
  return table;
}

/** Typing asks the platform once one stops for so long, in ms. */
const SETTLES_MS = 250;

/** Full text, and on narrow pages the way to the facets. */
function SearchLine({
  data,
  address,
  groups,
  table,
  children,
}: {
  readonly data: ExplorerData;
  readonly address: AuditAddress;
  readonly groups: readonly FacetGroup[];
  readonly table: DataTableModel<AuditEventRow>;
  readonly children: ReactNode;
}) {
  const { search, setFind, setChosen } = address;
  const [text, setText] = useState(search.find);
  const asked = useRef(search.find);
  // Back and "Show all events" change the address from outside.
  if (asked.current !== search.find) {
    asked.current = search.find;
    setText(search.find);
  }
  useEffect(() => {
    if (text === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = text;
      setFind(text);
    }, SETTLES_MS);
    return () => clearTimeout(timer);
  }, [text, setFind]);
  return (
    <div className="flex h-12 items-center gap-4">
      <SearchInput
        label="Find events"
        placeholder="Actor, subject, hash, reason or sequence"
        value={text}
        onValueChange={setText}
        kbd="/"
        ref={table.filterRef}
        className="min-w-0 flex-1"
      />
      <StateWord state={data.state} />
      <Drawer
        title="Facets"
        trigger={
          <Button variant="quiet" className="lg:hidden">
            <Icon name="filter" />
            Facets
          </Button>
        }
      >
        <FacetPanel
          groups={groups}
          facets={data.facets}
          chosen={search.chosen}
          onChosenChange={setChosen}
        />
      </Drawer>
      <span className="max-md:hidden">
        <ColumnsMenu
          columns={table.options.columns}
          control={table.control}
          dropped={table.columns.dropped}
        />
      </span>
      {children}
    </div>
  );
}

/** Says below the rows how many of how many stand above, and that more are on their way. */
function EndLine({
  data: { rows, total, isMore, hasMore, state },
}: {
  readonly data: ExplorerData;
}) {
  const { locale } = useLocale();
  if (state.kind !== 'ready' || rows.length === 0) return null;
  const shown = formatInteger(rows.length, locale);
  const all =
    total === null ? 'many' : `${isMore ? 'more than ' : ''}${formatInteger(total, locale)}`;
  return (
    <p className="flex h-7 items-center justify-end text-ink-3 text-label">
      {hasMore ? `${shown} of ${all}, more as you scroll` : `All ${shown} events shown`}
    </p>
  );
}
