import { ADDRESS_KEYS, type Address, addressOf, viewAt } from './address.ts';
import type { TableView } from './view.ts';

/** A view under a name. It is kept as an address, so that every reader of it forgives garbage. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** Whose it is: the reader's own, or shared by a colleague, who is named. */
  readonly sharedBy: string | null;
  /** Of an own one: the roles it is shared with, by their values in the store's list. */
  readonly sharedWith?: readonly string[];
  readonly address: Address;
}

/** Where views are kept. Own views can be written; shared ones belong to those who share them. */
export interface ViewStore {
  /** Where a saved view stays: "for you in this browser". */
  readonly keeps: string;
  /** Whom one may share a view with; none: a view stays one's own. */
  readonly roles?: readonly { readonly value: string; readonly label: string }[];
  list(table: string): Promise<readonly SavedView[]>;
  save(table: string, view: SavedView): Promise<void>;
  remove(table: string, id: string): Promise<void>;
  /** Calls back when the views of any table may have changed; returns how to stop. */
  subscribe(listener: () => void): () => void;
}

const MOST_VIEWS = 50;
const LONGEST_NAME = 60;

const textOrNull = (value: unknown) => (typeof value === 'string' ? value.slice(0, 2000) : null);

function readView(value: unknown): SavedView | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, name, address } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof name !== 'string' || id === '' || name === '') return null;
  const parts = (address ?? {}) as Readonly<Record<string, unknown>>;
  const [sort, q, f, cols, w, rows] = ADDRESS_KEYS.map((key) => textOrNull(parts[key]));
  const read = { sort, q, f, cols, w, rows } as Address;
  return { id, name: name.slice(0, LONGEST_NAME), sharedBy: null, address: read };
}

function readViews(text: string | null): readonly SavedView[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(parsed)) return [];
    return parsed.map(readView).filter((view) => view !== null);
  } catch {
    return [];
  }
}

/** The part of the browser's storage we use; full or forbidden storage throws. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

const keyOf = (table: string) => `views.${table}`;

/** Views kept in this browser, until people have accounts to keep them with. */
export function localViewStore(storage: TextStorage): ViewStore {
  const listeners = new Set<() => void>();
  const read = (table: string) => {
    try {
      return readViews(storage.getItem(keyOf(table)));
    } catch {
      return [];
    }
  };
  const write = (table: string, views: readonly SavedView[]) => {
    storage.setItem(keyOf(table), JSON.stringify(views.slice(-MOST_VIEWS)));
    for (const listener of listeners) listener();
  };
  return {
    keeps: 'for you in this browser',
    list: async (table) => read(table),
    save: async (table, view) => {
      const others = read(table);
      const known = others.some(({ id }) => id === view.id);
      const next = known ? others.map((v) => (v.id === view.id ? view : v)) : [...others, view];
      write(table, next);
    },
    remove: async (table, id) =>
      write(
        table,
        read(table).filter((view) => view.id !== id),
      ),
    subscribe: (listener) => {
      listeners.add(listener);
      const other = () => listener();
      globalThis.addEventListener?.('storage', other);
      return () => {
        listeners.delete(listener);
        globalThis.removeEventListener?.('storage', other);
      };
    },
  };
}

export function openView(first: TableView, saved: SavedView): TableView {
  return viewAt(first, saved.address);
}

export function keepView(
  first: TableView,
  view: TableView,
  named: Pick<SavedView, 'id' | 'name' | 'sharedWith'>,
): SavedView {
  return { ...named, sharedBy: null, address: addressOf(first, view) };
}

/** A short id that can stand in an address, from the name and free of clashes. */
export function viewId(name: string, taken: readonly string[]): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'view';
  let id = base;
  for (let count = 2; taken.includes(id); count += 1) id = `${base}-${count}`;
  return id;
}
