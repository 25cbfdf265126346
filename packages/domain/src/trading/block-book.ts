/**
 * What each account has of a block at each place, and what that cost: kept beside the sealed rule from
 * the block's first fill until nobody may divide it another way any more.
 *
 * - Evening. Fills are divided as they come, in whole units, so averages of accounts differ by what a
 *   unit explains. When the block has ended each account gets the block's own average: money alone
 *   moves, over all accounts nothing.
 * - Division anew. By another version of the rule each account is due another part of all that was
 *   filled. Who has more gives, at each place in proportion to what he has there; who has less gets of
 *   each place in proportion to what he lacks. Given and got is at the block's average price, the
 *   venue's fees go with what they were paid for, and who gives gets his commission of it back.
 *
 * At each place quantities, notionals and fees of all changes add up to nothing: what a venue has for
 * all of them together never moves.
 */
import {
  type AccountId,
  type Asset,
  add,
  allocate,
  type ClientId,
  type Decimal,
  divide,
  equals,
  greaterThan,
  isZero,
  type Money,
  money,
  multiply,
  NUMERIC_SCALE,
  negate,
  type PersonId,
  type Price,
  type Quantity,
  scaleOf,
  signOf,
  subtract,
  sum,
  type UtcTime,
  unwrap,
  ZERO,
} from '../kernel/index.ts';
import type { VenueAccountId } from '../market-data/index.ts';
import { averagePriceOf, averagePrices, type Share } from './allocation.ts';
import type { ClOrdId } from './order.ts';
import type { PreAllocation } from './pre-allocation.ts';

/** What one account has of a block at one place; of a change so much more or less of it. */
export interface BlockPart {
  readonly account: AccountId;
  readonly client: ClientId;
  readonly place: VenueAccountId;
  readonly quantity: Decimal;
  /** In quote asset: what was paid for it, or got. */
  readonly notional: Decimal;
  /** What the venue took, one an asset; negative is a rebate. */
  readonly fees: readonly Money[];
  /** Ours, in quote asset. */
  readonly commission: Decimal;
}

export interface BlockBook {
  /** The rule in force, and its digest in hex. */
  readonly pre: PreAllocation;
  readonly hash: string;
  /** Whose name it is worked in, and who placed it. */
  readonly house: AccountId | null;
  readonly placedBy: PersonId | null;
  /** Orders at venues that anything of it came from. */
  readonly children: readonly ClOrdId[];
  /** In the order of accounts and places; none that is nothing. */
  readonly parts: readonly BlockPart[];
  /** Null while it may still be filled. */
  readonly endedAt: UtcTime | null;
}

const keyOf = ({ account, place }: BlockPart) => `${account}|${place}`;

function feesWith(fees: readonly Money[], more: readonly Money[]): readonly Money[] {
  const byAsset = new Map<Asset, Decimal>();
  for (const { asset, amount } of [...fees, ...more]) {
    byAsset.set(asset, add(byAsset.get(asset) ?? ZERO, amount));
  }
  return [...byAsset]
    .filter(([, amount]) => !isZero(amount))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([asset, amount]) => money(amount, asset));
}

const isNothing = ({ quantity, notional, fees, commission }: BlockPart): boolean =>
  isZero(quantity) && isZero(notional) && fees.length === 0 && isZero(commission);

export function withChanges(
  parts: readonly BlockPart[],
  changes: readonly BlockPart[],
): readonly BlockPart[] {
  const byKey = new Map<string, BlockPart>();
  for (const one of [...parts, ...changes]) {
    const before = byKey.get(keyOf(one));
    byKey.set(
      keyOf(one),
      before === undefined
        ? { ...one, fees: feesWith([], one.fees) }
        : {
            ...before,
            quantity: add(before.quantity, one.quantity),
            notional: add(before.notional, one.notional),
            fees: feesWith(before.fees, one.fees),
            commission: add(before.commission, one.commission),
          },
    );
  }
  return [...byKey]
    .filter(([, part]) => !isNothing(part))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, part]) => part);
}

