import type { ProposalId } from '../../access/index.ts';
import type { UtcTime } from '../../kernel/index.ts';
import type { HoldId } from '../../ledger/index.ts';
import type { BlockPart, ClOrdId } from '../../trading/index.ts';

/**
 * What accounts have of a block, after entries and positions said so: its averages evened when it has
 * ended, or all that was filled divided by the version of the rule that was sealed just before.
 */
export interface BlockCorrected {
  readonly type: 'BlockCorrected';
  readonly at: UtcTime;
  readonly clOrdId: ClOrdId;
  readonly why: 'Evened' | 'Reallocated';
  readonly version: number;
  readonly approval: ProposalId | null;
  /** So much more, or below zero less. */
  readonly changes: readonly BlockPart[];
  /** Of its orders at venues that may still trade: what is held for each from now on. */
  readonly holds: readonly { readonly clOrdId: ClOrdId; readonly holds: readonly HoldId[] }[];
}
