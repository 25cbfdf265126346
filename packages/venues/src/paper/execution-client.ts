/** The contract of an account, answered by the matching of this process instead of a venue. */
import { toText, type UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { OrderReport, VenueFill, VenueOrder } from '@ultrathink/domain/trading';
import type { Answer, NotSentReason, Outcome, RejectReason } from '../contract/answer.ts';
import type { VenueTraits } from '../contract/capabilities.ts';
import type {
  ExecutionClient,
  FeeRates,
  OrderRef,
  Placed,
  Replaced,
  Report,
  Subscription,
  Urgency,
} from '../contract/execution-client.ts';
import type { Operation } from '../contract/operations.ts';
import type { Feed } from './feed.ts';
import type { Matching } from './matching.ts';
import { reportOf } from './orders.ts';
import type { PaperRates, Placing } from './parts.ts';
import { refusalOf } from './refusal.ts';
import { ACCEPTANCE_MS, type Arrival, type Travel } from './travel.ts';

/** Longer than any real venue's. */
export const DEAD_MAN_MOST_SECONDS = 3_600;

/** Between what a request did and what a question sees nothing lies but the way there. */
const MARGIN_MS = 1_000;

export interface AccountParts {
  readonly instruments: readonly InstrumentId[];
  readonly now: () => UtcTime;
  readonly feed: Feed;
  readonly matching: Matching;
  readonly travel: Travel;
  readonly venue: VenueTraits['venue'];
  readonly rates: (id: InstrumentId) => PaperRates;
  readonly listeners: Set<(report: Report) => void>;
  readonly armDeadMan: (seconds: number) => void;
  /** Something may have to happen at another time now. */
  readonly onChange: () => void;
  readonly close: () => Promise<void>;
}

export function createExecutionClient(parts: AccountParts): ExecutionClient {
  const { matching, travel, instruments, rates } = parts;
  return {
    traits: {
      venue: parts.venue,
      replace: 'CancelReplace',
      cancelAll: true,
      deadManSwitch: { mostSeconds: DEAD_MAN_MOST_SECONDS },
      absence: { acceptanceMs: ACCEPTANCE_MS, marginMs: MARGIN_MS, isResendSafe: false },
    },
    place: (order, urgency) => place(parts, order, urgency),
    cancel: (order, urgency) => cancel(parts, order, urgency),
    replace: (order, to, urgency) => replace(parts, order, to, urgency),
    cancelAll: (instrument, urgency) => cancelAll(parts, instrument, urgency),
    armDeadManSwitch: (seconds) => arm(parts, seconds),
    find: (order) => find(parts, order),
    openOrders: () => ask(parts, 'orders.open', () => matching.records.working(null).map(reportOf)),
    closedOrders: (since) => closedOrders(parts, since),
    fills: (since) => fills(parts, since),
    balances: () => ask(parts, 'balances', () => matching.balances()),
    fees: () => ask(parts, 'fees', () => instruments.map((id) => feesOf(id, rates(id)))),
    permissions: () =>
      ask(parts, 'key.permissions', () => ({
        mayRead: true,
        mayTrade: true,
        mayWithdraw: false,
        isAddressBound: null,
        expiresAt: null,
      })),
    subscribe: (onReport) => subscribe(parts, onReport),
    async close() {
      travel.close();
      await parts.close();
    },
  };
}

const feesOf = (instrument: InstrumentId, { maker, taker }: PaperRates): FeeRates => ({
  instrument,
  maker: toText(maker),
  taker: toText(taker),
});

const notSent = (why: NotSentReason): Outcome<never> => ({ kind: 'NotSent', why });

const unlisted = (instrument: InstrumentId): NotSentReason => ({
  code: 'NotSupported',
  detail: `${instrument} is not traded on this paper account`,
});

/** Why nothing is sent at all. */
function stopped({ travel, now }: AccountParts, urgency: Urgency | null): NotSentReason | null {
  if (travel.isClosed) return { code: 'VenueClosed', reason: 'the paper account was closed' };
  if (urgency === null) return null;
  if (urgency.isWanted?.() === false) return { code: 'NoLongerWanted' };
  const { notAfter } = urgency;
  return notAfter < now() ? { code: 'TooLate', deadline: notAfter } : null;
}

function unplaceable({ feed }: AccountParts, order: VenueOrder): NotSentReason | null {
  const listed = feed.listed(order.instrument);
  return listed === undefined ? unlisted(order.instrument) : refusalOf(order, listed);
}

type Refusal = { readonly reason: RejectReason; readonly text: string };

/** What an act came to there: its value, or why not. */
type Done<T> =
  | { readonly kind: 'Done'; readonly value: T }
  | { readonly kind: 'Exists' }
  | ({ readonly kind: 'Refused' } & Refusal);

function outcomeOf<T>(arrival: Arrival<Done<T>>): Outcome<T> {
  const { evidence } = arrival;
  if (arrival.kind === 'Closed') return { kind: 'Unconfirmed', detail: 'closed', evidence };
  if (arrival.kind === 'TooOld') {
    return rejected({ reason: 'ClockDiffers', text: 'it arrived too late' }, evidence);
  }
  const done = arrival.value;
  switch (done.kind) {
    case 'Done':
      return { kind: 'Accepted', value: done.value, evidence };
    case 'Exists':
      return { kind: 'Exists', evidence };
    case 'Refused':
      return rejected(done, evidence);
  }
}

const rejected = ({ reason, text }: Refusal, evidence: Arrival<unknown>['evidence']) =>
  ({ kind: 'RejectedProven', reason, code: `Paper.${reason}`, text, evidence }) as const;

async function act<T>(
  parts: AccountParts,
  operation: Operation,
  asked: unknown,
  run: () => Done<T>,
): Promise<Outcome<T>> {
  return outcomeOf(
    await parts.travel.ask(operation, asked, () => {
      // What is past its time has ended before anything else happens.
      parts.matching.onTime();
      const done = run();
      parts.onChange();
      return done;
    }),
  );
}

async function place(
  parts: AccountParts,
  order: VenueOrder,
  urgency: Urgency,
): Promise<Outcome<Placed>> {
  const why = stopped(parts, urgency) ?? unplaceable(parts, order);
  if (why !== null) return notSent(why);
  return act(parts, 'order.place', order, () => placed(parts.matching.place(order)));
}

function placed(placing: Placing): Done<Placed> {
  switch (placing.kind) {
    case 'Placed': {
      const { order, fills } = placing;
      return { kind: 'Done', value: { orderId: order.orderId, report: order, fills } };
    }
    case 'Exists':
      return placing;
    case 'Refused':
      return { ...placing, text: REFUSALS[placing.reason] ?? placing.reason };
  }
}

const REFUSALS: Partial<Record<RejectReason, string>> = {
  MarketClosed: 'there is no good book of the venue now',
  InsufficientFunds: 'the paper account has less free than this may need',
  TooManyOrders: 'the paper account has as many working orders as it may have',
  WouldTake: 'a post-only order would take',
  Malformed: 'its time was up before it came',
};

const UNKNOWN = {
  kind: 'Refused',
  reason: 'UnknownOrder',
  text: 'no such order works on this paper account',
} as const;

function canceled({ matching }: AccountParts, { clOrdId, orderId }: OrderRef): Done<OrderReport> {
  const report = matching.cancel(clOrdId, orderId);
  return report === null ? UNKNOWN : { kind: 'Done', value: report };
}

async function cancel(
  parts: AccountParts,
  order: OrderRef,
  urgency: Urgency,
): Promise<Outcome<OrderReport | null>> {
  const isOurs = parts.instruments.includes(order.instrument);
  const why = stopped(parts, urgency) ?? (isOurs ? null : unlisted(order.instrument));
  if (why !== null) return notSent(why);
  return act(parts, 'order.cancel', order, () => canceled(parts, order));
}

/** Both legs at one moment; where the cancel does nothing, nothing is placed. */
async function replace(
  parts: AccountParts,
  order: OrderRef,
  to: VenueOrder,
  urgency: Urgency,
): Promise<Replaced> {
  const other: NotSentReason | null =
    order.instrument === to.instrument
      ? null
      : { code: 'NotSupported', detail: 'a replacement is of the same instrument' };
  const why = stopped(parts, urgency) ?? other ?? unplaceable(parts, to);
  if (why !== null) return { canceled: notSent(why), placed: notSent(why) };
  const { matching, travel, onChange } = parts;
  const arrival = await travel.ask('order.replace', { order, to }, () => {
    matching.onTime();
    const old = canceled(parts, order);
    const made = old.kind === 'Done' ? placed(matching.place(to)) : null;
    onChange();
    return { old, made };
  });
  if (arrival.kind !== 'Answered')
    return { canceled: outcomeOf(arrival), placed: outcomeOf(arrival) };
  const { old, made } = arrival.value;
  return {
    canceled: outcomeOf({ ...arrival, value: old }),
    placed: made === null ? null : outcomeOf({ ...arrival, value: made }),
  };
}

async function cancelAll(
  parts: AccountParts,
  instrument: InstrumentId | null,
  urgency: Urgency,
): Promise<Outcome<null>> {
  const why = stopped(parts, urgency);
  if (why !== null) return notSent(why);
  return act(parts, 'order.cancelAll', { instrument }, () => {
    parts.matching.cancelAll(instrument);
    return { kind: 'Done', value: null };
  });
}

async function arm(parts: AccountParts, seconds: number): Promise<Outcome<null>> {
  const isFit = seconds >= 0 && seconds <= DEAD_MAN_MOST_SECONDS;
  const detail = `the switch is armed for 0 to ${DEAD_MAN_MOST_SECONDS} seconds`;
  const why = stopped(parts, null) ?? (isFit ? null : { code: 'NotSupported' as const, detail });
  if (why !== null) return notSent(why);
  return act(parts, 'deadManSwitch', { seconds }, () => {
    parts.armDeadMan(seconds);
    return { kind: 'Done', value: null };
  });
}

const unknown = (detail: string, notSent: NotSentReason | null = null): Answer<never> => ({
  kind: 'NoInformation',
  detail,
  notSent,
  evidence: null,
});

async function ask<T>(
  parts: AccountParts,
  operation: Operation,
  run: () => T,
  asked: unknown = null,
): Promise<Answer<T>> {
  const why = stopped(parts, null);
  if (why !== null) return unknown(why.code, why);
  const arrival = await parts.travel.ask(operation, asked, run);
  const { evidence } = arrival;
  return arrival.kind === 'Answered'
    ? { kind: 'Told', value: arrival.value, evidence }
    : { kind: 'NoInformation', detail: arrival.kind, notSent: null, evidence };
}

/** Not found is told only of what can't have been forgotten. */
async function find(parts: AccountParts, order: OrderRef): Promise<Answer<OrderReport | null>> {
  const { matching, instruments } = parts;
  if (!instruments.includes(order.instrument)) {
    const why = unlisted(order.instrument);
    return unknown(why.code, why);
  }
  const answer = await ask(parts, 'order.find', () => matching.find(order.clOrdId), order);
  if (answer.kind === 'NoInformation' || answer.value !== null) return answer;
  return since(parts, 'orders', order.sentAt) ?? answer;
}

/** Null where all since then is still kept. */
function since(
  { matching }: AccountParts,
  what: 'orders' | 'fills',
  from: UtcTime,
): Answer<never> | null {
  const until = matching.records.forgotten[what];
  return until === null || from > until ? null : unknown(`${what} until ${until} are not kept`);
}

async function closedOrders(
  parts: AccountParts,
  from: UtcTime,
): Promise<Answer<readonly OrderReport[]>> {
  const run = () => parts.matching.records.ended(from).map(reportOf);
  const answer = await ask(parts, 'orders.closed', run, { since: from });
  return since(parts, 'orders', from) ?? answer;
}

async function fills(parts: AccountParts, from: UtcTime): Promise<Answer<readonly VenueFill[]>> {
  const run = () => parts.matching.records.fills(from);
  const answer = await ask(parts, 'fills', run, { since: from });
  return since(parts, 'fills', from) ?? answer;
}

function subscribe(
  { listeners, travel }: AccountParts,
  onReport: (report: Report) => void,
): Subscription {
  const listener = (report: Report) => {
    if (listeners.has(listener)) onReport(report);
  };
  listeners.add(listener);
  travel.tell(() => listener({ kind: 'Live' }));
  return {
    async close() {
      listeners.delete(listener);
    },
  };
}
