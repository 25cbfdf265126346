/**
 * What Binance's answer to an act proves, by its HTTP status and its own code and words. Only codes on
 * these lists prove a refusal; everything else is unconfirmed.
 *
 * Sources: binance-spot-api-docs errors.md (codes, texts of -1013, -2010 and -2011) and rest-api.md
 * ("HTTP Return Codes": 5xx must not be treated as a failure, the execution status is unknown).
 */
import { err, type Result } from '@ultrathink/domain/kernel';
import type { OrderReport } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { type Malformed, malformed, readJson, readTextAs } from '../common/reading.ts';
import type { Evidence, Outcome, RejectReason } from '../contract/answer.ts';
import type { Placed, Replaced } from '../contract/execution-client.ts';
import type { LineResult } from '../line/index.ts';

export type Verdict =
  | { readonly kind: 'Done' }
  | {
      readonly kind: 'RejectedProven';
      readonly reason: RejectReason;
      readonly code: string;
      readonly text: string;
    }
  | { readonly kind: 'Refused'; readonly retryAfterMs: number }
  | { readonly kind: 'Exists' }
  | { readonly kind: 'Unconfirmed'; readonly detail: string };

type FailedVerdict = Exclude<Verdict, { readonly kind: 'Done' }>;

export interface VenueError {
  readonly code: number;
  readonly msg: string;
  readonly data?: unknown;
}

const errorBody: z.ZodType<VenueError> = z.object({
  code: z.int(),
  msg: z.string(),
  data: z.unknown().optional(),
});

export function readError(body: string): VenueError | null {
  const read = readTextAs(errorBody, body);
  return read.ok ? read.value : null;
}

/** Refused by the API before the matching engine: the code alone proves it. */
const CODES: ReadonlyMap<number, RejectReason> = new Map([
  [-1002, 'KeyNotAllowed'],
  [-1014, 'UnsupportedType'],
  [-1015, 'TooManyOrders'],
  [-1020, 'UnsupportedType'],
  [-1021, 'ClockDiffers'],
  [-1022, 'KeyNotAllowed'],
  [-1100, 'Malformed'],
  [-1101, 'Malformed'],
  [-1102, 'Malformed'],
  [-1103, 'Malformed'],
  [-1104, 'Malformed'],
  [-1105, 'Malformed'],
  [-1106, 'Malformed'],
  [-1108, 'Malformed'],
  [-1111, 'BadPrecision'],
  [-1112, 'WouldNotFill'],
  [-1114, 'UnsupportedType'],
  [-1115, 'UnsupportedType'],
  [-1116, 'UnsupportedType'],
  [-1117, 'Malformed'],
  [-1118, 'Malformed'],
  [-1119, 'Malformed'],
  [-1121, 'UnknownSymbol'],
  [-1128, 'Malformed'],
  [-1130, 'Malformed'],
  [-1131, 'Malformed'],
  [-2014, 'KeyNotAllowed'],
  [-2015, 'KeyNotAllowed'],
]);

/** -1013: "The request is rejected by the API", so every text of it is proof. */
const FILTERS: ReadonlyMap<string, RejectReason> = new Map([
  ['Filter failure: PRICE_FILTER', 'BadPrecision'],
  ['Filter failure: PERCENT_PRICE', 'PriceOutOfBand'],
  ['Filter failure: PERCENT_PRICE_BY_SIDE', 'PriceOutOfBand'],
  ['Filter failure: LOT_SIZE', 'BadPrecision'],
  ['Filter failure: MARKET_LOT_SIZE', 'BadPrecision'],
  ['Filter failure: MIN_NOTIONAL', 'BelowMinimum'],
  ['Filter failure: NOTIONAL', 'BelowMinimum'],
  ['Filter failure: MAX_POSITION', 'AboveMaximum'],
  ['Filter failure: MAX_NUM_ORDERS', 'TooManyOrders'],
  ['Filter failure: MAX_NUM_ALGO_ORDERS', 'TooManyOrders'],
  ['Filter failure: EXCHANGE_MAX_NUM_ORDERS', 'TooManyOrders'],
  ['Filter failure: EXCHANGE_MAX_NUM_ALGO_ORDERS', 'TooManyOrders'],
  ['Market is closed.', 'MarketClosed'],
]);

