/** What a shard knows of limits that it shares with others: a part of its state. */
import type { Decimal, PersistentMap } from '../../kernel/index.ts';

/** How limits above the client are shared out, as this shard knows it. */
export interface Sharing {
  /** All of the platform's, from the lowest number on; more than one. */
  readonly shards: readonly number[];
  /** By `LimitKey`; of a shared limit without one this shard has nothing. */
  readonly allotments: PersistentMap<string, Allotted>;
}

interface Allotted {
  /** The approved value that it is a part of. */
  readonly cap: Decimal;
  readonly amount: Decimal;
}
