/**
 * How a request without a proven outcome is resolved: ask, adopt what the venue has, prove that it
 * has nothing, or hand it to a human. Unknown is not No. A question that failed is no information,
 * "not found" alone proves nothing, and time by itself never ends anything but our own patience.
 *
 * A pure machine: `unconfirmed` begins it, `afterNews` takes what came, `nextStep` says what to do.
 * Times are milliseconds of one clock that never goes back, so a time of day that is set wrong moves
 * nothing. After a restart the restart stands for every earlier sending: later than true is safe.
 *
 * A replacement that the venue does by cancel-and-new is two of these: a cancel of the old order and
 * a new one, each resolved by itself.
 */
import { type Asset, add, type Decimal, equals, lessThan, ZERO } from '../kernel/index.ts';
import type { OrderReport, VenueFill } from './order.ts';
import { isEnded } from './order-status.ts';

/** How a venue proves that a request never took effect. */
export interface AbsenceRule {
  /**
   * A request that has not arrived this long after it was sent is refused by the venue itself
   * (recvWindow, deadline). Null where no such bound is told: absence is never proven there by
   * asking, and sending the same bytes again with the same id is safe instead.
   */
  readonly acceptanceMs: number | null;
  /** Added to `acceptanceMs`: the venue's own processing and its lagging readers. */
  readonly marginMs: number;
  /** The same id and bytes again give the order that is there instead of a second one. */
  readonly isResendSafe: boolean;
}

export interface ConfirmingRule {
  readonly absence: AbsenceRule;
  /** Between two questions of a kind, and two sendings; above zero. */
  readonly everyMs: number;
  /** After so long without an end, counted from the first sending, a human decides: T2. */
  readonly humanAfterMs: number;
  readonly mostResends: number;
}

export interface SentRequest {
  /** A cancel may be sent again on every venue: what is canceled twice is canceled once. */
  readonly request: 'New' | 'Cancel';
  readonly sentMs: number;
  /** The order's age limit: past it nothing is sent again. */
  readonly sendableUntilMs: number;
}

export type Question = 'Order' | 'Fills' | 'Balances';

export type OwnedTotals = ReadonlyMap<Asset, Decimal>;

/** What came, with when it was asked and when it was heard. */
export type News =
  /** An answer to `Order`, or what the venue's stream reports of it by itself. */
  | { readonly kind: 'Found'; readonly report: OrderReport; readonly askedMs: number }
  | { readonly kind: 'NotFound'; readonly askedMs: number }
  /** This order's alone; a whole answer since the first sending. */
  | { readonly kind: 'Fills'; readonly fills: readonly VenueFill[]; readonly askedMs: number }
  /** One of its fills, reported by itself. */
  | { readonly kind: 'Filled'; readonly fill: VenueFill }
  /** What is owned of the order's two assets, less what other orders' fills are known to have moved. */
  | {
      readonly kind: 'Balances';
      readonly totals: OwnedTotals;
      readonly askedMs: number;
    }
  /** No answer, or none that could be read: no information. */
  | { readonly kind: 'NoInformation' }
  /** The bytes left once more. What came back is told by itself, if it proves anything. */
  | { readonly kind: 'Resent' };

export type ConfirmingStep =
  | { readonly kind: 'Wait'; readonly untilMs: number }
  | { readonly kind: 'Ask'; readonly question: Question }
  | { readonly kind: 'Resend' }
  /** To be booked in this order: every fill, then the state of the report. */
  | {
      readonly kind: 'Adopt';
      readonly fills: readonly VenueFill[];
      readonly report: OrderReport;
    }
  /** It never was, and can't come any more: for New alone. */
  | { readonly kind: 'AbsentProven' }
  | { readonly kind: 'HandToHuman'; readonly afterMs: number };

export interface Unconfirmed {
  readonly sent: SentRequest;
  readonly firstSentMs: number;
  readonly lastSentMs: number;
  readonly resends: number;
  /** The newest that was found; never forgotten for a later "not found". */
  readonly report: OrderReport | null;
  readonly reportAskedMs: number;
  readonly fills: ReadonlyMap<string, VenueFill>;
  /** Nothing is asked or sent before then. */
  readonly notBeforeMs: number;
  /** How far the proof of absence is: the place in `PROOF` that is open. */
  readonly proven: number;
  /** When that place was opened: what was asked before says nothing for it. */
  readonly openedMs: number;
  readonly totals: OwnedTotals | null;
}

/**
 * What has to be answered in this order, each asked after the answer before it: not found twice,
 * with no fill, between two looks at the balances that are the same.
 */
const PROOF: readonly Question[] = ['Balances', 'Order', 'Fills', 'Order', 'Fills', 'Balances'];

export function unconfirmed(sent: SentRequest): Unconfirmed {
  return {
    sent,
    firstSentMs: sent.sentMs,
    lastSentMs: sent.sentMs,
    resends: 0,
    report: null,
    reportAskedMs: Number.NEGATIVE_INFINITY,
    fills: new Map(),
    notBeforeMs: sent.sentMs,
    proven: 0,
    openedMs: sent.sentMs,
    totals: null,
  };
}

