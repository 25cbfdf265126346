'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ADDRESS_KEYS, type Address, addressOf, viewAt } from './address.ts';
import { changedParts, fitView, type TableView } from './view.ts';
import { keepView, openView, type SavedView, type ViewStore, viewId } from './view-store.ts';

const KEYS = [...ADDRESS_KEYS, 'view', 'row'] as const;
type Key = (typeof KEYS)[number];
type Params = Record<Key, string | null>;

const NOTHING = Object.fromEntries(KEYS.map((key) => [key, null])) as Params;
const PARSERS = Object.fromEntries(KEYS.map((key) => [key, parseAsString])) as Record<
  Key,
  typeof parseAsString
>;

/**
 * The parameters of one table. `address` is the prefix that keeps tables of one page apart (empty
 * for the only one); null keeps them in memory, for tables inside dialogs and specimens.
 */
function useParams(address: string | null): [Params, (change: Partial<Params>) => Promise<void>] {
  const urlKeys = useMemo(
    () => Object.fromEntries(KEYS.map((key) => [key, `${address ?? '.'}${key}`])),
    [address],
  );
  const [inUrl, setInUrl] = useQueryStates(PARSERS, { urlKeys, history: 'replace' });
  const [inMemory, setInMemory] = useState(NOTHING);
  const set = useCallback(
    async (change: Partial<Params>) => {
      if (address === null) setInMemory((now) => ({ ...now, ...change }));
      else await setInUrl(change);
    },
    [address, setInUrl],
  );
  return [address === null ? inMemory : inUrl, set];
}

function useSavedViews(table: string, store: ViewStore | undefined): readonly SavedView[] {
  const [views, setViews] = useState<readonly SavedView[]>([]);
  useEffect(() => {
    if (store === undefined) return;
    let here = true;
    const read = () => {
      void store.list(table).then((list) => here && setViews(list));
    };
    read();
    const stop = store.subscribe(read);
    return () => {
      here = false;
      stop();
    };
  }, [table, store]);
  return views;
}

interface ViewColumn {
  readonly id: string;
  readonly always?: boolean;
  readonly hiddenAtFirst?: boolean;
}

export interface TableViewControl {
  readonly view: TableView;
  readonly saved: readonly SavedView[];
  /** The saved view this table stands on; null on the one it opens with. */
  readonly standsOn: SavedView | null;
  readonly changed: boolean;
  /** The row the keyboard stands on, by id. */
  readonly activeRow: string | null;
  readonly change: (part: Partial<TableView>) => void;
  /** Resolves when the address says so, too: who leaves the page waits for it, or would be called back. */
  readonly setActiveRow: (id: string | null) => Promise<void>;
  readonly open: (id: string | null) => void;
  readonly putBack: () => void;
  readonly save: () => void;
  readonly saveAs: (name: string, sharedWith?: readonly string[]) => void;
  readonly remove: (id: string) => void;
}

export function useTableView(
  table: string,
  columns: readonly ViewColumn[],
  first: TableView,
  address: string | null,
  store: ViewStore | undefined,
): TableViewControl {
  const [params, set] = useParams(address);
  const saved = useSavedViews(table, store);
  const standsOn = saved.find(({ id }) => id === params.view) ?? null;
  const base = useMemo(
    () => fitView(standsOn === null ? first : openView(first, standsOn), columns),
    [first, standsOn, columns],
  );
  const { sort, q, f, cols, w, rows } = params;
  const view = useMemo(
    () => fitView(viewAt(base, { sort, q, f, cols, w, rows }), columns),
    [base, sort, q, f, cols, w, rows, columns],
  );
  const none: Address = { sort: null, q: null, f: null, cols: null, w: null, rows: null };
  const keep = (named: Pick<SavedView, 'id' | 'name' | 'sharedWith'>) => {
    void store?.save(table, keepView(first, view, named)).then(
      () => set({ ...none, view: named.id }),
      () => undefined,
    );
  };
  return {
    view,
    saved,
    standsOn,
    changed: changedParts(base, view).length > 0,
    activeRow: params.row,
    change: (part) => void set(addressOf(base, fitView({ ...view, ...part }, columns))),
    setActiveRow: (id) => set({ row: id }),
    open: (id) => void set({ ...none, view: id }),
    putBack: () => void set(none),
    save: () => standsOn !== null && standsOn.sharedBy === null && keep(standsOn),
    saveAs: (name, sharedWith = []) =>
      keep({
        sharedWith,
        id: viewId(
          name,
          saved.map(({ id }) => id),
        ),
        name,
      }),
    remove: (id) => {
      void store?.remove(table, id).then(() => {
        if (standsOn?.id === id) void set({ ...none, view: null });
      });
    },
  };
}
