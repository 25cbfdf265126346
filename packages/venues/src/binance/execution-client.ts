/** One Binance spot account behind one key. */
import {
  addMs,
  compareTimes,
  equals,
  err,
  ok,
  type Result,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { OrderReport, VenueOrder } from '@ultrathink/domain/trading';
import { closedFor, notSent, unlisted } from '../common/not-sent.ts';
import { type Malformed, malformed } from '../common/reading.ts';
import { keptSubscriptions } from '../common/subscriptions.ts';
import type { Answer, NotSentReason, Outcome } from '../contract/answer.ts';
import type { VenueInstrument } from '../contract/capabilities.ts';
import type {
  ExecutionClient,
  OrderRef,
  Placed,
  Replaced,
  Urgency,
} from '../contract/execution-client.ts';
import type { LineResult } from '../line/index.ts';
import { nameParameters, orderParameters, type Parameters, replaceParameters } from './build.ts';
import { act, get } from './calls.ts';
import { traitsOf } from './limits.ts';
import { outcomeOf, readError, replacedOf } from './outcomes.ts';
import { collect, type Window, windowsOf } from './pages.ts';
import {
  parseBalances,
  parseFees,
  parseFills,
  parseOrder,
  parseOrders,
  parsePermissions,
  readOrder,
  readPlaced,
} from './parse-account.ts';
import type { BinanceParts } from './parts.ts';
import { openUserStream } from './user-stream.ts';
import type { Call } from './wire.ts';

const NO_SUCH_ORDER = -2013;

/** Lists are asked for until after now: the venue's clock is known only so well. */
const AHEAD_MS = 60_000;

const ENDED: ReadonlySet<OrderReport['ordStatus']> = new Set([
  'Filled',
  'Canceled',
  'Rejected',
  'Expired',
]);

const NAME = 'Binance';

export function createExecutionClient(parts: BinanceParts): ExecutionClient {
  const { wire, symbols, setup, limits } = parts;
  const subscriptions = keptSubscriptions();
  return {
    traits: traitsOf(limits),
    place: (order, urgency) => place(parts, order, urgency),
    cancel: (order, urgency) => cancel(parts, order, urgency),
    replace: (order, to, urgency) => replace(parts, order, to, urgency),
    cancelAll: (instrument, urgency) => cancelAll(parts, instrument, urgency),
    async armDeadManSwitch() {
      return notSent({ code: 'NotSupported', detail: 'Binance spot has no dead man’s switch' });
    },
    find: (order) => find(parts, order),
    openOrders: () =>
      wire.ask(get('orders.open', 'openOrders', 80), (body) => parseOrders(body, symbols.idOf)),
    closedOrders: (since) => closedOrders(parts, since),
    fills: (since) => fills(parts, since),
    balances: () => wire.ask(get('balances', 'account', 20), parseBalances),
    fees: () => wire.ask(get('fees', 'account', 20), (body) => parseFees(body, setup.instruments)),
    permissions: () =>
      wire.ask(
        { ...get('key.permissions', 'account/apiRestrictions', 1), api: 'sapi' },
        parsePermissions,
      ),
    subscribe: (onReport) => subscriptions.keep(openUserStream(parts, onReport)),
    close: subscriptions.close,
  };
}

interface Prepared {
  readonly listed: VenueInstrument;
  readonly params: Parameters;
}

function prepare({ symbols }: BinanceParts, order: VenueOrder): Result<Prepared, NotSentReason> {
  const listed = symbols.find(order.instrument);
  if (listed === undefined) return err(unlisted(NAME, order.instrument));
  const closed = closedFor(listed, order);
  if (closed !== null) return err(closed);
  const params = orderParameters(order, listed);
  return params.ok
    ? ok({ listed, params: params.value })
    : err({ code: 'NotSupported', detail: params.error });
}

async function place(
  parts: BinanceParts,
  order: VenueOrder,
  urgency: Urgency,
): Promise<Outcome<Placed>> {
  const prepared = prepare(parts, order);
  if (!prepared.ok) return notSent(prepared.error);
  const call = act('order.place', 'POST', 'order', prepared.value.params);
  const outcome = outcomeOf(await parts.wire.act(call, urgency), placedReader(parts, order));
  if (outcome.kind === 'RejectedProven' && outcome.reason === 'MarketClosed') parts.lookAgain();
  return outcome;
}

/** What was placed is compared with what was meant: another order's answer proves nothing of ours. */
function placedReader({ symbols }: BinanceParts, order: VenueOrder) {
  return (raw: unknown): Result<Placed, Malformed> => {
    const read = readPlaced(raw, symbols.idOf);
    if (!read.ok || read.value.report === null) return read;
    const { clOrdId, instrument, side, orderQty } = read.value.report;
    const isOurs = clOrdId === order.clOrdId && instrument === order.instrument;
    const isSame = side === order.side && orderQty !== null && equals(orderQty, order.orderQty);
    return isOurs && isSame ? read : err(malformed('the answer is of another order'));
  };
}

const canceledReader =
  ({ symbols }: BinanceParts, { clOrdId }: OrderRef) =>
  (raw: unknown): Result<OrderReport, Malformed> => {
    const read = readOrder(raw, symbols.idOf);
    if (!read.ok || read.value.clOrdId === clOrdId) return read;
    return err(malformed('the answer is of another order'));
  };

async function cancel(
  parts: BinanceParts,
  order: OrderRef,
  urgency: Urgency,
): Promise<Outcome<OrderReport | null>> {
  const listed = parts.symbols.find(order.instrument);
  if (listed === undefined) return notSent(unlisted(NAME, order.instrument));
  const params = nameParameters(order, listed.symbol);
  const result = await parts.wire.act(act('order.cancel', 'DELETE', 'order', params), urgency);
  return outcomeOf(result, canceledReader(parts, order));
}

async function replace(
  parts: BinanceParts,
  order: OrderRef,
  to: VenueOrder,
  urgency: Urgency,
): Promise<Replaced> {
  const prepared = prepare(parts, to);
  const refusal = prepared.ok ? unreplaceable(parts, order, to) : prepared.error;
  if (!prepared.ok || refusal !== null) {
    const none = notSent(refusal ?? unlisted(NAME, to.instrument));
    return { canceled: none, placed: none };
  }
  const params = replaceParameters(order, prepared.value.params);
  const call = act('order.replace', 'POST', 'order/cancelReplace', params);
  return replacedOf(await parts.wire.act(call, urgency), {
    canceled: canceledReader(parts, order),
    placed: placedReader(parts, to),
  });
}

function unreplaceable(
  { symbols }: BinanceParts,
  { instrument }: OrderRef,
  to: VenueOrder,
): NotSentReason | null {
  if (instrument !== to.instrument) {
    return { code: 'NotSupported', detail: 'a replacement is of the same instrument' };
  }
  if (symbols.mayReplace(instrument)) return null;
  return { code: 'NotSupported', detail: `orders of ${instrument} can’t be replaced` };
}

/**
 * One request per symbol, and the worst of their outcomes: the whole account can't be named at once.
 * It takes back orders of others in these symbols too.
 */
async function cancelAll(
  parts: BinanceParts,
  instrument: InstrumentId | null,
  urgency: Urgency,
): Promise<Outcome<null>> {
  const wanted = instrument === null ? parts.setup.instruments : [instrument];
  const outcomes = await Promise.all(
    wanted.map(async (id): Promise<Outcome<null>> => {
      const listed = parts.symbols.find(id);
      if (listed === undefined) return notSent(unlisted(NAME, id));
      const { symbol } = listed;
      const call = act('order.cancelAll', 'DELETE', 'openOrders', { symbol });
      return emptied(outcomeOf(await parts.wire.act(call, urgency), () => ok(null)));
    }),
  );
  const [first] = outcomes;
  const worst = outcomes.find(({ kind }) => kind !== 'Accepted') ?? first;
  return worst ?? notSent({ code: 'NotSupported', detail: 'no instruments to cancel orders of' });
}

/** That there was nothing to cancel is what was asked for. */
function emptied(outcome: Outcome<null>): Outcome<null> {
  const isEmpty = outcome.kind === 'RejectedProven' && outcome.reason === 'UnknownOrder';
  return isEmpty ? { kind: 'Accepted', value: null, evidence: outcome.evidence } : outcome;
}

async function find(parts: BinanceParts, order: OrderRef): Promise<Answer<OrderReport | null>> {
  const { symbols, wire } = parts;
  const listed = symbols.find(order.instrument);
  if (listed === undefined) {
    const why = unlisted(NAME, order.instrument);
    return { kind: 'NoInformation', detail: why.code, notSent: why, evidence: null };
  }
  const params = nameParameters(order, listed.symbol);
  const result = await wire.question({ ...get('order.find', 'order', 4), params });
  if (isNotFound(result)) return { kind: 'Told', value: null, evidence: result.evidence };
  return wire.answer(result, (body) => {
    const read = parseOrder(body, symbols.idOf);
    if (!read.ok || read.value.clOrdId === order.clOrdId) return read;
    return err(malformed('the answer is of another order'));
  });
}

function isNotFound(result: LineResult): result is Extract<LineResult, { kind: 'Answered' }> {
  if (result.kind !== 'Answered' || result.status !== 400) return false;
  return readError(result.body)?.code === NO_SUCH_ORDER;
}

/** Those that have ended, of what was placed since then: the venue looks up by when they began. */
async function closedOrders(
  parts: BinanceParts,
  since: UtcTime,
): Promise<Answer<readonly OrderReport[]>> {
  const all = await bySymbol(parts, since, (symbol, window) =>
    parts.wire.ask(listed('orders.closed', 'allOrders', parts, symbol, window), (body) =>
      parseOrders(body, parts.symbols.idOf),
    ),
  );
  if (all.kind === 'NoInformation') return all;
  return { ...all, value: all.value.filter(({ ordStatus }) => ENDED.has(ordStatus)) };
}

async function fills(parts: BinanceParts, since: UtcTime) {
  const all = await bySymbol(parts, since, (symbol, window) =>
    parts.wire.ask(listed('fills', 'myTrades', parts, symbol, window), (body) =>
      parseFills(body, parts.symbols.idOf),
    ),
  );
  if (all.kind === 'NoInformation') return all;
  return { ...all, value: all.value.toSorted((a, b) => compareTimes(a.at, b.at)) };
}

function listed(
  operation: Call['operation'],
  path: string,
  { limits }: BinanceParts,
  symbol: string,
  window: Window | null,
): Call {
  const params = {
    symbol,
    ...(window !== null && { startTime: toEpochMs(window.from), endTime: toEpochMs(window.to) }),
    limit: limits.pageRows,
  };
  return { ...get(operation, path, 20), params };
}

function bySymbol<Row extends { readonly at: UtcTime | null }>(
  { symbols, setup, limits, venueClock }: BinanceParts,
  since: UtcTime,
  ask: (symbol: string, window: Window | null) => Promise<Answer<readonly Row[]>>,
): Promise<Answer<readonly Row[]>> {
  const found = setup.instruments.map((id) => symbols.find(id)?.symbol);
  const named = found.filter((symbol) => symbol !== undefined);
  if (named.length < found.length) {
    const detail = 'an instrument of this account is not listed';
    return Promise.resolve({ kind: 'NoInformation', detail, notSent: null, evidence: null });
  }
  const windows = windowsOf(since, addMs(venueClock.now(), AHEAD_MS));
  const askNewest = (symbol: string) => ask(symbol, null);
  const atOf = ({ at }: Row) => at;
  return collect({ symbols: named, windows, pageRows: limits.pageRows, ask, askNewest, atOf });
}
