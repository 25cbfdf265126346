/** What a venue lets a key or an address do per time. */
import type { Clock } from '@ultrathink/domain/kernel';

export type BudgetRule =
  /** Refills all the time. A decaying counter is the same thing seen from its other end. */
  | {
      readonly kind: 'Bucket';
      readonly capacity: number;
      readonly refillPerSecond: number;
      /** The share of `capacity` that cancels alone may take. */
      readonly keptForCancels: number;
    }
  /** Starts anew at every multiple of `windowMs` on the venue's clock. */
  | {
      readonly kind: 'Window';
      readonly capacity: number;
      readonly windowMs: number;
      readonly keptForCancels: number;
    };

export interface AddressBudget {
  readonly names: readonly string[];
}

export interface AddressSetup {
  readonly clock: Clock;
  readonly budgets: Readonly<Record<string, BudgetRule>>;
}
