/**
 * Cancels. Requests of a key have to arrive one after the other, so that a stop of many orders would wait
 * for as many answers: those that are asked for in one turn of the loop leave together, as few requests.
 *
 * A batch is never dearer than what is kept for cancels: it waits for no budget that one of them alone
 * would not have to wait for. An answer that counts fewer than were named proves nothing of any of them.
 *
 * Source: docs.kraken.com, CancelOrder and CancelOrderBatch (up to 50).
 */
import { compareTimes, err, ok, toEpochMs } from '@ultrathink/domain/kernel';
import type { OrderReport } from '@ultrathink/domain/trading';
import { notSent, unlisted } from '../common/not-sent.ts';
import { malformed, readAs } from '../common/reading.ts';
import type { Outcome } from '../contract/answer.ts';
import type { OrderRef, Urgency } from '../contract/execution-client.ts';
import { cancelCost, nameParameters } from './build.ts';
import { tradesCost } from './calls.ts';
import { outcomeOf } from './outcomes.ts';
import { CANCELED } from './parse-account.ts';
import type { KrakenParts } from './parts.ts';
import type { Call } from './wire.ts';

const NAME = 'Kraken';

/** How many orders CancelOrderBatch takes. */
export const BATCH_MOST = 50;

type Canceled = Outcome<OrderReport | null>;
type Cost = Call['cost'];

interface Waiting {
  readonly order: OrderRef;
  readonly urgency: Urgency;
  readonly orderId: string;
  readonly cost: Cost;
  readonly tell: (outcome: Canceled) => void;
}

export type Cancel = (order: OrderRef, urgency: Urgency) => Promise<Canceled>;

/** Told that it is canceled, or soon will be: what was filled before then is the stream's to tell. */
export function createCancels(parts: KrakenParts): Cancel {
  let waiting: Waiting[] = [];
  const leave = () => {
    const together = waiting;
    waiting = [];
    for (const batch of batchesOf(together, parts.keptForCancels)) {
      void cancelBatch(parts, batch).then((outcome) => {
        for (const { tell } of batch) tell(outcome);
      });
    }
  };
  return async (order, urgency) => {
    if (parts.listings.find(order.instrument) === undefined) {
      return notSent(unlisted(NAME, order.instrument));
    }
    const cost = costOf(parts, order);
    const orderId = order.orderId ?? parts.known.orderIdOf(order.clOrdId);
    // By our own name alone, or with a condition of its own, it goes by itself.
    if (orderId === undefined || urgency.isWanted !== undefined) {
      return cancelOne(parts, order, urgency, cost);
    }
    return new Promise((tell) => {
      if (waiting.length === 0) queueMicrotask(leave);
      waiting.push({ order, urgency, orderId, cost, tell });
    });
  };
}

function costOf({ setup }: KrakenParts, { instrument, sentAt }: OrderRef): Cost {
  const restedMs = toEpochMs(setup.clock.now()) - toEpochMs(sentAt);
  return tradesCost(setup.instruments, instrument, cancelCost(restedMs));
}

function sumOf(costs: readonly Cost[]): Cost {
  const sum: Record<string, number> = {};
  for (const cost of costs) {
    for (const [name, amount] of Object.entries(cost)) sum[name] = (sum[name] ?? 0) + amount;
  }
  return sum;
}

/** In the order they came, each as large as it may be. */
function batchesOf(waiting: readonly Waiting[], most: number): readonly (readonly Waiting[])[] {
  const batches: Waiting[][] = [];
  for (const one of waiting) {
    const last = batches.at(-1);
    const cost = sumOf([...(last ?? []), one].map((each) => each.cost));
    const fits =
      last !== undefined &&
      last.length < BATCH_MOST &&
      Object.values(cost).every((amount) => amount <= most);
    if (fits) last.push(one);
    else batches.push([one]);
  }
  return batches;
}

function cancelBatch(parts: KrakenParts, batch: readonly Waiting[]): Promise<Canceled> {
  const [first, ...more] = batch;
  if (first === undefined) throw new TypeError('A batch has one cancel at the least.');
  if (more.length === 0) return cancelOne(parts, first.order, first.urgency, first.cost);
  const orders = batch.map(({ orderId }) => orderId);
  const notAfter = batch
    .map(({ urgency }) => urgency.notAfter)
    .reduce((a, b) => (compareTimes(b, a) < 0 ? b : a));
  const cost = sumOf(batch.map((one) => one.cost));
  return act(parts, 'CancelOrderBatch', { orders }, cost, { notAfter }, orders.length);
}

function cancelOne(
  parts: KrakenParts,
  order: OrderRef,
  urgency: Urgency,
  cost: Cost,
): Promise<Canceled> {
  const named = nameParameters(parts.known.nameOf(order.clOrdId));
  return act(parts, 'CancelOrder', named, cost, urgency, 1);
}

async function act(
  { wire }: KrakenParts,
  path: 'CancelOrder' | 'CancelOrderBatch',
  params: ReturnType<Call['params']>,
  cost: Cost,
  urgency: Urgency,
  asked: number,
): Promise<Canceled> {
  const call = { operation: 'order.cancel', api: 'private', path, cost } as const;
  const result = await wire.act({ ...call, params: () => params }, urgency);
  return outcomeOf('Cancel', result, (raw) => {
    const read = readAs(CANCELED, raw);
    if (!read.ok) return read;
    const { count } = read.value;
    return count >= asked ? ok(null) : err(malformed(`${count} of ${asked} were canceled`));
  });
}
