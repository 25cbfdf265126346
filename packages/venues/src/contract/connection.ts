/** How an adapter is started, the same for every venue, and what it gives. */
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { AddressBudget, LineHealth, StreamHealth, Timers } from '../line/index.ts';
import type { Answer, Evidence } from './answer.ts';
import type { ExecutionClient } from './execution-client.ts';
import type { InstrumentList, MarketDataClient } from './market-data-client.ts';
import type { Operation } from './operations.ts';

export interface Credentials {
  readonly key: string;
  readonly secret: string;
  /** Where a venue asks for one. */
  readonly passphrase?: string;
}

/** The venue itself, its own test network, or one origin that speaks for it: `http://host/binance`. */
export type Network = 'Production' | 'Test' | { readonly origin: string };

/** Durations; each adapter states what it takes where one is absent. */
export interface ConnectionLimits {
  /** How long an act's answer is waited for; longer than the venue's own limit. */
  readonly actMs: number;
  readonly questionMs: number;
  /** A request that arrives later than this is refused by the venue, where it can say so. */
  readonly acceptanceMs: number;
  /** A stream that says nothing for so long is cut and opened again. */
  readonly silenceMs: number;
  /** Between two looks at what may be traded, and two measurements of the venue's clock. */
  readonly refreshMs: number;
  /** Rows asked for at once; never more than the venue gives. */
  readonly pageRows: number;
}

export interface VenueSetup {
  /** For health pages: 'binance/main'. Never a secret. */
  readonly name: string;
  /** Null for market data alone. */
  readonly credentials: Credentials | null;
  readonly network: Network;
  /** What this account trades: some venues tell fills and closed orders by instrument alone. */
  readonly instruments: readonly InstrumentId[];
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 to below 1: jitter. */
  readonly random: () => number;
  /** Shared by all keys that use this machine's address; one of its own where absent. */
  readonly address?: AddressBudget;
  readonly onEvidence?: (evidence: Evidence) => void;
  readonly onLatency?: (operation: Operation, durationMs: number) => void;
  /** This machine's time of day was set, by so much; what is sent keeps the venue's time. */
  readonly onClockJump?: (byMs: number) => void;
  readonly limits?: Partial<ConnectionLimits>;
}

export interface VenueConnection {
  readonly market: MarketDataClient;
  /** Null without credentials. */
  readonly execution: ExecutionClient | null;
  /** Looks again at what may be traded, and measures the venue's clock. */
  refresh(): Promise<Answer<InstrumentList>>;
  health(): ConnectionHealth;
  close(): Promise<void>;
}

export interface ConnectionHealth {
  readonly lines: readonly LineHealth[];
  readonly streams: readonly StreamHealth[];
  /** Venue's clock minus ours, and how sure: half the round trip. Null until measured. */
  readonly clockOffset: { readonly ms: number; readonly uncertaintyMs: number } | null;
  /** When the list of instruments was last read; null until it was. */
  readonly instrumentsAt: UtcTime | null;
}
