/** Lists as they were read, with what the engine has told since put into them. */
import type { BalanceView, OrderView } from '@ultrathink/domain/engine';
import type { FundsRow, OrderRow } from '../model.ts';

/** One answer of `trading.listOrders`. */
export interface OrderPage {
  readonly orders: readonly OrderRow[];
  readonly children: readonly OrderRow[];
}

/** The row as the notice has it; the same row where nothing of it is new. */
export function withOrderView(row: OrderRow, view: OrderView): OrderRow {
  const { ordStatus, cumQty, leavesQty, avgPx, orderQty, price, stopPx } = view;
  // Since when is not told; a doubt that was known keeps its clock.
  const unconfirmedSince = view.unconfirmed.length === 0 ? null : (row.unconfirmedSince ?? view.at);
  const next = { ordStatus, cumQty, leavesQty, avgPx, orderQty, price, stopPx, unconfirmedSince };
  const isSame = Object.entries(next).every(
    ([field, value]) => row[field as keyof typeof next] === value,
  );
  return isSame ? row : { ...row, ...next };
}

export type Told = ReadonlyMap<string, OrderView>;

function merged(rows: readonly OrderRow[], told: Told): readonly OrderRow[] {
  let isChanged = false;
  const next = rows.map((row) => {
    const view = told.get(row.clOrdId);
    const now = view === undefined ? row : withOrderView(row, view);
    isChanged ||= now !== row;
    return now;
  });
  return isChanged ? next : rows;
}

/** The page with what was told of its rows; the same page where that is nothing. */
export function withTold<Page extends OrderPage>(page: Page, told: Told): Page {
  const orders = merged(page.orders, told);
  const children = merged(page.children, told);
  if (orders === page.orders && children === page.children) return page;
  return { ...page, orders, children };
}

const ENDED: ReadonlySet<string> = new Set(['Filled', 'Canceled', 'Rejected', 'Expired']);

/**
 * Whether a list has to be read again: an order that it does not have was told of, or one that it has
 * has ended. Children count where the list has children.
 */
export function isOutdated(pages: readonly OrderPage[], told: Told): boolean {
  const known = new Map<string, OrderRow>();
  for (const { orders, children } of pages) {
    for (const row of orders) known.set(row.clOrdId, row);
    for (const row of children) known.set(row.clOrdId, row);
  }
  return [...told.values()].some(({ clOrdId, level, parentClOrdId, ordStatus }) => {
    const row = known.get(clOrdId);
    if (row !== undefined) return ENDED.has(ordStatus) && !ENDED.has(row.ordStatus);
    return level === 'Parent' || (parentClOrdId !== null && known.has(parentClOrdId));
  });
}

const placeOf = (account: string, place: string, asset: string) => `${account} ${place} ${asset}`;

/** Balances with what was told of them since; a place nobody knew is for the next reading. */
export function withBalances(
  funds: readonly FundsRow[],
  told: readonly BalanceView[],
): readonly FundsRow[] {
  const views = new Map(told.map((view) => [placeOf(view.account, view.place, view.asset), view]));
  let isChanged = false;
  const next = funds.map((row) => {
    const view = views.get(placeOf(row.account, row.placeId, row.asset));
    if (view === undefined || (view.total === row.balance && view.held === row.held)) return row;
    isChanged = true;
    return { ...row, balance: view.total, held: view.held };
  });
  return isChanged ? next : funds;
}
