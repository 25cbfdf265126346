/** One Kraken spot account behind one key. */
import {
  addMs,
  compareTimes,
  err,
  fromEpochMs,
  ok,
  type Result,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { OrderReport, VenueFill, VenueOrder } from '@ultrathink/domain/trading';
import { closedFor, notSent, unlisted } from '../common/not-sent.ts';
import { type Malformed, readAs } from '../common/reading.ts';
import { keptSubscriptions } from '../common/subscriptions.ts';
import type { Answer, NotSentReason, Outcome } from '../contract/answer.ts';
import type {
  ExecutionClient,
  OrderRef,
  Placed,
  Replaced,
  Urgency,
} from '../contract/execution-client.ts';
import {
  ADD_COST,
  amendCost,
  amendParameters,
  deadlineOf,
  orderParameters,
  type Parameters,
  switchParameters,
} from './build.ts';
import { ask, tradesCost } from './calls.ts';
import { BATCH_MOST, createCancels } from './cancels.ts';
import { find } from './find.ts';
import { traitsOf } from './limits.ts';
import type { ListedPair } from './listings.ts';
import { outcomeOf } from './outcomes.ts';
import { collect } from './pages.ts';
import {
  ADDED,
  AMENDED,
  ARMED,
  CANCELED,
  oldestFirst,
  readBalances,
  readClosedOrders,
  readFees,
  readOpenOrders,
  readPermissions,
  readTrades,
} from './parse-account.ts';
import type { KrakenParts } from './parts.ts';
import { openUserStream } from './user-stream.ts';
import type { Call } from './wire.ts';

const NAME = 'Kraken';

export function createExecutionClient(parts: KrakenParts): ExecutionClient {
  const { wire, listings, limits, setup } = parts;
  const subscriptions = keptSubscriptions();
  return {
    traits: traitsOf(limits),
    place: (order, urgency) => place(parts, order, urgency),
    cancel: createCancels(parts),
    replace: (order, to, urgency) => replace(parts, order, to, urgency),
    cancelAll: (instrument, urgency) => cancelAll(parts, instrument, urgency),
    armDeadManSwitch: (seconds) => armDeadManSwitch(parts, seconds),
    find: (order) => find(parts, order, () => fills(parts, before(order.sentAt))),
    openOrders: () => openOrders(parts),
    closedOrders: (since) => closedOrders(parts, since),
    fills: (since) => fills(parts, since),
    balances: () => wire.ask(ask('balances', 'BalanceEx'), (body) => readBalances(body, listings)),
    fees: () => {
      const named = setup.instruments.map((id) => listings.find(id)?.symbol);
      const pair = named.filter((symbol) => symbol !== undefined).join(',');
      const call = ask('fees', 'TradeVolume', { pair });
      return wire.ask(call, (body) => readFees(body, listings));
    },
    permissions: () => wire.ask(ask('key.permissions', 'GetApiKeyInfo'), readPermissions),
    subscribe: (onReport) => subscriptions.keep(openUserStream(parts, onReport)),
    close: subscriptions.close,
  };
}

function prepare(
  { listings }: KrakenParts,
  order: VenueOrder,
  build: (listed: ListedPair) => Result<Parameters, string>,
): Result<Parameters, NotSentReason> {
  const listed = listings.find(order.instrument);
  if (listed === undefined) return err(unlisted(NAME, order.instrument));
  const closed = closedFor(listed, order);
  if (closed !== null) return err(closed);
  const params = build(listed);
  return params.ok ? params : err({ code: 'NotSupported', detail: params.error });
}

/** With the deadline past which the engine refuses it: absence can be proven after that. */
const withDeadline =
  ({ venueClock, limits }: KrakenParts, params: Parameters): Call['params'] =>
  () => {
    const uncertaintyMs = venueClock.offset()?.uncertaintyMs ?? 0;
    const deadline = deadlineOf(venueClock.now(), uncertaintyMs, limits.acceptanceMs);
    return { ...params, deadline };
  };

async function place(
  parts: KrakenParts,
  order: VenueOrder,
  urgency: Urgency,
): Promise<Outcome<Placed>> {
  const prepared = prepare(parts, order, (listed) => orderParameters(order, listed));
  if (!prepared.ok) return notSent(prepared.error);
  const result = await parts.wire.act(
    {
      operation: 'order.place',
      api: 'private',
      path: 'AddOrder',
      params: withDeadline(parts, prepared.value),
      cost: tradesCost(parts.setup.instruments, order.instrument, ADD_COST),
    },
    urgency,
  );
  const outcome = outcomeOf('Place', result, (raw): Result<Placed, Malformed> => {
    const read = readAs(ADDED, raw);
    if (!read.ok) return read;
    const [orderId] = read.value.txid;
    parts.known.placed(orderId, order);
    return ok({ orderId, report: null, fills: [] });
  });
  if (outcome.kind === 'RejectedProven' && outcome.reason === 'MarketClosed') parts.lookAgain();
  return outcome;
}

const restedMs = ({ setup }: KrakenParts, { sentAt }: OrderRef): number =>
  toEpochMs(setup.clock.now()) - toEpochMs(sentAt);

/** In place: there is one order before and after, under one id, and one outcome for both legs. */
async function replace(
  parts: KrakenParts,
  order: OrderRef,
  to: VenueOrder,
  urgency: Urgency,
): Promise<Replaced> {
  const { known } = parts;
  const orderId = order.orderId ?? known.orderIdOf(order.clOrdId);
  const meant = { ...order, clOrdId: known.nameOf(order.clOrdId) };
  const prepared = prepare(parts, to, (listed) => amendParameters(meant, to, listed));
  if (!prepared.ok) return bothLegs(notSent(prepared.error));
  if (orderId === undefined) {
    const detail = 'the venue’s id of the order is not known yet: ask for it first';
    return bothLegs(notSent({ code: 'NotSupported', detail }));
  }
  const cost = amendCost(restedMs(parts, order));
  known.renamed(order.clOrdId, to.clOrdId);
  const result = await parts.wire.act(
    {
      operation: 'order.replace',
      api: 'private',
      path: 'AmendOrder',
      params: withDeadline(parts, prepared.value),
      cost: tradesCost(parts.setup.instruments, order.instrument, cost),
    },
    urgency,
  );
  const outcome = outcomeOf('Amend', result, (raw): Result<Placed, Malformed> => {
    const read = readAs(AMENDED, raw);
    return read.ok ? ok({ orderId, report: null, fills: [] }) : read;
  });
  return bothLegs(outcome);
}

/** What was refused has left the order as it was, and no other was tried. */
function bothLegs(outcome: Outcome<Placed>): Replaced {
  if (outcome.kind === 'Accepted') {
    return { canceled: { ...outcome, value: null }, placed: outcome };
  }
  const isRefused = outcome.kind === 'RejectedProven' || outcome.kind === 'Refused';
  return { canceled: outcome, placed: isRefused ? null : outcome };
}

/** One request for the whole account; for one instrument the orders that are open are named. */
async function cancelAll(
  parts: KrakenParts,
  instrument: InstrumentId | null,
  urgency: Urgency,
): Promise<Outcome<null>> {
  if (instrument === null) {
    return canceled(parts, 'CancelAll', {}, { counter: 1 }, urgency);
  }
  if (parts.listings.find(instrument) === undefined) return notSent(unlisted(NAME, instrument));
  const open = await openOrders(parts);
  if (open.kind === 'NoInformation') {
    if (open.notSent !== null) return notSent(open.notSent);
    const reason = `its open orders could not be read: ${open.detail}`;
    return notSent({ code: 'VenueClosed', reason });
  }
  const ids = open.value.filter((one) => one.instrument === instrument).map((one) => one.orderId);
  let outcome: Outcome<null> = { kind: 'Accepted', value: null, evidence: open.evidence };
  for (let at = 0; at < ids.length && outcome.kind === 'Accepted'; at += BATCH_MOST) {
    const orders = ids.slice(at, at + BATCH_MOST);
    const cost = tradesCost(parts.setup.instruments, instrument, 1);
    outcome = await canceled(parts, 'CancelOrderBatch', { orders }, cost, urgency);
  }
  return outcome;
}

async function canceled(
  { wire }: KrakenParts,
  path: string,
  params: Readonly<Record<string, string | readonly string[]>>,
  cost: Call['cost'],
  urgency: Urgency,
): Promise<Outcome<null>> {
  const call = { operation: 'order.cancelAll', api: 'private', path, cost } as const;
  const result = await wire.act({ ...call, params: () => params }, urgency);
  const outcome = outcomeOf<null>('CancelAll', result, (raw) => {
    const read = readAs(CANCELED, raw);
    return read.ok ? ok(null) : read;
  });
  // That there was nothing left to cancel is what was asked for.
  const isEmpty = outcome.kind === 'RejectedProven' && outcome.reason === 'UnknownOrder';
  return isEmpty ? { kind: 'Accepted', value: null, evidence: outcome.evidence } : outcome;
}

async function armDeadManSwitch(parts: KrakenParts, seconds: number): Promise<Outcome<null>> {
  const params = switchParameters(seconds);
  if (!params.ok) return notSent({ code: 'NotSupported', detail: params.error });
  const call = ask('deadManSwitch', 'CancelAllOrdersAfter', params.value);
  const notAfter = addMs(parts.setup.clock.now(), parts.limits.actMs);
  const result = await parts.wire.act(call, { notAfter });
  return outcomeOf('DeadManSwitch', result, (raw) => {
    const read = readAs(ARMED, raw);
    return read.ok ? ok(null) : read;
  });
}

async function openOrders(parts: KrakenParts): Promise<Answer<readonly OrderReport[]>> {
  const answer = await parts.wire.ask(ask('orders.open', 'OpenOrders'), (body) =>
    readOpenOrders(body, parts.listings),
  );
  if (answer.kind === 'NoInformation') return answer;
  parts.known.learn(answer.value.orders);
  return { ...answer, value: answer.value.orders };
}

/** `start` is a whole second, and excluded. */
const startOf = (since: UtcTime): string => String(Math.floor(toEpochMs(since) / 1000) - 1);

/** Orders that ended since then. */
async function closedOrders(
  parts: KrakenParts,
  since: UtcTime,
): Promise<Answer<readonly OrderReport[]>> {
  const { wire, listings, limits, known } = parts;
  const answer = await collect<OrderReport>(limits.pageRows, orderIdOf, async (offset) => {
    const params = { start: startOf(since), closetime: 'close', ofs: String(offset) };
    const page = await wire.ask(ask('orders.closed', 'ClosedOrders', params), (body) =>
      readClosedOrders(body, listings),
    );
    if (page.kind === 'NoInformation') return page;
    return { ...page, value: { rows: page.value.orders, count: page.value.count } };
  });
  if (answer.kind === 'NoInformation') return answer;
  known.learn(answer.value);
  return { ...answer, value: answer.value.filter(({ at }) => at === null || !isBefore(at, since)) };
}

const orderIdOf = ({ orderId }: OrderReport): string => orderId;
const execIdOf = ({ execId }: VenueFill): string => execId;
const isBefore = (at: UtcTime, since: UtcTime): boolean => compareTimes(at, since) < 0;

async function fills(parts: KrakenParts, since: UtcTime): Promise<Answer<readonly VenueFill[]>> {
  const { wire, listings, limits, known } = parts;
  const answer = await collect<VenueFill>(limits.pageRows, execIdOf, async (offset) => {
    const params = {
      start: startOf(since),
      ofs: String(offset),
      // Each execution by itself, under the id that the stream gives it.
      consolidate_taker: 'false',
    };
    const page = await wire.ask(ask('fills', 'TradesHistory', params), (body) =>
      readTrades(body, listings, known.clOrdIdOf),
    );
    if (page.kind === 'NoInformation') return page;
    return { ...page, value: { rows: page.value.fills, count: page.value.count } };
  });
  if (answer.kind === 'NoInformation') return answer;
  return { ...answer, value: oldestFirst(answer.value.filter(({ at }) => !isBefore(at, since))) };
}

/** Our clock may run ahead of the venue's. */
const OVERLAP_MS = 60_000;

const before = (time: UtcTime): UtcTime => fromEpochMs(Math.max(0, toEpochMs(time) - OVERLAP_MS));
