/**
 * What Coinbase's answer to an act proves. The API answers HTTP 200 and says in `success` whether the
 * order was taken; only reasons on these lists prove that it was not. Everything else is unconfirmed:
 * UNKNOWN_FAILURE_REASON, other statuses, a body of another shape.
 *
 * Source: docs.cdp.coinbase.com, Advanced Trade API, "Create Order", "Edit Order" and "Cancel Orders"
 * (the lists of failure reasons) and "Rate limiting". A preview that fails means that nothing went on
 * to the matching engine; its reasons are those of an order with `PREVIEW_` in front.
 */
import type { Result } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { type Malformed, readTextAs } from '../common/reading.ts';
import type { Outcome, RejectReason } from '../contract/answer.ts';
import type { LineResult } from '../line/index.ts';
import {
  CANCEL_REASONS,
  DUPLICATE,
  EDIT_REASONS,
  EQUAL,
  NEW_ORDER_REASONS,
  type Reasons,
} from './failure-reasons.ts';

/** What proves that an act was not done, or leaves it open. */
export type Failure =
  | {
      readonly kind: 'RejectedProven';
      readonly reason: RejectReason;
      readonly code: string;
      readonly text: string;
    }
  | { readonly kind: 'Exists' }
  | { readonly kind: 'Unconfirmed'; readonly detail: string };

type Verdict =
  | Failure
  | { readonly kind: 'Done' }
  | { readonly kind: 'Refused'; readonly retryAfterMs: number };

interface Code {
  readonly status: number;
  readonly code: string;
  readonly reason: RejectReason;
}

/** Codes of the API itself, each under its own status: from anything before it they prove nothing. */
export const API_CODES: readonly Code[] = [
  { status: 400, code: 'INVALID_ARGUMENT', reason: 'Malformed' },
  { status: 401, code: 'UNAUTHORIZED', reason: 'KeyNotAllowed' },
  { status: 401, code: 'Unauthorized', reason: 'KeyNotAllowed' },
  { status: 401, code: 'authentication_error', reason: 'KeyNotAllowed' },
  { status: 403, code: 'PERMISSION_DENIED', reason: 'KeyNotAllowed' },
];

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface VenueError {
  readonly code: string;
  readonly text: string;
}

const apiError = z.object({
  error: z.string(),
  message: z.string().default(''),
  error_details: z.string().default(''),
});

const listedErrors = z.object({
  errors: z.array(z.object({ id: z.string(), message: z.string().default('') })).min(1),
});

/** Either form that the API's errors have; of a bad key it says one word that is no JSON. */
export function readError(body: string): VenueError | null {
  const one = readTextAs(apiError, body);
  if (one.ok) {
    const { error, message, error_details: details } = one.value;
    return { code: error, text: message === '' ? details : message };
  }
  const many = readTextAs(listedErrors, body);
  const [first] = many.ok ? many.value.errors : [];
  if (first !== undefined) return { code: first.id, text: first.message };
  return body.trim() === 'Unauthorized' ? { code: 'Unauthorized', text: 'Unauthorized' } : null;
}

const RETRY_DEFAULT_MS = 1_000;
const RETRY_MOST_SECONDS = 3_600;

export function retryAfterMs(headers: Answered['headers']): number {
  const text = headers['retry-after'] ?? '';
  if (!/^\d{1,6}$/.test(text)) return RETRY_DEFAULT_MS;
  return Math.min(Number(text), RETRY_MOST_SECONDS) * 1000;
}

/** What the status alone decides; `Done` means that the body is to be read. */
export function verdictOf({ status, headers, body }: Answered): Verdict {
  if (status === 200) return { kind: 'Done' };
  if (status === 429) return { kind: 'Refused', retryAfterMs: retryAfterMs(headers) };
  const error = readError(body);
  if (error === null) return { kind: 'Unconfirmed', detail: `HTTP ${status} without a code` };
  const known = API_CODES.find((one) => one.status === status && one.code === error.code);
  if (known !== undefined) return { kind: 'RejectedProven', reason: known.reason, ...error };
  return { kind: 'Unconfirmed', detail: `HTTP ${status}, ${error.code} ${error.text}` };
}

