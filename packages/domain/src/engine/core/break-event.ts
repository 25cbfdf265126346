import type { ClientId, Decimal, UtcTime } from '../../kernel/index.ts';
import type { VenueAccountId } from '../../market-data/index.ts';

/** A difference between our books and the venue's. */
export const BREAK_KINDS = [
  'MissingInternalFill',
  'MissingVenueFill',
  'Quantity',
  'Price',
  'FeeAmount',
  'FeeCurrency',
  'Duplicate',
  'Timing',
  'ExternalOrder',
  'BalanceDrift',
  'Dust',
  'UnattributedDeposit',
  'Contradiction',
] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

export interface Break {
  readonly id: string;
  readonly kind: BreakKind;
  readonly venueAccount: VenueAccountId;
  /** Whose money it may be; null: not known, or everybody's. */
  readonly client: ClientId | null;
  readonly severity: 'Low' | 'Medium' | 'High';
  readonly openedAt: UtcTime;
  /** The order, execution or asset it is about: with kind and account it is one break, not many. */
  readonly subject: string;
  readonly ours: string | null;
  readonly theirs: string | null;
  /** In the currency of valuation; null where it has none. */
  readonly value: Decimal | null;
  /** What would mend it: so much of an asset from the place's suspense to whom it belongs. */
  readonly proposal: { readonly asset: string; readonly amount: Decimal } | null;
}

export type BreakEvent =
  | { readonly type: 'BreakOpened'; readonly break: Break }
  | {
      readonly type: 'BreakClosed';
      readonly breakId: string;
      readonly at: UtcTime;
      readonly how: 'Agreed' | 'Healed';
      /** From the third rules on: told again as it was it is no break. */
      readonly stays?: true;
    };
