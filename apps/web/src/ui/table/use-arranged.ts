'use client';

import { useMemo, useRef } from 'react';
import { type Arranged, arrange, type Family, holdOrder } from './arrange.ts';
import type { Column } from './columns.ts';
import type { TableView } from './view.ts';

export interface ArrangedRows<Row> {
  readonly arranged: Arranged<Row>;
  /** Rows that wait for the pointer to leave before they move. */
  readonly waiting: number;
}

/**
 * Rows filtered, sorted and unfolded; while `holding`, changes of the data move none of them. What
 * the reader asks for (another sort, another filter) is done at once all the same.
 */
export function useArranged<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  view: Pick<TableView, 'sort' | 'quick' | 'filters'>,
  family: Family<Row>,
  holding: boolean,
): ArrangedRows<Row> {
  const { sort, quick, filters } = view;
  const { idOf, childrenOf, isFolded } = family;
  const asked = useMemo(
    () => ({ sort, quick, filters, idOf, childrenOf, isFolded, columns }),
    [sort, quick, filters, idOf, childrenOf, isFolded, columns],
  );
  const next = useMemo(() => arrange(rows, asked.columns, asked, asked), [rows, asked]);
  const held = useRef({ arranged: next, asked });
  if (!holding || held.current.asked !== asked) held.current = { arranged: next, asked };
  const from = held.current.arranged;
  return useMemo(() => {
    if (from === next) return { arranged: next, waiting: 0 };
    const { waiting, ...arranged } = holdOrder(from, next, idOf);
    return { arranged, waiting };
  }, [from, next, idOf]);
}
