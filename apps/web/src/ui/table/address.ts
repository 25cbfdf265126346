import type { ColumnFilter, Density, SortKey, TableView } from './view.ts';
import { changedParts } from './view.ts';

/**
 * A table's state as text, short enough to read in an address bar and to keep as a saved view.
 *
 *   sort=-time,client            descending by time, then by client
 *   q=osprey                     the quick filter
 *   f=client~bank;qty:10..500    words, bounds; `side=Buy|Sell` one of
 *   cols=order*,client,-account  order, `*` pinned, `-` hidden
 *   w=client.180                 widths in px
 *   rows=comfortable
 *
 * `~` alone says "none" where nothing at all would mean "as the saved view has it". `!` escapes.
 * People edit, cut and paste addresses: whatever can't be read is dropped, never an error.
 */
export interface Address {
  readonly sort: string | null;
  readonly q: string | null;
  readonly f: string | null;
  readonly cols: string | null;
  readonly w: string | null;
  readonly rows: string | null;
}

export const ADDRESS_KEYS = ['sort', 'q', 'f', 'cols', 'w', 'rows'] as const;

const NONE = '~';
const ID = /^[a-z][a-z0-9-]*$/i;
const LONGEST_TEXT = 2000;
const MOST_ITEMS = 64;
const NARROWEST = 40;
const WIDEST = 1200;

const RESERVED = /[!;|]/g;
const escapeText = (text: string) => text.replace(RESERVED, (sign) => `!${sign}`);

/** Cuts at unescaped separators; the pieces keep their escapes. */
function cut(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? '';
    if (sign === '!' && index + 1 < text.length) {
      piece += sign + text[index + 1];
      index += 1;
    } else if (sign === separator) {
      pieces.push(piece);
      piece = '';
    } else {
      piece += sign;
    }
  }
  pieces.push(piece);
  return pieces.slice(0, MOST_ITEMS);
}

const unescapeText = (text: string) => text.replace(/!(.?)/gs, '$1');

function items(text: string): string[] {
  return text === NONE || text.length > LONGEST_TEXT ? [] : text.split(',').slice(0, MOST_ITEMS);
}

export function parseSort(text: string): readonly SortKey[] {
  return items(text).flatMap((item) => {
    const descending = item.startsWith('-');
    const id = descending ? item.slice(1) : item;
    return ID.test(id) ? [{ id, descending }] : [];
  });
}

export function formatSort(sort: readonly SortKey[]): string {
  return sort.map(({ id, descending }) => (descending ? `-${id}` : id)).join(',') || NONE;
}

const BOUND = /^(-?\d+(\.\d+)?|\d{4}-\d{2}-\d{2}[^.;|]*(\.\d{1,9})?[^.;|]*)?$/;

function parseFilter(operator: string, payload: string): ColumnFilter | null {
  if (operator === '~') return payload === '' ? null : { kind: 'has', text: unescapeText(payload) };
  if (operator === '=') return { kind: 'in', values: cut(payload, '|').map(unescapeText) };
  const [from = '', to = '', ...rest] = unescapeText(payload).split('..');
  if (rest.length > 0 || !BOUND.test(from) || !BOUND.test(to) || from + to === '') return null;
  return { kind: 'range', from: from || null, to: to || null };
}

export function parseFilters(text: string): Readonly<Record<string, ColumnFilter>> {
  if (text === NONE || text.length > LONGEST_TEXT) return {};
  const filters = new Map<string, ColumnFilter>();
  for (const item of cut(text, ';')) {
    const found = /^([a-z][a-z0-9-]*)([~=:])(.*)$/is.exec(item);
    const [, id, operator, payload] = found ?? [];
    if (id === undefined || operator === undefined || payload === undefined) continue;
    const filter = parseFilter(operator, payload);
    if (filter !== null) filters.set(id, filter);
  }
  return Object.fromEntries(filters);
}

