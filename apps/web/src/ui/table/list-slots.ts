import type { Column, ListSlot } from './columns.ts';

/** The columns of the two-line list: title and state above, details and when below. */
export interface ListSlots<Row> {
  readonly title: Column<Row> | undefined;
  readonly state: Column<Row> | undefined;
  readonly details: readonly Column<Row>[];
  readonly when: Column<Row> | undefined;
}

/** Of columns that ask for it, and of those that are taken for want of any. */
const MOST_ASKED = 4;
const MOST_TAKEN = 3;

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
  const details =
    wanted.length > 0 ? wanted.slice(0, MOST_ASKED) : free.filter(rest).slice(0, MOST_TAKEN);
  return { title, state, when, details };
}
