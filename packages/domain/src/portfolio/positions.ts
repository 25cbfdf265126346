/** The positions of all accounts, as a value: one per account and instrument. */
import {
  type AccountId,
  type Brand,
  type Decimal,
  emptyMap,
  mapEntries,
  mapGet,
  mapSet,
  ok,
  type PersistentMap,
  type Result,
} from '../kernel/index.ts';
import type { InstrumentId } from '../market-data/index.ts';
import type { ClosedLot } from './lots.ts';
import {
  applyFill,
  applyLateFee,
  openPosition,
  type Position,
  type PositionFill,
  type PositionRefusal,
  type PositionRule,
} from './position.ts';

type PositionKey = Brand<string, 'PositionKey'>;

export type Positions = PersistentMap<PositionKey, Position>;

export const NO_POSITIONS: Positions = emptyMap();

const keyOf = (account: AccountId, instrument: InstrumentId) =>
  `${account}|${instrument}` as PositionKey;

export function positionOf(
  positions: Positions,
  account: AccountId,
  instrument: InstrumentId,
): Position | undefined {
  return mapGet(positions, keyOf(account, instrument));
}

/** Of one account, in the order of instruments: for pages and statements. */
export function positionsOf(positions: Positions, account: AccountId): readonly Position[] {
  return mapEntries(positions)
    .map(([, position]) => position)
    .filter((position) => position.account === account);
}

/**
 * The positions after a fill, and what it closed.
 * @param rule for a first fill; a position that stands keeps the rule it was opened with.
 */
export function withFill(
  positions: Positions,
  of: {
    readonly account: AccountId;
    readonly instrument: InstrumentId;
    readonly rule: PositionRule;
  },
  fill: PositionFill,
): Result<
  { readonly positions: Positions; readonly closed: readonly ClosedLot[] },
  PositionRefusal
> {
  const { account, instrument, rule } = of;
  const key = keyOf(account, instrument);
  const before = mapGet(positions, key) ?? openPosition(account, instrument, rule);
  const change = applyFill(before, fill);
  if (!change.ok) return change;
  const { position, closed } = change.value;
  return ok({ positions: mapSet(positions, key, position), closed });
}

/** The positions after a fee that was told late; where there is no position nothing changes. */
export function withLateFee(
  positions: Positions,
  { account, instrument }: { readonly account: AccountId; readonly instrument: InstrumentId },
  fill: Pick<PositionFill, 'execId' | 'side'>,
  feeInQuote: Decimal,
): Positions {
  const key = keyOf(account, instrument);
  const before = mapGet(positions, key);
  if (before === undefined) return positions;
  return mapSet(positions, key, applyLateFee(before, fill, feeInQuote));
}
