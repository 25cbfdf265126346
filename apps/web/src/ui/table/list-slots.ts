import type { Column, ListSlot } from './columns.ts';

/** The columns of the two-line list: title and state above, details and when below. */
export interface ListSlots<Row> {
  readonly title: Column<Row> | undefined;
  readonly state: Column<Row> | undefined;
  readonly details: readonly Column<Row>[];
  readonly when: Column<Row> | undefined;
}

const MOST_DETAILS = 3;

/**
 * Picks what a narrow screen shows, in the reader's own column order: what a column says of itself
 * first, then by kind (the first words are the title, the status the state, the time the when).
 */
export function listSlots<Row>(columns: readonly Column<Row>[]): ListSlots<Row> {
  const asked = (slot: ListSlot) => columns.find((column) => column.list === slot);
  const free = columns.filter((column) => column.list === undefined);
  const title = asked('title') ?? free.find(({ kind }) => kind === 'text' || kind === 'id');
  const state = asked('state') ?? free.find(({ kind }) => kind === 'status');
  const when = asked('when') ?? free.find(({ kind }) => kind === 'time');
  const placed = new Set([title, state, when]);
  const rest = (column: Column<Row>) => !placed.has(column) && column.kind !== 'actions';
  const wanted = columns.filter((column) => column.list === 'detail');
  const details = [...wanted, ...(wanted.length > 0 ? [] : free.filter(rest))];
  return { title, state, when, details: details.slice(0, MOST_DETAILS) };
}
