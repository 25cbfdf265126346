/**
 * What Kraken's answer to an act proves. Its API answers HTTP 200 and says what is wrong in `error`,
 * a list of texts; only texts on these lists prove that nothing happened. Everything else is
 * unconfirmed: other statuses (a gateway speaks there, not the API), bodies that are no JSON, every
 * `EService` that means time or load, `EGeneral:Internal error`, and texts never seen before.
 *
 * Source: docs.kraken.com, guides "Error messages" and "Spot REST rate limits".
 */
import type { Result } from '@ultrathink/domain/kernel';
import type { Malformed } from '../common/reading.ts';
import type { Outcome, RejectReason } from '../contract/answer.ts';
import type { LineResult } from '../line/index.ts';
import { type Envelope, readEnvelope } from './envelope.ts';

/** What an act asked for: an order that is not known is an answer to some of them alone. */
export type Act = 'Place' | 'Cancel' | 'Amend' | 'CancelAll' | 'DeadManSwitch';

export type Verdict =
  | { readonly kind: 'Done'; readonly result: unknown }
  | {
      readonly kind: 'RejectedProven';
      readonly reason: RejectReason;
      readonly code: string;
      readonly text: string;
    }
  | { readonly kind: 'Refused'; readonly retryAfterMs: number; readonly reason: PauseReason | null }
  | { readonly kind: 'Exists' }
  | { readonly kind: 'Unconfirmed'; readonly detail: string };

/** Why the whole key pauses; null where one pair alone is asked too often. */
export type PauseReason = 'RateLimited' | 'Banned';

interface Proof {
  /** The whole text, or its beginning up to a colon. */
  readonly text: string;
  readonly reason: RejectReason;
  readonly acts?: readonly Act[];
}

const NEW: readonly Act[] = ['Place', 'Amend'];
const KNOWN: readonly Act[] = ['Cancel', 'Amend', 'CancelAll'];

/** The first that fits counts: the finer stands before the coarser. */
const PROOFS: readonly Proof[] = [
  { text: 'EAPI:Invalid key', reason: 'KeyNotAllowed' },
  { text: 'EAPI:Invalid signature', reason: 'KeyNotAllowed' },
  // A request that another one has overtaken: it was looked at, and thrown away.
  { text: 'EAPI:Invalid nonce', reason: 'ClockDiffers' },
  { text: 'EGeneral:Permission denied', reason: 'KeyNotAllowed' },
  { text: 'EAccount:Invalid permissions', reason: 'KeyNotAllowed' },
  { text: 'EAuth:Account temporary disabled', reason: 'KeyNotAllowed' },
  { text: 'EAuth:Account unconfirmed', reason: 'KeyNotAllowed' },
  { text: 'ETrade:User Locked', reason: 'KeyNotAllowed' },
  // A deadline that is not 2 to 60 s ahead of the venue's own now.
  { text: 'EGeneral:Invalid arguments:deadline', reason: 'ClockDiffers', acts: NEW },
  { text: 'EGeneral:Invalid arguments:volume minimum not met', reason: 'BelowMinimum', acts: NEW },
  { text: 'EGeneral:Invalid arguments:ordertype', reason: 'UnsupportedType', acts: NEW },
  { text: 'EGeneral:Invalid arguments:timeinforce', reason: 'UnsupportedType', acts: NEW },
  { text: 'EGeneral:Invalid arguments:volume', reason: 'BadPrecision', acts: NEW },
  { text: 'EGeneral:Invalid arguments:price', reason: 'BadPrecision', acts: NEW },
  { text: 'EGeneral:Invalid arguments', reason: 'Malformed' },
  { text: 'EQuery:Unknown asset pair', reason: 'UnknownSymbol' },
  { text: 'EQuery:Invalid asset pair', reason: 'UnknownSymbol' },
  { text: 'EOrder:Insufficient funds', reason: 'InsufficientFunds', acts: NEW },
  { text: 'EOrder:Insufficient margin', reason: 'InsufficientFunds', acts: NEW },
  { text: 'EOrder:Margin allowance exceeded', reason: 'InsufficientFunds', acts: NEW },
  { text: 'EOrder:Margin level too low', reason: 'InsufficientFunds', acts: NEW },
  { text: 'EOrder:Margin position size exceeded', reason: 'AboveMaximum', acts: NEW },
  { text: 'EOrder:Cannot open position', reason: 'KeyNotAllowed', acts: NEW },
  { text: 'EOrder:Cannot open opposing position', reason: 'KeyNotAllowed', acts: NEW },
  { text: 'EOrder:Order minimum not met', reason: 'BelowMinimum', acts: NEW },
  { text: 'EOrder:Cost minimum not met', reason: 'BelowMinimum', acts: NEW },
  { text: 'EOrder:Tick size check failed', reason: 'BadPrecision', acts: NEW },
  { text: 'EOrder:Invalid price', reason: 'PriceOutOfBand', acts: NEW },
  { text: 'EOrder:Post only order', reason: 'WouldTake', acts: NEW },
  { text: 'EOrder:Orders limit exceeded', reason: 'TooManyOrders', acts: NEW },
  { text: 'EOrder:Positions limit exceeded', reason: 'TooManyOrders', acts: NEW },
  { text: 'EOrder:Scheduled orders limit exceeded', reason: 'TooManyOrders', acts: NEW },
  { text: 'EOrder:Reduce only', reason: 'Other', acts: NEW },
  { text: 'EBM:limit exceeded', reason: 'AboveMaximum', acts: NEW },
  { text: 'EOrder:Unknown order', reason: 'UnknownOrder', acts: KNOWN },
  // The one service error that is about the market and not about the service: it names the state in
  // which the request is not taken.
  { text: 'EService:Market in cancel_only mode', reason: 'MarketClosed', acts: NEW },
  { text: 'EService:Market in post_only mode', reason: 'MarketClosed', acts: NEW },
];