/** UNKNOWN_CANCEL_ORDER says that it knows no such order; the others of its kind say nothing. */
const SAYS_NOTHING = /^(?:UNKNOWN_\w*FAILURE_REASON)?$/;

const isTold = (code: string | null | undefined): code is string =>
  typeof code === 'string' && !SAYS_NOTHING.test(code);

/** Each of the reasons has to be a proof, or none is. */
function verdictOfReasons(codes: readonly string[], reasons: Reasons, text: string): Failure {
  const [first] = codes;
  if (first === undefined) return { kind: 'Unconfirmed', detail: `no reason is told: ${text}` };
  const proofs = codes.map((code) => reasons.get(code.replace(/^PREVIEW_/, '')));
  const [reason] = proofs;
  if (reason !== undefined && proofs.every((proof) => proof !== undefined)) {
    return { kind: 'RejectedProven', reason, code: first, text: text === '' ? first : text };
  }
  return { kind: 'Unconfirmed', detail: `${codes.join(', ')} ${text}`.trim().slice(0, 300) };
}

const reasonText = z.string().nullish();

const failedOrder = z.object({
  success: z.literal(false),
  order_id: z.literal('').nullish(),
  failure_reason: reasonText,
  error_response: z.object({
    error: reasonText,
    message: z.string().nullish(),
    error_details: z.string().nullish(),
    preview_failure_reason: reasonText,
    new_order_failure_reason: reasonText,
  }),
});

/** `success: false` of a new order; null where the body is not that. */
export function orderFailure(raw: unknown): Failure | null {
  const read = failedOrder.safeParse(raw);
  if (!read.success) return null;
  const { failure_reason: reason, error_response: error } = read.data;
  const told = [
    error.preview_failure_reason,
    error.new_order_failure_reason,
    error.error,
    reason,
  ].filter(isTold);
  const codes = [...new Set(told)];
  if (codes.some((code) => code.replace(/^PREVIEW_/, '') === DUPLICATE)) return { kind: 'Exists' };
  const text = [error.message, error.error_details].find((words) => words !== '') ?? '';
  return verdictOfReasons(codes, NEW_ORDER_REASONS, text);
}

export interface CancelResult {
  readonly success: boolean;
  readonly failure_reason?: string | null | undefined;
}

/** Of one order in the answer to a cancel; null where it was taken. */
export function cancelFailure({ success, failure_reason: reason }: CancelResult): Failure | null {
  return success ? null : verdictOfReasons([reason].filter(isTold), CANCEL_REASONS, '');
}

const failedEdit = z.object({
  success: z.literal(false),
  errors: z.array(
    z.object({ edit_failure_reason: reasonText, preview_failure_reason: reasonText }),
  ),
});

/** `success: false` of an edit; null where the body is not that. */
export function editFailure(raw: unknown): Failure | null {
  const read = failedEdit.safeParse(raw);
  if (!read.success) return null;
  const codes = read.data.errors
    .flatMap((one) => [one.edit_failure_reason, one.preview_failure_reason])
    .filter(isTold);
  if (codes.includes(EQUAL)) return { kind: 'Exists' };
  const reasons = new Map([...NEW_ORDER_REASONS, ...EDIT_REASONS]);
  return verdictOfReasons([...new Set(codes)], reasons, '');
}

/** What a body of HTTP 200 says: that it was done, or why not. */
export type ActRead<T> = { readonly kind: 'Done'; readonly value: T } | Failure;

/** What came of an act, where `read` makes of a body under HTTP 200 what it says. */
export function outcomeOf<T>(
  result: LineResult,
  read: (body: string) => Result<ActRead<T>, Malformed>,
): Outcome<T> {
  if (result.kind === 'NotSent') return result;
  const { evidence } = result;
  if (result.kind === 'NoAnswer') return { kind: 'Unconfirmed', detail: result.fault, evidence };
  const verdict = verdictOf(result);
  if (verdict.kind !== 'Done') return { ...verdict, evidence };
  const said = read(result.body);
  if (!said.ok) return { kind: 'Unconfirmed', detail: `HTTP 200, ${said.error.detail}`, evidence };
  if (said.value.kind !== 'Done') return { ...said.value, evidence };
  return { kind: 'Accepted', value: said.value.value, evidence };
}
