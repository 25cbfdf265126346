'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { Menu, MenuItem, MenuSeparator } from '@/ui/menu.tsx';
import { untilLoaded } from '@/ui/until-loaded.ts';
import { useMedia } from '@/ui/use-media.ts';
import type { OrderRow } from '../model.ts';
import type { AmendField, Amending } from './amend-cell.tsx';
import type { Amendment } from './amend-dialog.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { ordersToCancel } from './cancelling.ts';
import { orderColumns } from './order-columns.tsx';
import { type TabProps, TabTable } from './tab-table.tsx';
import { type Naming, useNarrowing, useOrderPages } from './use-lists.ts';

const AmendDialog = lazy(() => untilLoaded(() => import('./amend-dialog.tsx')));

const idOf = ({ clOrdId }: OrderRow) => clOrdId;
const toneOf = ({ unconfirmedSince }: OrderRow) => (unconfirmedSince === null ? undefined : 'warn');

const CHANGEABLE: ReadonlySet<OrderRow['ordStatus']> = new Set(['New', 'PartiallyFilled']);
const NOTHING = () => undefined;
/** Orders that one question may be about. */
const MOST_AT_ONCE = 200;

/** "14 working orders, 1 Unconfirmed" */
function summaryOf(rows: readonly OrderRow[]): string {
  const doubtful = rows.filter(({ unconfirmedSince }) => unconfirmedSince !== null).length;
  const orders = rows.length === 1 ? '1 working order' : `${rows.length} working orders`;
  return doubtful === 0 ? orders : `${orders}, ${doubtful} Unconfirmed`;
}

/** The row that is being changed, first in its cells and then as a question. */
function useAmending(naming: Naming) {
  const [row, setRow] = useState<OrderRow | null>(null);
  const [asked, setAsked] = useState<Amendment | null>(null);
  const draft = useRef<{ orderQty: string | null; price: string | null } | null>(null);
  const begin = useCallback((next: OrderRow) => {
    draft.current = { orderQty: next.orderQty, price: next.price };
    setRow(next);
  }, []);
  const end = useCallback(() => {
    setRow(null);
    setAsked(null);
  }, []);
  const amending = useMemo<Amending | null>(() => {
    if (row === null) return null;
    return {
      clOrdId: row.clOrdId,
      ...naming.stepsOf(row.instrument),
      write: (field: AmendField, plain) => {
        if (draft.current !== null) draft.current = { ...draft.current, [field]: plain };
      },
      onReview: () => {
        const { orderQty = null, price = null } = draft.current ?? {};
        const isWhole = orderQty !== null && (price !== null || row.price === null);
        if (!isWhole) return;
        setAsked({ row, orderQty, price, digits: naming.priceDecimals(row.instrument) });
      },
      onLeave: end,
    };
  }, [row, naming, end]);
  return { amending, asked, begin, end };
}

/** The orders that somebody is being asked about. */
function useCancelling(rows: readonly OrderRow[]) {
  const [cancelling, setCancelling] = useState<{
    readonly orders: readonly OrderRow[];
    readonly clear: () => void;
  } | null>(null);
  const latest = useRef(rows);
  latest.current = rows;
  const cancel = useCallback((chosen: readonly OrderRow[], clear: () => void = NOTHING) => {
    const orders = ordersToCancel(chosen, latest.current).slice(0, MOST_AT_ONCE);
    if (orders.length > 0) setCancelling({ orders, clear });
  }, []);
  const left = (isDone: boolean) => {
    if (isDone) cancelling?.clear();
    setCancelling(null);
  };
  return { cancelling, cancel, left };
}