export function afterNews(
  state: Unconfirmed,
  news: News,
  nowMs: number,
  rule: ConfirmingRule,
): Unconfirmed {
  const later = { ...state, notBeforeMs: Math.max(state.notBeforeMs, nowMs + rule.everyMs) };
  switch (news.kind) {
    case 'NoInformation':
      return later;
    case 'Resent':
      return startOver({ ...later, lastSentMs: nowMs, resends: state.resends + 1 }, nowMs);
    case 'Found': {
      const isNewer = news.askedMs >= state.reportAskedMs;
      const found = { report: news.report, reportAskedMs: news.askedMs };
      return isNewer ? { ...later, ...found } : later;
    }
    case 'Filled':
      return { ...state, fills: withFills(state.fills, [news.fill]) };
    case 'Fills': {
      const fills = withFills(state.fills, news.fills);
      return fills.size > 0 ? { ...later, fills } : answered(later, 'Fills', news, nowMs, rule);
    }
    case 'NotFound':
      return answered(later, 'Order', news, nowMs, rule);
    case 'Balances':
      return afterBalances(later, news, nowMs, rule);
  }
}

function withFills(known: Unconfirmed['fills'], fills: readonly VenueFill[]): Unconfirmed['fills'] {
  return new Map([...known, ...fills.map((fill) => [fill.execId, fill] as const)]);
}

const startOver = (state: Unconfirmed, nowMs: number): Unconfirmed => ({
  ...state,
  proven: 0,
  openedMs: nowMs,
  totals: null,
});

/** When a request can no longer arrive; never, where the venue tells no bound. */
function closedMs({ lastSentMs }: Unconfirmed, { absence }: ConfirmingRule): number {
  const { acceptanceMs, marginMs } = absence;
  return acceptanceMs === null ? Number.POSITIVE_INFINITY : lastSentMs + acceptanceMs + marginMs;
}

/** One place further, if this answers the open one and was asked late enough to count. */
function answered(
  state: Unconfirmed,
  question: Question,
  { askedMs }: { readonly askedMs: number },
  nowMs: number,
  rule: ConfirmingRule,
): Unconfirmed {
  const counts =
    PROOF[state.proven] === question &&
    askedMs >= state.openedMs &&
    askedMs >= closedMs(state, rule);
  if (!counts) return state;
  const proven = state.proven + 1;
  // Between the two rounds some time has to pass; within one, the next question may follow at once.
  const notBeforeMs = proven === SECOND_ROUND ? nowMs + rule.everyMs : nowMs;
  return { ...state, proven, openedMs: notBeforeMs, notBeforeMs };
}

const SECOND_ROUND = 3;

function afterBalances(
  state: Unconfirmed,
  news: Extract<News, { kind: 'Balances' }>,
  nowMs: number,
  rule: ConfirmingRule,
): Unconfirmed {
  const next = answered(state, 'Balances', news, nowMs, rule);
  if (next === state) return state;
  if (state.totals === null) return { ...next, totals: news.totals };
  // Something moved that no known fill explains: what was not found may yet have traded.
  return areEqual(state.totals, news.totals) ? next : startOver(state, nowMs);
}

function areEqual(a: OwnedTotals, b: OwnedTotals): boolean {
  const assets = new Set([...a.keys(), ...b.keys()]);
  return [...assets].every((asset) => equals(a.get(asset) ?? ZERO, b.get(asset) ?? ZERO));
}

/** What to do now. After `Ask` or `Resend`, its news comes before this is asked again. */
export function nextStep(state: Unconfirmed, rule: ConfirmingRule, nowMs: number): ConfirmingStep {
  const { sent, report } = state;
  if (report !== null && isAnswer(state, report) && hasFillsOf(state, report)) {
    return { kind: 'Adopt', fills: [...state.fills.values()], report };
  }
  if (isAbsent(state)) return { kind: 'AbsentProven' };
  const humanMs = state.firstSentMs + rule.humanAfterMs;
  if (nowMs >= humanMs) return { kind: 'HandToHuman', afterMs: nowMs - state.firstSentMs };
  if (nowMs < state.notBeforeMs) {
    return { kind: 'Wait', untilMs: Math.min(state.notBeforeMs, humanMs) };
  }
  if (report !== null && !hasFillsOf(state, report)) return { kind: 'Ask', question: 'Fills' };
  if (maySendAgain(state, rule, nowMs)) return { kind: 'Resend' };
  // Before its time has passed only a find would help; so it is after something was seen of it.
  const isProving = sent.request === 'New' && !isSeen(state) && nowMs >= closedMs(state, rule);
  return { kind: 'Ask', question: isProving ? (PROOF[state.proven] ?? 'Order') : 'Order' };
}

const isSeen = ({ report, fills }: Unconfirmed) => report !== null || fills.size > 0;

function isAbsent(state: Unconfirmed): boolean {
  return state.sent.request === 'New' && !isSeen(state) && state.proven >= PROOF.length;
}

/** That an order still works tells a new one's outcome, and of a cancel that it did nothing so far. */
function isAnswer({ sent }: Unconfirmed, { ordStatus }: OrderReport): boolean {
  return sent.request === 'New' || isEnded(ordStatus);
}

function hasFillsOf({ fills }: Unconfirmed, { cumQty }: OrderReport): boolean {
  const traded = [...fills.values()].reduce<Decimal>((all, fill) => add(all, fill.lastQty), ZERO);
  return !lessThan(traded, cumQty);
}

/**
 * A new order where the venue knows it by its id, and nothing was seen of it; a cancel once the order
 * was seen to work on, and asked for again in between.
 */
function maySendAgain(
  { sent, report, reportAskedMs, lastSentMs, resends, fills }: Unconfirmed,
  { absence, mostResends }: ConfirmingRule,
  nowMs: number,
): boolean {
  if (resends >= mostResends || nowMs >= sent.sendableUntilMs) return false;
  if (sent.request === 'Cancel') return report !== null && reportAskedMs > lastSentMs;
  return absence.isResendSafe && report === null && fills.size === 0;
}