interface Limit {
  readonly text: string;
  readonly retryAfterMs: number;
  readonly reason: PauseReason | null;
}

/** Requests that were not looked at, because there were too many. */
const LIMITS: readonly Limit[] = [
  // "Additional calls will be restricted for a few seconds (or possibly longer ...)".
  { text: 'EAPI:Rate limit exceeded', retryAfterMs: 5_000, reason: 'RateLimited' },
  { text: 'EAuth:Rate limit exceeded', retryAfterMs: 5_000, reason: 'RateLimited' },
  { text: 'EAuth:Too many requests', retryAfterMs: 5_000, reason: 'RateLimited' },
  { text: 'EGeneral:Too many requests', retryAfterMs: 5_000, reason: 'RateLimited' },
  // The matching engine counts each pair by itself: the others may go on.
  { text: 'EOrder:Rate limit exceeded', retryAfterMs: 2_000, reason: null },
  { text: 'EOrder:Domain rate limit exceeded', retryAfterMs: 2_000, reason: null },
  // "Too many sequential EAPI:Invalid key errors": some minutes.
  { text: 'EGeneral:Temporary lockout', retryAfterMs: 900_000, reason: 'Banned' },
];

/** The venue's own words for it are on none of its pages, so that any of these is taken for it. */
const DUPLICATE = /^EOrder:.*(?:duplicate|already (?:exists|in use))/i;

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const RETRY_DEFAULT_MS = 5_000;
const RETRY_MOST_SECONDS = 3_600;

export function verdictOf(act: Act, { status, headers, body }: Answered): Verdict {
  if (status === 429) {
    return { kind: 'Refused', retryAfterMs: retryAfterMs(headers), reason: 'RateLimited' };
  }
  if (status !== 200) return { kind: 'Unconfirmed', detail: `HTTP ${status}` };
  const read = readEnvelope(body);
  if (!read.ok) return { kind: 'Unconfirmed', detail: `HTTP 200, ${read.error.detail}` };
  return verdictOfEnvelope(act, read.value);
}