/** -2010 and -2011 come from the matching engine: only these words of it are known. */
const WORDS: ReadonlyMap<string, RejectReason> = new Map([
  ['Unknown order sent.', 'UnknownOrder'],
  ['Market is closed.', 'MarketClosed'],
  ['Account has insufficient balance for requested action.', 'InsufficientFunds'],
  ['Market orders are not supported for this symbol.', 'UnsupportedType'],
  ['Iceberg orders are not supported for this symbol.', 'UnsupportedType'],
  ['Stop loss orders are not supported for this symbol.', 'UnsupportedType'],
  ['Stop loss limit orders are not supported for this symbol.', 'UnsupportedType'],
  ['Take profit orders are not supported for this symbol.', 'UnsupportedType'],
  ['Take profit limit orders are not supported for this symbol.', 'UnsupportedType'],
  ['Order cancel-replace is not supported for this symbol.', 'UnsupportedType'],
  ['Unsupported order combination', 'UnsupportedType'],
  ['Price * QTY is zero or less.', 'BelowMinimum'],
  ['This action is disabled on this account.', 'KeyNotAllowed'],
  ['This account may not place or cancel orders.', 'KeyNotAllowed'],
  ['This symbol is not permitted for this account.', 'KeyNotAllowed'],
  ['This symbol is restricted for this account.', 'KeyNotAllowed'],
  ['Rest API trading is not enabled.', 'KeyNotAllowed'],
  ['Order would trigger immediately.', 'Other'],
  ['Stop price would trigger immediately.', 'Other'],
  ['Order would immediately match and take.', 'WouldTake'],
  ['Order was not canceled due to cancel restrictions.', 'Other'],
  ['Cancel order is invalid. Check origClOrdId and orderId.', 'Malformed'],
]);

const DUPLICATE = 'Duplicate order sent.';

const RETRY_DEFAULT_MS = 60_000;
const RETRY_MOST_SECONDS = 3 * 24 * 3600;

/** Bans last up to three days; without a readable header a minute is waited. */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number {
  const text = headers['retry-after'] ?? '';
  if (!/^\d{1,9}$/.test(text)) return RETRY_DEFAULT_MS;
  return Math.min(Number(text), RETRY_MOST_SECONDS) * 1000;
}

export const isRefusal = (status: number): boolean => status === 429 || status === 418;

/** Statuses under which a code is a statement of the API itself and not of something before it. */
const SPOKEN: ReadonlySet<number> = new Set([400, 401]);

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function verdictOf({ status, headers, body }: Answered): Verdict {
  if (status === 200) return { kind: 'Done' };
  if (isRefusal(status)) return { kind: 'Refused', retryAfterMs: retryAfterMs(headers) };
  const error = readError(body);
  if (error === null) return { kind: 'Unconfirmed', detail: `HTTP ${status} without a code` };
  if (!SPOKEN.has(status)) {
    return { kind: 'Unconfirmed', detail: `HTTP ${status}, ${error.code} ${error.msg}` };
  }
  return verdictOfCode(error);
}

/** The same for a leg of a cancel-replace, which has no status of its own. */
export function verdictOfCode({ code, msg }: VenueError): FailedVerdict {
  if (code === -2010 && msg === DUPLICATE) return { kind: 'Exists' };
  const reason = reasonOf(code, msg);
  return reason === undefined
    ? { kind: 'Unconfirmed', detail: `${code} ${msg}` }
    : { kind: 'RejectedProven', reason, code: String(code), text: msg };
}

