/** What a line is made of. Figures come from the venue's own pages and are stated by its adapter. */
import type { Clock } from '@ultrathink/domain/kernel';
import type { Evidence } from '../contract/answer.ts';
import type { Operation } from '../contract/operations.ts';
import type { AddressBudget, BudgetRules } from './budget.ts';
import type { LineHealth } from './health.ts';
import type { Line } from './line.ts';
import type { Timers } from './timers.ts';

export interface LineSetup {
  /** For pages and errors: 'kraken/main'. Never a secret. */
  readonly name: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The only places a request of this key may go to: 'https://api.kraken.com'. At most 8. */
  readonly origins: readonly string[];
  /** The budgets of this key, by the names that `LineRequest.cost` uses. */
  readonly budgets: BudgetRules;
  /** The budgets of this machine's address at the venue, shared by all lines from it. */
  readonly address?: AddressBudget;
  /** At once; 1 where nonces have to arrive in order. */
  readonly mostInFlight: number;
  readonly secrets: Secrets;
  readonly onEvidence?: (evidence: Evidence) => void;
  /** From the first byte out to the last byte in, for every request that was answered. */
  readonly onLatency?: (operation: Operation, durationMs: number) => void;
  /** The breaker is half open: ask the cheapest question of this key, which decides. */
  readonly onHalfOpen?: () => void;
  readonly limits?: Partial<LineLimits>;
}

/** What never appears in evidence. Names are compared without regard to case. */
export interface Secrets {
  readonly headers: readonly string[];
  /** In the query and in a form or JSON body, at any depth. */
  readonly parameters: readonly string[];
  /** The secrets themselves: masked wherever they stand, in whatever came back too. */
  readonly values: readonly string[];
}

export interface LineLimits {
  /** A larger answer is `TooLarge`. 32 MiB. */
  readonly responseBytes: number;
  /** Of each body kept as evidence. 16 KiB. */
  readonly evidenceChars: number;
  /** Waiting for their turn, per lane; one more is `NoHeadroom` at once. 256. */
  readonly queued: number;
  /** Nothing waits longer for its turn, whatever its `notAfter` says. 30 s. */
  readonly waitMs: number;
  /** For TCP and TLS. 3 s. */
  readonly connectTimeoutMs: number;
  /** Where one is in flight at most, a cancel goes out beside it after so long. 1 s. */
  readonly overtakeAfterMs: number;
  /** No connection, no answer or a 5xx, so many in a row, open the breaker. 5. */
  readonly faultsToOpen: number;
  /** How long it stays open after faults. 5 s. */
  readonly openMs: number;
}

/** A line and what is known about it. */
export interface MeasuredLine extends Line {
  health(): LineHealth;
}