/** Orders that may still trade, with what venues were sent of them. */
export function WorkingTab({
  naming,
  onOpen,
  instrument,
  ...frame
}: TabProps & { readonly naming: Naming; readonly onOpen: (order: string) => void }) {
  const router = useRouter();
  const { narrowing, onAsked } = useNarrowing(naming);
  const { listed, rows, childrenOf, onNearEnd } = useOrderPages('Working', narrowing, instrument);
  const { cancelling, cancel, left } = useCancelling(rows);
  const { amending, asked, begin, end } = useAmending(naming);
  const isList = useMedia('(max-width: 767.98px)');
  const [mayCancel, mayAmend] = [useMay('trading.cancelOrder'), useMay('trading.amendOrder')];
  const amend = useCallback(
    ([row]: readonly OrderRow[]) => {
      if (row?.level === 'Parent' && CHANGEABLE.has(row.ordStatus)) begin(row);
    },
    [begin],
  );
  const openPage = useCallback(
    ([row]: readonly OrderRow[]) => {
      const id = row?.parentClOrdId ?? row?.clOrdId;
      if (id !== undefined) router.push(`/desk/orders/${id}`);
    },
    [router],
  );
  const columns = useMemo(
    () =>
      orderColumns(naming, {
        // A list has no room to be written in: there the order is opened and changed.
        amending: isList ? null : amending,
        act: (row) =>
          row.level === 'Parent' && (
            <RowMenu
              row={row}
              onOpen={() => openPage([row])}
              {...(mayAmend && CHANGEABLE.has(row.ordStatus) && { onAmend: () => amend([row]) })}
              {...(mayCancel && { onCancel: () => cancel([row]) })}
            />
          ),
      }),
    [naming, amending, isList, mayAmend, mayCancel, amend, cancel, openPage],
  );
  return (
    <>
      <TabTable<OrderRow>
        {...frame}
        id="orders-working"
        title="Working orders"
        address="w-"
        summary={summaryOf(rows)}
        columns={columns}
        rows={rows}
        idOf={idOf}
        childrenOf={childrenOf}
        toneOf={toneOf}
        onOpen={({ clOrdId, parentClOrdId }) => onOpen(parentClOrdId ?? clOrdId)}
        onAsked={onAsked}
        onNearEnd={onNearEnd}
        keys={{
          o: openPage,
          ...(mayCancel && { x: (chosen) => cancel(chosen) }),
          ...(mayAmend && { e: amend }),
        }}
        {...(mayCancel && {
          bulk: (chosen: readonly OrderRow[], clear: () => void) => (
            <BulkCancel chosen={chosen} working={rows} onCancel={() => cancel(chosen, clear)} />
          ),
        })}
        state={dataStateOf(listed, 'The orders could not be read.')}
        empty={{
          sentence: 'No working orders.',
          next: (
            <>
              Place one with the ticket on Markets, <Kbd keys="b" /> there.
            </>
          ),
        }}
        expectedRows={8}
      />
      {cancelling !== null && (
        <CancelDialog orders={cancelling.orders} childrenOf={childrenOf} onClose={left} />
      )}
      {asked !== null && (
        <Suspense fallback={null}>
          <AmendDialog amendment={asked} onClose={end} />
        </Suspense>
      )}
    </>
  );
}

function BulkCancel({
  chosen,
  working,
  onCancel,
}: {
  readonly chosen: readonly OrderRow[];
  readonly working: readonly OrderRow[];
  readonly onCancel: () => void;
}) {
  const count = ordersToCancel(chosen, working).length;
  return (
    <Button variant="danger" kbd="x" disabled={count === 0} onClick={onCancel}>
      Cancel {count} {count === 1 ? 'order' : 'orders'}
    </Button>
  );
}

function RowMenu({
  row,
  onOpen,
  onAmend,
  onCancel,
}: {
  readonly row: OrderRow;
  readonly onOpen: () => void;
  readonly onAmend?: () => void;
  readonly onCancel?: () => void;
}) {
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Acts on order ${row.clOrdId.slice(-8)}`}
          className="grid size-6 place-items-center text-ink-3 hover:text-ink"
        >
          <Icon name="more" />
        </button>
      }
    >
      <MenuItem kbd="o" onClick={onOpen}>
        Open its page
      </MenuItem>
      {onAmend !== undefined && (
        <MenuItem kbd="e" onClick={onAmend}>
          Change price or quantity
        </MenuItem>
      )}
      {onCancel !== undefined && (
        <>
          <MenuSeparator />
          <MenuItem kbd="x" danger onClick={onCancel}>
            Cancel the order
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
