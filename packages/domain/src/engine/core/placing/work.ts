/** What is to be worked: a parent as it stands, or as it would be placed, and for whom. */
import {
  type AccountId,
  type ClientId,
  type Decimal,
  ONE,
  type PersonId,
  type Quantity,
  sum,
  type UtcTime,
} from '../../../kernel/index.ts';
import type { Holder } from '../../../ledger/index.ts';
import type { InstrumentId, Side } from '../../../market-data/index.ts';
import type { StrategyId } from '../../../risk/index.ts';
import type { ClOrdId, OrderTerms, PreAllocation, TimeInForce } from '../../../trading/index.ts';

/** What stands for the client of an account of the firm's own. */
export const HOUSE = 'House' as ClientId;

/** One for whom it is traded, and his part of the whole: `weight` of `total`. */
export interface Part {
  readonly holder: Holder;
  readonly client: ClientId;
  readonly weight: Decimal;
  readonly total: Decimal;
}

export interface Work {
  readonly clOrdId: ClOrdId;
  readonly account: AccountId;
  /** `HOUSE` for an account of the firm's own. */
  readonly client: ClientId;
  /** Of a block; null: it is the account's own. */
  readonly block: PreAllocation | null;
  readonly parts: readonly Part[];
  readonly strategy: StrategyId | null;
  readonly placedBy: PersonId | null;
  /** A program sends it, or a strategy: nobody looked at this very order. */
  readonly isAutomatic: boolean;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly orderQty: Quantity;
  /** As they are sent: without a trigger once it was reached. */
  readonly terms: OrderTerms;
  readonly timeInForce: TimeInForce;
  readonly expireTime: UtcTime | null;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
  readonly isFlattening: boolean;
  /** What it would have taken was gone more than once: now it rests at its limit. */
  readonly isPatient?: true;
  /** To be routed now. */
  readonly quantity: Quantity;
  /** What the whole order may still trade, `quantity` in it. */
  readonly leaves: Decimal;
  /** It stands in the exposures already. */
  readonly isCounted: boolean;
}

/** Of a block its legs; else the account alone. */
export function partsOf(
  client: ClientId,
  account: AccountId,
  block: PreAllocation | null,
): readonly Part[] {
  if (block === null) {
    const kind = client === HOUSE ? 'House' : 'Client';
    return [{ holder: { kind, account }, client, weight: ONE, total: ONE }];
  }
  const total = sum(block.legs.map(({ weight }) => weight));
  return block.legs.map((leg): Part => {
    const holder: Holder = { kind: 'Client', account: leg.account };
    return { holder, client: leg.client, weight: leg.weight, total };
  });
}
