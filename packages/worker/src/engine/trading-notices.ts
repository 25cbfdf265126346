/** What pages are told after a commit: orders, fills, balances and trading states as they stand then. */
import type { BalanceView, OrderView } from '@ultrathink/domain/engine';
import type { Decided, EngineEvent, EngineState } from '@ultrathink/domain/engine/core';
import {
  type AccountId,
  type ClientId,
  mapGet,
  toText,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import {
  accountKey,
  balanceOf,
  type HolderAccount,
  heldOf,
  isHolderAccount,
  type LedgerEvent,
} from '@ultrathink/domain/ledger';
import { tradingStateOf } from '@ultrathink/domain/risk';
import { avgPxOf, leavesQtyOf, type OrderRequest } from '@ultrathink/domain/trading';
import type { NoticeToPublish } from './relay.ts';

/** Digits of an average price that is only shown. */
const SHOWN_SCALE = 12;
const WHY_MOST = 500;

/** What changed by a batch, each once and as it stands at its end. */
interface Changed {
  readonly orders: Set<string>;
  readonly balances: Map<string, HolderAccount>;
  readonly notices: NoticeToPublish[];
}

export function noticesOf(batch: readonly Decided[]): readonly NoticeToPublish[] {
  const last = batch.at(-1);
  if (last === undefined) return [];
  const changed: Changed = { orders: new Set(), balances: new Map(), notices: [] };
  for (const { record, after } of batch) {
    for (const event of record.events) note(changed, event, after, record.at);
  }
  const { at } = last.record;
  const orders = [...changed.orders].flatMap((id) => orderNotice(last.after, id, at) ?? []);
  const balances = [...changed.balances].map(([key, account]) =>
    balanceNotice(last.after, key, account, at),
  );
  return [...orders, ...changed.notices, ...balances];
}

function note(changed: Changed, event: EngineEvent, after: EngineState, at: UtcTime): void {
  switch (event.type) {
    case 'ParentPlaced':
    case 'ChildPlaced': {
      const { clOrdId, parentClOrdId } = event.placement;
      changed.orders.add(clOrdId);
      if (parentClOrdId !== null) changed.orders.add(parentClOrdId);
      return;
    }
    case 'OrderMoved': {
      changed.orders.add(event.clOrdId);
      const parent = mapGet(after.orders, event.clOrdId)?.order.placement.parentClOrdId;
      if (parent !== undefined && parent !== null) changed.orders.add(parent);
      return;
    }
    case 'FillBooked':
      changed.notices.push(fillNotice(after, event));
      return;
    case 'LedgerMoved':
      for (const account of accountsOf(event.event, after)) {
        changed.balances.set(accountKey(account), account);
      }
      return;
    case 'TradingStateSet':
      changed.notices.push(stateNotice(after, event, at));
      return;
    default:
  }
}

function clientOf({ config }: EngineState, account: AccountId): ClientId | null {
  const client = mapGet(config.accounts, account);
  return client === undefined || client === 'House' ? null : client;
}

function orderNotice(state: EngineState, id: string, at: UtcTime): NoticeToPublish | null {
  const known = mapGet(state.orders, id);
  if (known === undefined) return null;
  const { order, client } = known;
  const { placement, terms } = order;
  const avgPx = avgPxOf(order, SHOWN_SCALE);
  const payload: OrderView = {
    clOrdId: placement.clOrdId,
    level: placement.level,
    parentClOrdId: placement.parentClOrdId,
    account: placement.account,
    venue: placement.venue,
    instrument: placement.instrument,
    side: placement.side,
    ordType: terms.ordType,
    timeInForce: placement.timeInForce,
    price: 'price' in terms ? toText(terms.price) : null,
    stopPx: 'stopPx' in terms ? toText(terms.stopPx) : null,
    orderQty: toText(order.orderQty),
    cumQty: toText(order.cumQty),
    leavesQty: toText(leavesQtyOf(order)),
    avgPx: avgPx === null ? null : toText(avgPx),
    ordStatus: order.ordStatus,
    unconfirmed: Object.keys(order.unconfirmed) as OrderRequest[],
    isTriggered: order.triggeredAt !== null,
    at,
  };
  return { body: { topic: 'trading.orders', payload }, key: id, clientId: client };
}

function fillNotice(
  state: EngineState,
  { clOrdId, venueAccount, fill, at }: Extract<EngineEvent, { type: 'FillBooked' }>,
): NoticeToPublish {
  const known = clOrdId === null ? undefined : mapGet(state.orders, clOrdId);
  const { execId, instrument, side, isMaker } = fill;
  const payload = {
    execId,
    clOrdId,
    venueAccount,
    account: known?.order.placement.account ?? null,
    instrument,
    side,
    lastQty: toText(fill.lastQty),
    lastPx: toText(fill.lastPx),
    fee: fill.fee === null ? null : { amount: toText(fill.fee.amount), asset: fill.fee.asset },
    isMaker,
    at,
  };
  const key = `${venueAccount}|${execId}`.slice(0, 200);
  return { body: { topic: 'trading.fills', payload }, key, clientId: known?.client ?? null };
}

function accountsOf(event: LedgerEvent, { ledger }: EngineState): readonly HolderAccount[] {
  switch (event.type) {
    case 'HoldReserved':
      return [event.account];
    case 'HoldResized':
    case 'HoldReleased': {
      const hold = mapGet(ledger.holds, event.hold);
      return hold === undefined ? [] : [hold.account];
    }
    case 'HoldForgotten':
      return [];
    case 'EntryBooked':
      return event.entry.postings.map(({ account }) => account).filter(isHolderAccount);
  }
}

function balanceNotice(
  state: EngineState,
  key: string,
  account: HolderAccount,
  at: UtcTime,
): NoticeToPublish {
  const payload: BalanceView = {
    holder: account.kind,
    account: account.account,
    place: account.place.id,
    asset: account.asset,
    total: toText(balanceOf(state.ledger, account)),
    held: toText(heldOf(state.ledger, account)),
    at,
  };
  const clientId = clientOf(state, account.account);
  return { body: { topic: 'trading.balances', payload }, key, clientId };
}

function stateNotice(
  state: EngineState,
  { key, why, ...event }: Extract<EngineEvent, { type: 'TradingStateSet' }>,
  at: UtcTime,
): NoticeToPublish {
  const { level, scope } = key;
  const isClient = level === 'client';
  const ofAccount = level === 'account' ? clientOf(state, scope as AccountId) : null;
  const payload = {
    level,
    scope,
    state: tradingStateOf(event.state),
    why: why.slice(0, WHY_MOST),
    at,
  };
  const clientId = isClient ? (scope as ClientId) : ofAccount;
  return { body: { topic: 'trading.states', payload }, key: `${level}|${scope}`, clientId };
}
