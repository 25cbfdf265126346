/**
 * What is known of an order that was sent, and what is done about what is not. Pure.
 *
 * The first sending ends with the engine's decision, or with proof that nothing was done. After an
 * answer that did not come only a decision under the same key ends it: that a later question was not
 * sent proves nothing of the first.
 */
import type { ErrorCode } from '@ultrathink/api/client';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Decision } from '../model.ts';
import type { Sent } from './sent.ts';

export type Sending<S> =
  | { readonly kind: 'None' }
  /** Sent, and its answer is waited for. */
  | { readonly kind: 'Asking'; readonly sent: S; readonly isAgain: boolean }
  | Unknown<S>
  | Ended<S>;

/** No answer came: placed or not, nobody here knows. */
interface Unknown<S> {
  readonly kind: 'Unknown';
  readonly sent: S;
  readonly sentence: string;
}

/** It is known what became of it. */
export type Ended<S> =
  | { readonly kind: 'Placed'; readonly sent: S; readonly clOrdId: ClOrdId }
  /** Decided against: nothing was sent to a venue. */
  | { readonly kind: 'Refused'; readonly sent: S; readonly decision: Decision }
  /** Proof that nothing was done. */
  | {
      readonly kind: 'NotSent';
      readonly sent: S;
      readonly sentence: string;
      readonly quote: string;
    };

/** Without a proof either way. */
const UNKNOWN: ReadonlySet<ErrorCode> = new Set(['OutcomeUnknown', 'DatabaseAway', 'Fault']);
/** The engine's own word about the key: it would have been the same the first time. */
const BY_KEY: ReadonlySet<ErrorCode> = new Set(['InvalidInput', 'Conflict', 'NotFound']);

export function afterDecision<S extends object>(sent: S, decision: Decision): Ended<S> {
  return decision.verdict === 'Placed'
    ? { kind: 'Placed', sent: { ...sent, clOrdId: decision.clOrdId }, clOrdId: decision.clOrdId }
    : { kind: 'Refused', sent, decision };
}

export function afterFailure<S>(
  sent: S,
  isAgain: boolean,
  told: { readonly code: ErrorCode; readonly sentence: string; readonly quote: string },
): Ended<S> | Unknown<S> {
  const isProof = isAgain ? BY_KEY.has(told.code) : !UNKNOWN.has(told.code);
  const { sentence, quote } = told;
  return isProof ? { kind: 'NotSent', sent, sentence, quote } : { kind: 'Unknown', sent, sentence };
}

/** For so long after the click the ticket asks by itself; later a person decides, for prices move. */
export const ASKS_ITSELF_MS = 60_000;
const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 8_000;

/** When to ask again; null: not by itself any more. */
export function waitBefore(
  tries: number,
  sent: Pick<Sent<unknown>, 'atMs'>,
  nowMs: number,
): number | null {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** tries, MOST_WAIT_MS);
  return nowMs + wait - sent.atMs > ASKS_ITSELF_MS ? null : wait;
}
