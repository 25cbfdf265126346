/**
 * An order by our id: among the open, then among the closed (in this order, because that is how orders
 * move), then behind the trades. ccxt's own `fetchOrder` would ask by `userref`, which ours never have.
 */
import { fromEpochMs, toEpochMs } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { OrderReport, VenueFill } from '@ultrathink/domain/trading';
import type { Answer, Evidence } from '../contract/answer.ts';
import type { OrderRef } from '../contract/execution-client.ts';
import { ask } from './calls.ts';
import {
  latestOf,
  type OrdersPage,
  readClosedOrders,
  readOpenOrders,
  readQueriedOrders,
} from './parse-account.ts';
import type { KrakenParts } from './parts.ts';

type Found = Answer<OrderReport | null>;

export async function find(
  parts: KrakenParts,
  asked: OrderRef,
  fills: () => Promise<Answer<readonly VenueFill[]>>,
): Promise<Found> {
  if (parts.listings.find(asked.instrument) === undefined) return unlisted(asked.instrument);
  const order = { ...asked, clOrdId: parts.known.nameOf(asked.clOrdId) };
  const open = await parts.wire.ask(
    ask('order.find', 'OpenOrders', { cl_ord_id: order.clOrdId }),
    (body) => readOpenOrders(body, parts.listings),
  );
  if (open.kind === 'NoInformation') return open;
  const working = among(parts, order, open.value);
  if (working !== null) return told(working, open.evidence);
  const params = { cl_ord_id: order.clOrdId, start: startOf(order) };
  const closed = await parts.wire.ask(ask('order.find', 'ClosedOrders', params), (body) =>
    readClosedOrders(body, parts.listings),
  );
  if (closed.kind === 'NoInformation') return closed;
  const ended = among(parts, order, closed.value);
  if (ended !== null) return told(ended, closed.evidence);
  return behindTrades(parts, order, await fills(), closed.evidence);
}

function unlisted(instrument: InstrumentId): Found {
  const detail = `Kraken lists no ${instrument}`;
  const why = { code: 'NotSupported', detail } as const;
  return { kind: 'NoInformation', detail, notSent: why, evidence: null };
}

const told = (value: OrderReport | null, evidence: Evidence): Found => ({
  kind: 'Told',
  value,
  evidence,
});

/** What its filter let through is compared again: a filter that is not heeded shows everything. */
function among(parts: KrakenParts, order: OrderRef, { orders }: OrdersPage): OrderReport | null {
  parts.known.learn(orders);
  return latestOf(orders, order.clOrdId);
}

const LEEWAY_MS = 60_000;

const startOf = ({ sentAt }: OrderRef): string =>
  String(Math.floor(toEpochMs(fromEpochMs(Math.max(0, toEpochMs(sentAt) - LEEWAY_MS))) / 1000));

/** How many orders QueryOrders takes. */
const QUERY_MOST = 50;

/**
 * A trade names its order by the venue's id: those that are nobody's we know of are looked at, because
 * lists of orders lag behind trades and one of these may be ours. So is the one we were told to look
 * for: that it is there under another id is no absence.
 */
async function behindTrades(
  parts: KrakenParts,
  order: OrderRef,
  trades: Answer<readonly VenueFill[]>,
  evidence: Evidence,
): Promise<Found> {
  if (trades.kind === 'NoInformation') return trades;
  const strangers = new Set<string>();
  for (const { instrument, orderId, clOrdId } of trades.value) {
    const isCandidate = orderId === order.orderId || clOrdId === null || clOrdId === order.clOrdId;
    if (instrument === order.instrument && isCandidate) strangers.add(orderId);
  }
  if (order.orderId !== null) strangers.add(order.orderId);
  const ids = [...strangers].slice(-QUERY_MOST);
  if (ids.length === 0) return told(null, evidence);
  const asked = await parts.wire.ask(
    ask('order.find', 'QueryOrders', { txid: ids.join(',') }),
    (body) => readQueriedOrders(body, parts.listings),
  );
  if (asked.kind === 'NoInformation') return asked;
  const found = among(parts, order, asked.value);
  const { evidence: seen } = asked;
  if (found !== null) return told(found, seen);
  if (order.orderId !== null) return nothing('the venue calls this order by another id', seen);
  if (strangers.size <= QUERY_MOST) return told(null, seen);
  return nothing('more orders have traded than can be looked at', seen);
}

const nothing = (detail: string, evidence: Evidence): Found => ({
  kind: 'NoInformation',
  detail,
  notSent: null,
  evidence,
});