function verdictOfEnvelope(act: Act, { errors, result }: Envelope): Verdict {
  const [first] = errors;
  if (first === undefined) return { kind: 'Done', result };
  if (errors.some((text) => DUPLICATE.test(text))) return { kind: 'Exists' };
  const limits = errors.map(limitOf);
  const [limit] = limits;
  // With several errors each of them has to be a proof.
  if (limit !== undefined && limits.every((one) => one !== undefined)) {
    const { retryAfterMs: wait, reason } = limit;
    return { kind: 'Refused', retryAfterMs: wait, reason };
  }
  const proofs = errors.map((text) => proofOf(act, text));
  const [proof] = proofs;
  if (proof !== undefined && proofs.every((one) => one !== undefined)) {
    return { kind: 'RejectedProven', reason: proof.reason, code: codeOf(first), text: first };
  }
  return { kind: 'Unconfirmed', detail: errors.join(', ').slice(0, 300) };
}

/** What came of an act, where `read` makes of a good result what it says. */
export function outcomeOf<T>(
  act: Act,
  result: LineResult,
  read: (raw: unknown) => Result<T, Malformed>,
): Outcome<T> {
  if (result.kind === 'NotSent') return result;
  const { evidence } = result;
  if (result.kind === 'NoAnswer') return { kind: 'Unconfirmed', detail: result.fault, evidence };
  const verdict = verdictOf(act, result);
  if (verdict.kind === 'Refused') {
    return { kind: 'Refused', retryAfterMs: verdict.retryAfterMs, evidence };
  }
  if (verdict.kind !== 'Done') return { ...verdict, evidence };
  const done = read(verdict.result);
  return done.ok
    ? { kind: 'Accepted', value: done.value, evidence }
    : { kind: 'Unconfirmed', detail: `HTTP 200, ${done.error.detail}`, evidence };
}

const begins = (text: string, known: string): boolean =>
  text === known || text.startsWith(`${known}:`);

function limitOf(text: string): Limit | undefined {
  return LIMITS.find((limit) => begins(text, limit.text));
}

function proofOf(act: Act, text: string): Proof | undefined {
  return PROOFS.find(
    (proof) => begins(text, proof.text) && (proof.acts === undefined || proof.acts.includes(act)),
  );
}

/** `EOrder` of `EOrder:Insufficient funds`. */
const codeOf = (text: string): string => text.split(':', 1)[0] ?? text;

/** What a question's answer says about asking again; null where it says nothing. */
export function pauseOf({
  status,
  headers,
  body,
}: Answered): { readonly pauseMs: number; readonly reason: PauseReason } | null {
  if (status === 429) return { pauseMs: retryAfterMs(headers), reason: 'RateLimited' };
  const read = status === 200 ? readEnvelope(body) : null;
  if (read === null || !read.ok) return null;
  for (const text of read.value.errors) {
    const limit = limitOf(text);
    if (limit !== undefined && limit.reason !== null) {
      return { pauseMs: limit.retryAfterMs, reason: limit.reason };
    }
    if (begins(text, 'EService:Throttled')) {
      return { pauseMs: RETRY_DEFAULT_MS, reason: 'RateLimited' };
    }
  }
  return null;
}

/** Whether the venue says that it takes nothing for a while. */
export function isMaintenance(body: string): boolean {
  const read = readEnvelope(body);
  return read.ok && read.value.errors.some((text) => begins(text, 'EService:Unavailable'));
}

/** Its deadline had passed when it came, or was none by the venue's clock. */
export const doubtsTime = (body: string): boolean =>
  body.includes('"EService:Deadline elapsed') ||
  body.includes('"EGeneral:Invalid arguments:deadline');

function retryAfterMs(headers: Readonly<Record<string, string>>): number {
  const text = headers['retry-after'] ?? '';
  if (!/^\d{1,6}$/.test(text)) return RETRY_DEFAULT_MS;
  return Math.min(Number(text), RETRY_MOST_SECONDS) * 1000;
}
