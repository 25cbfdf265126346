/** What is asked of one Coinbase account, and joined from what the venue tells in parts. */
import {
  addMs,
  compareTimes,
  fromEpochMs,
  type Result,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type {
  OrderReport,
  VenueBalance,
  VenueFill,
  VenueOrderId,
} from '@ultrathink/domain/trading';
import { type Malformed, malformed } from '../common/reading.ts';
import type { Answer } from '../contract/answer.ts';
import type { OrderRef } from '../contract/execution-client.ts';
import type { LineResult } from '../line/index.ts';
import { readError } from './outcomes.ts';
import { collect } from './pages.ts';
import {
  parseBalancePage,
  parseFillPage,
  parseOrder,
  parseOrderPage,
  sumBalances,
} from './parse-account.ts';
import type { CoinbaseParts } from './parts.ts';
import { ask, type Call } from './wire.ts';

const ORDERS = 'orders/historical/batch';
const FILLS = 'orders/historical/fills';

/** Our clock and the venue's are never quite one, and its list goes by when it took an order. */
const EARLIER_MS = 60_000;
/** A token is good for two minutes: nothing that was sent with it is taken later. */
const LATEST_MS = 180_000;

/**
 * By the venue's id where that is known, and else among the orders of that time: the venue looks none up
 * by ours.
 */
export async function find(
  parts: CoinbaseParts,
  order: OrderRef,
): Promise<Answer<OrderReport | null>> {
  const listed = parts.listings.find(order.instrument);
  if (listed === undefined) {
    const detail = `Coinbase lists no ${order.instrument}`;
    const notSent = { code: 'NotSupported', detail } as const;
    return { kind: 'NoInformation', detail, notSent, evidence: null };
  }
  const orderId = order.orderId ?? parts.known.orderIdOf(order.clOrdId);
  if (orderId !== null) return byOrderId(parts, order, orderId);
  const sentAt = atVenue(parts, order.sentAt);
  const isOurs = ({ clOrdId }: OrderReport) => clOrdId === order.clOrdId;
  const answer = await orders(
    parts,
    ask('order.find', ORDERS, {
      product_ids: [listed.symbol],
      start_date: addMs(sentAt, -EARLIER_MS),
      end_date: addMs(sentAt, LATEST_MS),
    }),
    (rows) => rows.some(isOurs),
  );
  return answer.kind === 'Told' ? { ...answer, value: answer.value.find(isOurs) ?? null } : answer;
}

/** What our clock said then, on the venue's. */
function atVenue({ venueClock }: CoinbaseParts, time: UtcTime): UtcTime {
  return fromEpochMs(Math.max(0, toEpochMs(time) + Math.round(venueClock.offset()?.ms ?? 0)));
}

async function byOrderId(
  { wire, listings }: CoinbaseParts,
  { clOrdId }: OrderRef,
  orderId: VenueOrderId,
): Promise<Answer<OrderReport | null>> {
  const call = ask('order.find', 'orders/historical/{order_id}', { order_id: orderId });
  const result = await wire.question(call);
  if (isNotFound(result)) return { kind: 'Told', value: null, evidence: result.evidence };
  return wire.answer(result, (body): Result<OrderReport | null, Malformed> => {
    const read = parseOrder(body, listings.idOf);
    if (!read.ok || read.value.clOrdId === clOrdId) return read;
    return { ok: false, error: malformed('the answer is of another order') };
  });
}

/** By the API's own words: a 404 of anything before it knows no orders. */
function isNotFound(result: LineResult): result is Extract<LineResult, { kind: 'Answered' }> {
  if (result.kind !== 'Answered' || result.status !== 404) return false;
  const error = readError(result.body);
  return error !== null && (error.code === 'NOT_FOUND' || /not found/i.test(error.text));
}

function orders(
  { wire, limits, listings, known }: CoinbaseParts,
  call: Call,
  isEnough: (rows: readonly OrderReport[]) => boolean = () => false,
): Promise<Answer<readonly OrderReport[]>> {
  const read = (body: string) => {
    const page = parseOrderPage(body, listings.idOf);
    if (page.ok) known.learn(page.value.rows);
    return page;
  };
  return collect({ wire, call, pageRows: limits.pageRows, read, isEnough });
}

/** OPEN may not be asked for together with another status. */
const WORKING = [['OPEN'], ['PENDING', 'QUEUED', 'CANCEL_QUEUED', 'EDIT_QUEUED']];

/** Both lists, or no information; an order that moved from one to the other counts once. */
export async function openOrders(parts: CoinbaseParts): Promise<Answer<readonly OrderReport[]>> {
  const byId = new Map<VenueOrderId, OrderReport>();
  let last: Answer<readonly OrderReport[]> | null = null;
  // What waits comes first: whatever it becomes meanwhile, the second list has it.
  for (const order_status of WORKING.toReversed()) {
    last = await orders(parts, ask('orders.open', ORDERS, { order_status }));
    if (last.kind === 'NoInformation') return last;
    for (const report of last.value) byId.set(report.orderId, report);
  }
  const evidence = last?.evidence ?? null;
  if (evidence === null) return { kind: 'NoInformation', detail: 'none', notSent: null, evidence };
  return { kind: 'Told', value: [...byId.values()], evidence };
}

const ENDED = ['FILLED', 'CANCELLED', 'EXPIRED', 'FAILED'];

/** Those that were placed since then and have ended: the venue looks them up by when they began. */
export function closedOrders(
  parts: CoinbaseParts,
  since: UtcTime,
): Promise<Answer<readonly OrderReport[]>> {
  return orders(
    parts,
    ask('orders.closed', ORDERS, { order_status: ENDED, start_date: atVenue(parts, since) }),
  );
}

/** Oldest first, with our ids where they are known. */
export async function fills(
  parts: CoinbaseParts,
  params: { readonly since: UtcTime } | { readonly orderId: VenueOrderId },
): Promise<Answer<readonly VenueFill[]>> {
  const { wire, limits, listings, known } = parts;
  const wanted =
    'since' in params
      ? { start_sequence_timestamp: atVenue(parts, params.since) }
      : { order_ids: [params.orderId] };
  const answer = await collect({
    wire,
    call: ask('fills', FILLS, wanted),
    pageRows: limits.pageRows,
    read: (body) => parseFillPage(body, listings.idOf),
  });
  if (answer.kind === 'NoInformation') return answer;
  const value = answer.value
    .map((fill) => ({ ...fill, clOrdId: known.clOrdIdOf(fill.orderId) }))
    .reverse()
    .sort((a, b) => compareTimes(a.at, b.at));
  return { ...answer, value };
}

export async function balances(parts: CoinbaseParts): Promise<Answer<readonly VenueBalance[]>> {
  const answer = await collect({
    wire: parts.wire,
    call: ask('balances', 'accounts'),
    pageRows: parts.limits.pageRows,
    read: parseBalancePage,
  });
  return answer.kind === 'Told' ? { ...answer, value: sumBalances(answer.value) } : answer;
}
