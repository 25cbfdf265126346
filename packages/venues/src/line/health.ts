/** What pages show of a line and a stream: snapshots, cheap to keep. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { Operation } from '../contract/operations.ts';

export interface LineHealth {
  readonly name: string;
  readonly latencies: Readonly<Partial<Record<Operation, LatencySummary>>>;
  readonly budgets: Readonly<Record<string, Headroom>>;
  readonly breaker: BreakerSummary;
  readonly waiting: number;
  readonly inFlight: number;
  readonly counts: {
    readonly answered: number;
    readonly notSent: number;
    readonly noAnswer: number;
  };
  /** Newest first, at most 20. */
  readonly lastFaults: readonly { readonly at: UtcTime; readonly text: string }[];
}

export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
}

export interface Headroom {
  readonly capacity: number;
  readonly left: number;
}

export interface BreakerSummary {
  readonly state: 'Closed' | 'Open' | 'HalfOpen';
  readonly reason: string | null;
  readonly until: UtcTime | null;
}

export interface StreamHealth {
  readonly name: string;
  readonly state: 'Connecting' | 'Open' | 'Waiting' | 'Closed';
  readonly openedAt: UtcTime | null;
  readonly lastHeardAt: UtcTime | null;
  /** Attempts after the first. */
  readonly reconnects: number;
  readonly gaps: number;
  readonly messages: number;
  readonly lastDown: { readonly at: UtcTime; readonly reason: StreamDown } | null;
}

/** Why a stream ended; every one but `Closed` is followed by a new attempt. */
export type StreamDown =
  | { readonly code: 'Refused'; readonly detail: string }
  | { readonly code: 'ConnectTimeout' }
  | { readonly code: 'Silent'; readonly silenceMs: number }
  | { readonly code: 'Cut'; readonly closeCode: number; readonly detail: string }
  | { readonly code: 'TooLarge'; readonly detail: string }
  /** A frame that is no text, or breaks the protocol. */
  | { readonly code: 'Garbage'; readonly detail: string }
  | { readonly code: 'Restarted'; readonly detail: string }
  | { readonly code: 'NoUrl'; readonly detail: string };