/** What each account has of it at all places, in the order of account ids. */
export function blockShares(parts: readonly BlockPart[]): readonly Share[] {
  const shares = new Map<AccountId, Share>();
  for (const { account, client, quantity, notional } of parts) {
    const before = shares.get(account);
    shares.set(account, {
      account,
      client,
      cumQty: add(before?.cumQty ?? ZERO, quantity),
      notional: add(before?.notional ?? ZERO, notional),
    });
  }
  return [...shares.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
}

/** A late fee, as each share bears it; parts of nothing are left out. */
export function bySize(
  amount: Decimal,
  shares: readonly Share[],
): readonly { readonly share: Share; readonly amount: Decimal }[] | null {
  const quantities = shares.map(({ cumQty }) => cumQty);
  const parts = allocate(amount, quantities, NUMERIC_SCALE);
  if (!parts.ok) return null;
  return shares.flatMap((share, index) => {
    const part = parts.value[index] ?? ZERO;
    return isZero(part) ? [] : [{ share, amount: part }];
  });
}

const wholeOf = (parts: readonly BlockPart[]) => ({
  cumQty: sum(parts.map(({ quantity }) => quantity)),
  notional: sum(parts.map(({ notional }) => notional)),
});

/** AvgPx (6) of all of it, rounded half-even; null before anything was traded. */
export const blockAverage = ({ parts }: BlockBook, scale: number): Price | null =>
  averagePriceOf(wholeOf(parts), scale);

/** Where the most of it was traded, the smaller id first: the place at which averages are evened. */
function mainPlace(parts: readonly BlockPart[]): VenueAccountId | null {
  const byPlace = new Map<VenueAccountId, Decimal>();
  for (const { place, quantity } of parts) {
    byPlace.set(place, add(byPlace.get(place) ?? ZERO, quantity));
  }
  let main: readonly [VenueAccountId, Decimal] | null = null;
  for (const one of [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (main === null || greaterThan(one[1], main[1])) main = one;
  }
  return main?.[0] ?? null;
}

/** What gives every account the block's own average; none where all have it. */
export function evenings({ pre, parts }: Pick<BlockBook, 'pre' | 'parts'>): readonly BlockPart[] {
  const place = mainPlace(parts);
  if (place === null) return [];
  const shares = blockShares(parts);
  const clients = new Map(shares.map(({ account, client }) => [account, client]));
  return averagePrices({ pre, shares, ...wholeOf(parts) }).flatMap(({ account, change }) => {
    const client = clients.get(account);
    if (client === undefined || isZero(change)) return [];
    const none = { quantity: ZERO, fees: [], commission: ZERO };
    return [{ account, client, place, notional: change, ...none }];
  });
}

export interface Division {
  /** What changes hands, at the block's average price. */
  readonly moved: readonly BlockPart[];
  /** What evens averages out after that: money alone. */
  readonly evened: readonly BlockPart[];
}

/** Our commission of an account on so much notional of this moment. */
export type CommissionOn = (account: AccountId, notional: Decimal) => Decimal;

/** What has to move so that every account has what the rule `pre` gives it of all that was filled. */
export function dividedAnew(
  { parts }: Pick<BlockBook, 'parts'>,
  pre: PreAllocation,
  commissionOn: CommissionOn,
): Division {
  const whole = wholeOf(parts);
  if (isZero(whole.cumQty)) return { moved: [], evened: evenings({ pre, parts }) };
  const { gifts, lacks } = claimsOf(parts, pre, whole.cumQty);
  const places = [...new Set(gifts.map(({ part }) => part.place))].sort();
  const moved: BlockPart[] = [];
  for (const place of places) {
    const here = gifts.filter(({ part }) => part.place === place);
    moved.push(...handedOver({ place, here, lacks, whole, pre, commissionOn }));
  }
  const changed = withChanges([], moved);
  return { moved: changed, evened: evenings({ pre, parts: withChanges(parts, changed) }) };
}

interface Gift {
  readonly part: BlockPart;
  readonly quantity: Decimal;
}
/** Who gets, and how much he still lacks. */
interface Lack {
  readonly account: AccountId;
  readonly client: ClientId;
  quantity: Decimal;
}

function claimsOf(parts: readonly BlockPart[], pre: PreAllocation, cumQty: Decimal) {
  const { legs, quantityScale } = pre;
  const due = unwrap(
    allocate(
      cumQty,
      legs.map(({ weight }) => weight),
      quantityScale,
    ),
  );
  const dueTo = new Map(legs.map(({ account }, index) => [account, due[index] ?? ZERO]));
  const has = new Map(blockShares(parts).map((share) => [share.account, share.cumQty]));
  const gifts = [...has].flatMap(([account, quantity]): readonly Gift[] => {
    const surplus = subtract(quantity, dueTo.get(account) ?? ZERO);
    if (signOf(surplus) <= 0) return [];
    const own = parts.filter((part) => part.account === account);
    const given = unwrap(
      allocate(
        surplus,
        own.map((part) => part.quantity),
        quantityScale,
      ),
    );
    return own.map((part, index) => ({ part, quantity: given[index] ?? ZERO }));
  });
  const lacks = legs.flatMap(({ account, client }): readonly Lack[] => {
    const quantity = subtract(dueTo.get(account) ?? ZERO, has.get(account) ?? ZERO);
    return signOf(quantity) > 0 ? [{ account, client, quantity }] : [];
  });
  return { gifts: gifts.filter(({ quantity }) => !isZero(quantity)), lacks };
}

interface AtPlace {
  readonly place: VenueAccountId;
  readonly here: readonly Gift[];
  readonly lacks: readonly Lack[];
  readonly whole: { readonly cumQty: Decimal; readonly notional: Decimal };
  readonly pre: PreAllocation;
  readonly commissionOn: CommissionOn;
}

/** All that is given at one place goes to those who lack, and its worth the other way. */
function handedOver({ place, here, lacks, whole, pre, commissionOn }: AtPlace): BlockPart[] {
  const given = here.map(({ quantity }) => quantity);
  const pool = sum(given);
  const got = unwrap(
    allocate(
      pool,
      lacks.map(({ quantity }) => quantity),
      pre.quantityScale,
    ),
  );
  const worth = divide(multiply(pool, whole.notional), whole.cumQty, pre.notionalScale, 'HalfEven');
  const scale = Math.max(pre.notionalScale, scaleOf(worth));
  const [paidBack, paid] = [allocate(worth, given, scale), allocate(worth, got, scale)].map(unwrap);
  const costs = here.map(({ part, quantity }) => costsOf(part, quantity));
  const fees = feesWith(
    [],
    costs.flatMap((cost) => cost.fees),
  );
  const feesGot = fees.map(({ asset, amount }) => ({
    asset,
    parts: unwrap(allocate(amount, got, NUMERIC_SCALE)),
  }));
  const from = here.map(
    ({ part, quantity }, index): BlockPart => ({
      ...part,
      quantity: negate(quantity),
      notional: negate(paidBack?.[index] ?? ZERO),
      fees: (costs[index]?.fees ?? []).map(({ asset, amount }) => money(negate(amount), asset)),
      commission: negate(costs[index]?.commission ?? ZERO),
    }),
  );
  const to = lacks.map((lack, index): BlockPart => {
    const quantity = got[index] ?? ZERO;
    const notional = paid?.[index] ?? ZERO;
    lack.quantity = subtract(lack.quantity, quantity);
    const { account, client } = lack;
    return {
      ...{ account, client, place, quantity, notional },
      fees: feesGot.map(({ asset, parts }) => money(parts[index] ?? ZERO, asset)),
      commission: isZero(notional) ? ZERO : commissionOn(account, notional),
    };
  });
  return [...from, ...to];
}

/** What so much of a part cost, rounded half-even; all of it where it is the whole part. */
function costsOf({ quantity: all, fees, commission }: BlockPart, quantity: Decimal) {
  const of = (amount: Decimal): Decimal =>
    equals(quantity, all)
      ? amount
      : divide(multiply(amount, quantity), all, NUMERIC_SCALE, 'HalfEven');
  return {
    fees: fees.map(({ asset, amount }) => money(of(amount), asset)),
    commission: of(commission),
  };
}

/** A part of a fill, as it enters the book. */
export function partOfFill(
  leg: {
    readonly account: AccountId;
    readonly client: ClientId;
    readonly lastQty: Quantity;
    readonly notional: Decimal;
    readonly fee: Money | null;
    readonly commission?: Decimal;
  },
  place: VenueAccountId,
): BlockPart {
  const { account, client, lastQty: quantity, notional, fee, commission = ZERO } = leg;
  return {
    account,
    client,
    place,
    quantity,
    notional,
    fees: fee === null ? [] : [fee],
    commission,
  };
}
