/** What an order may spend, and what is held for it while it works. */
import { tierAt } from '../../../clients/index.ts';
import {
  type Asset,
  add,
  type Decimal,
  decimal,
  divide,
  greaterThan,
  greatest,
  least,
  mapGet,
  multiply,
  NUMERIC_SCALE,
  ONE,
  type Price,
  roundTo,
  signOf,
  ZERO,
} from '../../../kernel/index.ts';
import {
  balanceOf,
  freeOf,
  type Holder,
  type HolderAccount,
  heldOf,
} from '../../../ledger/index.ts';
import type { VenueAccountId, VenueId } from '../../../market-data/index.ts';
import type { Balance } from '../../../risk/index.ts';
import type { EngineState } from '../state.ts';
import { type Sight, shareOf } from './sight.ts';
import { HOUSE, type Part } from './work.ts';

const accountOf = (
  { kind, account }: Holder,
  asset: string,
  place: VenueAccountId,
): HolderAccount => ({
  kind,
  account,
  asset: asset as Asset,
  place: { kind: 'Venue', id: place },
});

/** Quote asset to buy, base asset to sell. */
export const spentAsset = ({ work, base, quote }: Sight): string =>
  work.side === 'Buy' ? quote : base;

/**
 * What the whole order may spend at a place: of a block as much as lets each part pay its share of it.
 * Null where no account may be used there.
 */
export function freeAt(sight: Sight, venue: VenueId): Decimal | null {
  const place = sight.usable.get(venue)?.terms.id;
  if (place === undefined) return null;
  const asset = spentAsset(sight);
  const all = sight.work.parts.map((part) => {
    const free = freeOf(sight.state.ledger, accountOf(part.holder, asset, place));
    return part.weight === part.total
      ? free
      : divide(multiply(free, part.total), part.weight, NUMERIC_SCALE, 'Down');
  });
  const [first, ...rest] = all;
  const commission = commissionOf(sight);
  if (first === undefined || commission === null) return null;
  const free = greatest(rest.reduce(least, first), ZERO);
  // The router knows the venue's fee alone: what our commission takes is not there for it.
  return sight.work.side === 'Buy'
    ? divide(free, add(ONE, commission), NUMERIC_SCALE, 'Down')
    : free;
}

/** What the parts have together at a place; `held` besides what the ledger holds. */
export function balanceAt(
  { ledger }: EngineState,
  parts: readonly Part[],
  asset: string,
  place: VenueAccountId,
  held: Decimal,
): Balance {
  return parts.reduce<Balance>(
    (all, { holder }) => {
      const account = accountOf(holder, asset, place);
      return {
        total: add(all.total, balanceOf(ledger, account)),
        held: add(all.held, heldOf(ledger, account)),
      };
    },
    { total: ZERO, held },
  );
}

/** The account's own rate at a venue, the dearer of both sides, and our commission; null: not told. */
export function feeRateAt(sight: Sight, venue: VenueId): Decimal | null {
  const fees = sight.usable.get(venue)?.standing?.fees;
  const rates = fees === undefined ? undefined : mapGet(fees, sight.work.instrument);
  const commission = commissionOf(sight);
  if (rates === undefined || commission === null) return null;
  return add(greatest(greatest(rates.maker, rates.taker), ZERO), commission);
}

const BPS = decimal('0.0001');

/** Share of the notional, of the part that pays most; the house pays none. Null: no tier says it. */
export function commissionOf({ state, work, at }: Sight): Decimal | null {
  const { tiers, clients } = state.config;
  let most = ZERO;
  for (const { client } of work.parts) {
    if (client === HOUSE) continue;
    const terms = mapGet(clients, client);
    const row = tiers === null || terms === undefined ? undefined : tierAt(tiers, terms.tier, at);
    if (row === undefined) return null;
    most = greatest(most, multiply(row.commissionBps, BPS));
  }
  return most;
}

/** The worst that a child can cost: its quantity to sell; to buy its price, with the fee, rounded up. */
export function worstCost(
  side: 'Buy' | 'Sell',
  quantity: Decimal,
  price: Price,
  feeRate: Decimal,
): Decimal {
  if (side === 'Sell') return quantity;
  const cost = multiply(quantity, price);
  const whole = signOf(feeRate) > 0 ? multiply(cost, add(ONE, feeRate)) : cost;
  return roundTo(whole, NUMERIC_SCALE, 'Up');
}

export interface Held {
  readonly account: HolderAccount;
  readonly amount: Decimal;
}

/** What each part has to have for a child; a part of a block is rounded up to its unit of quantity. */
export function heldFor(sight: Sight, place: VenueAccountId, cost: Decimal): readonly Held[] {
  const asset = spentAsset(sight);
  const { work } = sight;
  return work.parts.map((part) => {
    const share = work.side === 'Sell' ? shareInUnits(sight, part, cost) : shareOf(part, cost);
    return { account: accountOf(part.holder, asset, place), amount: share };
  });
}

/** A fill is divided in units: a part may get one that rounding gives it. */
function shareInUnits({ work }: Sight, part: Part, quantity: Decimal): Decimal {
  const scale = work.block?.quantityScale ?? NUMERIC_SCALE;
  const share = shareOf(part, quantity, scale);
  return greaterThan(share, quantity) ? quantity : share;
}
