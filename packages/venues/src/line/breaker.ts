/**
 * The breaker of one key. It opens by what the venue says (a pause) or by faults in a row, and tells
 * two kinds of open apart, because what may still leave differs:
 *
 * - RateLimited, Banned: nothing at all, cancels neither. The venue does not look at the request,
 *   and each further one makes the ban longer (Binance: from 2 minutes up to 3 days).
 * - Maintenance, Faults: cancels go through. A kill switch must be tried when the venue stumbles,
 *   and a cancel that arrives twice does no harm. New orders and questions are refused.
 *
 * When its time is over a rate limit just ends. The others are half open: one question is let
 * through and decides; no order is ever the probe.
 */
import type { Lane } from '../contract/operations.ts';

export type PauseReason = 'RateLimited' | 'Banned' | 'Maintenance';

export interface Opening {
  readonly reason: PauseReason | 'Faults';
  readonly untilMs: number;
}

export type Admission =
  | { readonly kind: 'Go'; readonly isProbe: boolean }
  | { readonly kind: 'Refused'; readonly opening: Opening };

export interface Breaker {
  /** `isStarting` makes it the probe if it is one; without it, it is only asked. */
  admit(lane: Lane, nowMs: number, isStarting: boolean): Admission;
  pause(reason: PauseReason, untilMs: number): void;
  /**
   * An exchange ended. A fault is: no connection, no answer, or a status of 500 and above. Neutral
   * is what was not sent for reasons of ours.
   */
  ended(how: 'Good' | 'Fault' | 'Neutral', isProbe: boolean, nowMs: number): void;
  /** Null when it is closed; half open when `untilMs` has passed. */
  opening(nowMs: number): Opening | null;
}

export function createBreaker(faultsToOpen: number, openMs: number): Breaker {
  let shut: Opening | null = null;
  let ajar: Opening | null = null;
  let isProbing = false;
  let faults = 0;
  const opening = (nowMs: number) => {
    if (shut !== null && shut.untilMs <= nowMs) {
      if (shut.reason === 'Banned') ajar ??= shut;
      shut = null;
    }
    return shut ?? ajar;
  };
  return {
    opening,
    admit(lane, nowMs, isStarting) {
      const open = opening(nowMs);
      if (open === null) return { kind: 'Go', isProbe: false };
      if (shut !== null) return { kind: 'Refused', opening: open };
      if (lane === 'Cancel') return { kind: 'Go', isProbe: false };
      const mayProbe = lane === 'Query' && open.untilMs <= nowMs && !isProbing;
      if (!mayProbe) return { kind: 'Refused', opening: open };
      isProbing = isStarting;
      return { kind: 'Go', isProbe: true };
    },
    pause(reason, untilMs) {
      if (reason === 'Maintenance') ajar = later(ajar, { reason, untilMs });
      else shut = later(shut, { reason, untilMs });
    },
    ended(how, isProbe, nowMs) {
      if (isProbe) isProbing = false;
      if (how === 'Neutral') return;
      const isOver = ajar !== null && ajar.untilMs <= nowMs;
      if (how === 'Good') {
        faults = 0;
        if (isOver || ajar?.reason === 'Faults') ajar = null;
        return;
      }
      faults += 1;
      if (isOver || (ajar === null && faults >= faultsToOpen)) {
        ajar = { reason: 'Faults', untilMs: nowMs + openMs };
      }
    },
  };
}

function later(a: Opening | null, b: Opening): Opening {
  return a !== null && a.untilMs > b.untilMs ? a : b;
}
