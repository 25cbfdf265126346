/** What an adapter proved, in the words of the core. */
import type { SendOutcome } from '@ultrathink/domain/engine/core';
import type { OrderReport } from '@ultrathink/domain/trading';
import type { Evidence, NotSentReason, Outcome, Placed } from '@ultrathink/venues';

export function outcomeOfPlacing(outcome: Outcome<Placed>): SendOutcome {
  if (outcome.kind !== 'Accepted') return otherOutcome(outcome);
  const { orderId, report, fills } = outcome.value;
  return { kind: 'Accepted', orderId, report, fills };
}

export function outcomeOfCancel(outcome: Outcome<OrderReport | null>): SendOutcome {
  if (outcome.kind !== 'Accepted') return otherOutcome(outcome);
  const report = outcome.value;
  return { kind: 'Accepted', orderId: report?.orderId ?? null, report, fills: [] };
}

/** What an adapter must never do, done all the same: nothing is known of the request. */
export function outcomeOfThrow(error: unknown): SendOutcome {
  const detail = error instanceof Error ? error.message : String(error);
  return { kind: 'Unconfirmed', detail: `The adapter threw: ${detail}`.slice(0, 300) };
}

export const notSent = (code: string, detail: string): SendOutcome => ({
  kind: 'NotSent',
  code,
  detail,
});

function otherOutcome(outcome: Exclude<Outcome<unknown>, { kind: 'Accepted' }>): SendOutcome {
  switch (outcome.kind) {
    case 'NotSent':
      return notSent(outcome.why.code, detailOf(outcome.why));
    case 'RejectedProven':
      return {
        kind: 'RejectedProven',
        reason: outcome.reason,
        code: outcome.code,
        text: outcome.text,
      };
    case 'Refused':
      return { kind: 'Refused', retryAfterMs: outcome.retryAfterMs };
    case 'Exists':
      return { kind: 'Exists' };
    case 'Unconfirmed':
      return { kind: 'Unconfirmed', detail: outcome.detail };
  }
}

function detailOf(why: NotSentReason): string {
  switch (why.code) {
    case 'NoHeadroom':
      return `waited ${Math.round(why.waitedMs)} ms`;
    case 'TooLate':
      return `not after ${why.deadline}`;
    case 'CircuitOpen':
      return `${why.reason} until ${why.until}`;
    case 'VenueClosed':
      return why.reason;
    case 'NoLongerWanted':
      return 'It was taken back while it waited for its turn.';
    default:
      return why.detail;
  }
}

/** Null where no byte left. */
export const evidenceOf = (outcome: Outcome<unknown> | null): Evidence | null =>
  outcome === null || outcome.kind === 'NotSent' ? null : outcome.evidence;