function formatFilter(filter: ColumnFilter): string {
  switch (filter.kind) {
    case 'has':
      return `~${escapeText(filter.text)}`;
    case 'in':
      return `=${filter.values.map(escapeText).join('|')}`;
    case 'range':
      return `:${escapeText(`${filter.from ?? ''}..${filter.to ?? ''}`)}`;
  }
}

export function formatFilters(filters: Readonly<Record<string, ColumnFilter>>): string {
  const texts = Object.entries(filters).map(([id, filter]) => id + formatFilter(filter));
  return texts.join(';') || NONE;
}

type ColumnParts = Pick<TableView, 'order' | 'hidden' | 'pinned'>;

export function parseColumns(text: string): ColumnParts {
  const order: string[] = [];
  const hidden: string[] = [];
  const pinned: string[] = [];
  for (const item of items(text)) {
    const found = /^(-?)([a-z][a-z0-9-]*)(\*?)$/i.exec(item);
    const id = found?.[2];
    if (id === undefined || order.includes(id)) continue;
    order.push(id);
    if (found?.[1] === '-') hidden.push(id);
    if (found?.[3] === '*') pinned.push(id);
  }
  return { order, hidden, pinned };
}

export function formatColumns({ order, hidden, pinned }: ColumnParts): string {
  const mark = (id: string) =>
    `${hidden.includes(id) ? '-' : ''}${id}${pinned.includes(id) ? '*' : ''}`;
  return order.map(mark).join(',') || NONE;
}

export function parseWidths(text: string): Readonly<Record<string, number>> {
  const widths = new Map<string, number>();
  for (const item of items(text)) {
    const found = /^([a-z][a-z0-9-]*)\.(\d{1,4})$/i.exec(item);
    const id = found?.[1];
    if (id !== undefined) widths.set(id, clampWidth(Number(found?.[2])));
  }
  return Object.fromEntries(widths);
}

export function clampWidth(px: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, px)));
}

export function formatWidths(widths: Readonly<Record<string, number>>): string {
  const texts = Object.entries(widths).map(([id, px]) => `${id}.${clampWidth(px)}`);
  return texts.join(',') || NONE;
}

export function parseDensity(text: string): Density | null {
  return text === 'compact' || text === 'comfortable' ? text : null;
}

export function parseQuick(text: string): string {
  if (text === NONE) return '';
  return (text.startsWith('!') ? text.slice(1) : text).slice(0, LONGEST_TEXT);
}

export function formatQuick(quick: string): string {
  if (quick === '') return NONE;
  return /^[~!]/.test(quick) ? `!${quick}` : quick;
}

/** The view an address asks for, on top of the saved (or first) view it stands on. */
export function viewAt(base: TableView, address: Address): TableView {
  const { sort, q, f, cols, w, rows } = address;
  return {
    sort: sort === null ? base.sort : parseSort(sort),
    quick: q === null ? base.quick : parseQuick(q),
    filters: f === null ? base.filters : parseFilters(f),
    ...(cols === null
      ? { order: base.order, hidden: base.hidden, pinned: base.pinned }
      : parseColumns(cols)),
    widths: w === null ? base.widths : parseWidths(w),
    density: (rows === null ? null : parseDensity(rows)) ?? base.density,
  };
}

/** The shortest address that leads from the base to the view: only what differs is said. */
export function addressOf(base: TableView, view: TableView): Address {
  const changed = new Set(changedParts(base, view));
  const columns = changed.has('order') || changed.has('hidden') || changed.has('pinned');
  return {
    sort: changed.has('sort') ? formatSort(view.sort) : null,
    q: changed.has('quick') ? formatQuick(view.quick) : null,
    f: changed.has('filters') ? formatFilters(view.filters) : null,
    cols: columns ? formatColumns(view) : null,
    w: changed.has('widths') ? formatWidths(view.widths) : null,
    rows: changed.has('density') ? view.density : null,
  };
}
