/** One WebSocket that stays open, and says when it did not. */
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import type { StreamDown, StreamHealth } from './health.ts';
import type { Timers } from './timers.ts';

export interface StreamOptions {
  /** For pages and errors: 'kraken/book'. */
  readonly name: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 to below 1: the jitter of reconnects. */
  readonly random: () => number;
  /** Asked before each attempt, as a token or listen key may be spent; what it throws is `NoUrl`. */
  readonly url: () => Promise<string>;
  /** Open again: subscribe. `send` belongs to this connection alone and does nothing after it. */
  readonly onOpen: (send: (text: string) => void) => void;
  readonly onText: (text: string, receivedAt: UtcTime) => void;
  /**
   * Once for every connection that was open, and for every attempt that failed: whatever was kept
   * from it is lost. Not called by `close()`.
   */
  readonly onDown: (reason: StreamDown) => void;
  /** Nothing heard for so long: it is cut and opened again. */
  readonly silenceMs: number;
  /** What counts as heard: any frame, pongs too (default), or text alone. */
  readonly heard?: 'Frames' | 'Texts';
  /** What we send so that the other side answers: a ping frame, or this text. */
  readonly ping?: { readonly everyMs: number; readonly text: string | null };
  /** Messages per second that we may send; more wait their turn, at most 1,000 of them. */
  readonly sendsPerSecond: number;
  /** A larger message cuts the connection. 8 MiB. */
  readonly maxMessageBytes?: number;
  readonly connectTimeoutMs?: number;
  /** Full jitter: a random part of first x 2^n, at most `mostMs`. 250 ms to 30 s. */
  readonly backoff?: { readonly firstMs: number; readonly mostMs: number };
}

export interface Stream {
  /** False when it is not open or too much waits; nothing is kept for a later connection. */
  send(text: string): boolean;
  /** A sequence gap was found; counted for pages. */
  noteGap(): void;
  /** Cuts and opens again at once: after a sequence gap that only a new subscription mends. */
  restart(detail: string): void;
  /** For good; nothing is called after it was called. */
  close(): Promise<void>;
  health(): StreamHealth;
}