function reasonOf(code: number, msg: string): RejectReason | undefined {
  if (code === -1013) return FILTERS.get(msg) ?? 'Other';
  if (code === -2010 || code === -2011) return WORDS.get(msg);
  return CODES.get(code);
}

/** Whether a code says that nothing of the request was looked at: for both legs of a replacement. */
export const isBeforeEngine = (code: string): boolean =>
  code === '-1013' || CODES.has(Number(code));

/** What came of an act, where `read` makes of a good body what it says. */
export function outcomeOf<T>(
  result: LineResult,
  read: (raw: unknown) => Result<T, Malformed>,
): Outcome<T> {
  if (result.kind === 'NotSent') return result;
  const { evidence } = result;
  if (result.kind === 'NoAnswer') return { kind: 'Unconfirmed', detail: result.fault, evidence };
  const verdict = verdictOf(result);
  if (verdict.kind !== 'Done') return { ...verdict, evidence };
  const raw = readJson(result.body);
  const done = raw.ok ? read(raw.value) : raw;
  return done.ok
    ? { kind: 'Accepted', value: done.value, evidence }
    : { kind: 'Unconfirmed', detail: `HTTP 200, ${done.error.detail}`, evidence };
}

const legs = z.object({
  cancelResult: z.enum(['SUCCESS', 'FAILURE']),
  newOrderResult: z.enum(['SUCCESS', 'FAILURE', 'NOT_ATTEMPTED']),
  cancelResponse: z.unknown(),
  newOrderResponse: z.unknown(),
});

/** Statuses of a cancel-replace under which its two legs are told: both, neither, or half. */
const TOLD: ReadonlySet<number> = new Set([200, 400, 409]);

export interface ReplaceReaders {
  readonly canceled: (raw: unknown) => Result<OrderReport, Malformed>;
  readonly placed: (raw: unknown) => Result<Placed, Malformed>;
}

/** A cancel-replace is two acts in one request, and each has an outcome of its own. */
export function replacedOf(result: LineResult, readers: ReplaceReaders): Replaced {
  if (result.kind === 'Answered' && TOLD.has(result.status)) {
    const raw = readJson(result.body);
    const body = raw.ok ? (raw.value as { data?: unknown } | null) : null;
    const told = legs.safeParse(result.status === 200 ? body : body?.data);
    if (told.success) return legsOf(told.data, readers, result.evidence);
  }
  const whole = outcomeOf<never>(result, () => err(malformed('its legs are not told')));
  // A word of the matching engine says nothing of which leg it means.
  const isProof = whole.kind !== 'RejectedProven' || isBeforeEngine(whole.code);
  if (isProof && whole.kind !== 'Exists') return { canceled: whole, placed: whole };
  const detail = whole.kind === 'RejectedProven' ? `${whole.code} ${whole.text}` : whole.kind;
  const unknown = { kind: 'Unconfirmed', detail, evidence: whole.evidence } as const;
  return { canceled: unknown, placed: unknown };
}

function legsOf(told: z.infer<typeof legs>, readers: ReplaceReaders, evidence: Evidence): Replaced {
  const canceled = legOf(told.cancelResult, told.cancelResponse, readers.canceled, evidence);
  const placed =
    told.newOrderResult === 'NOT_ATTEMPTED'
      ? null
      : legOf(told.newOrderResult, told.newOrderResponse, readers.placed, evidence);
  return { canceled, placed };
}

function legOf<T>(
  result: 'SUCCESS' | 'FAILURE',
  response: unknown,
  read: (raw: unknown) => Result<T, Malformed>,
  evidence: Evidence,
): Outcome<T> {
  if (result === 'SUCCESS') {
    const done = read(response);
    if (done.ok) return { kind: 'Accepted', value: done.value, evidence };
    return { kind: 'Unconfirmed', detail: done.error.detail, evidence };
  }
  const error = errorBody.safeParse(response);
  if (error.success) return { ...verdictOfCode(error.data), evidence };
  return { kind: 'Unconfirmed', detail: 'a leg failed without a code', evidence };
}
