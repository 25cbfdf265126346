/**
 * The sealed rule of a block order: for whom it is placed and how its fills will be divided. Its
 * canonical bytes are hashed into the audit chain before the first child order leaves, so that nobody
 * can choose afterwards who got the good fills. It is never edited: another version names the hash of
 * the one it replaces, a reason, and two people who agreed. The fills are then divided again from the
 * first on by the new version, and the difference is booked as corrections.
 */
import {
  type AccountId,
  type Brand,
  type CanonicalRefusal,
  type ClientId,
  canonicalDigest,
  canonicalJson,
  type Decimal,
  type Digest,
  decimal,
  equals,
  err,
  type Id,
  NUMERIC_SCALE,
  ok,
  type PersonId,
  type Quantity,
  type Result,
  scaleOf,
  signOf,
  sum,
} from '../kernel/index.ts';
import type { InstrumentId, Side } from '../market-data/index.ts';

export type PreAllocationId = Id<'PreAllocationId'>;

/**
 * What a leg's weight is: ProRata, any measure of size (what the client asked for, or his assets);
 * Fixed, his quantity of the block, and all together the block; Percentage, of 100.
 */
export const ALLOCATION_METHODS = ['ProRata', 'Fixed', 'Percentage'] as const;
export type AllocationMethod = (typeof ALLOCATION_METHODS)[number];

export interface AllocationLeg {
  /** AllocAccount (79). */
  readonly account: AccountId;
  readonly client: ClientId;
  readonly weight: Decimal;
}

/** Why a rule was changed after it was sealed, and who agreed: two people at least. */
export interface Reallocation {
  /** 10 to 500 characters. */
  readonly reason: string;
  /** SHA-256 of the version before, in hex. */
  readonly replaces: string;
  readonly approvers: readonly PersonId[];
}

export interface PreAllocationTerms {
  readonly id: PreAllocationId;
  /** The block order whose children are to be divided. */
  readonly order: Id<'ClOrdId'>;
  readonly instrument: InstrumentId;
  readonly side: Side;
  /** Of the whole block, in base asset. */
  readonly orderQty: Quantity;
  readonly method: AllocationMethod;
  readonly legs: readonly AllocationLeg[];
  /** A fill is divided into units of 10^-quantityScale: 8 for a satoshi. */
  readonly quantityScale: number;
  /** Notional and fees into units of 10^-notionalScale. */
  readonly notionalScale: number;
  /** 1, and one more with each change. */
  readonly version: number;
  readonly reallocation: Reallocation | null;
}

/** Checked, with its legs in the order of account ids. */
export type PreAllocation = Brand<PreAllocationTerms, 'PreAllocation'>;

export const MAX_ALLOCATION_LEGS = 1000;

export type PreAllocationRefusal =
  | { readonly code: 'LegCount'; readonly limit: number; readonly actual: number }
  | { readonly code: 'SameAccountTwice'; readonly account: AccountId }
  | { readonly code: 'NoWeight'; readonly account: AccountId }
  | { readonly code: 'DoesNotAddUp'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'NotInUnits'; readonly limit: number; readonly actual: number }
  | { readonly code: 'ScaleOutOfRange'; readonly limit: number; readonly actual: number }
  | { readonly code: 'NothingToAllocate' }
  /** The first version has none; every later one has a reason, what it replaces, and two people. */
  | { readonly code: 'NotAgreed' };

const HUNDRED = decimal('100');

export function sealable(terms: PreAllocationTerms): Result<PreAllocation, PreAllocationRefusal> {
  const legs = terms.legs.toSorted((a, b) => (a.account < b.account ? -1 : 1));
  const refusal =
    legsRefusal(legs) ?? unitsRefusal(terms) ?? totalRefusal(terms) ?? consentRefusal(terms);
  return refusal === undefined ? ok({ ...terms, legs } as unknown as PreAllocation) : err(refusal);
}

function legsRefusal(legs: readonly AllocationLeg[]): PreAllocationRefusal | undefined {
  if (legs.length === 0 || legs.length > MAX_ALLOCATION_LEGS) {
    return { code: 'LegCount', limit: MAX_ALLOCATION_LEGS, actual: legs.length };
  }
  const twice = legs.find(({ account }, index) => legs[index + 1]?.account === account);
  if (twice !== undefined) return { code: 'SameAccountTwice', account: twice.account };
  const empty = legs.find(({ weight }) => signOf(weight) <= 0);
  return empty === undefined ? undefined : { code: 'NoWeight', account: empty.account };
}

function unitsRefusal(terms: PreAllocationTerms): PreAllocationRefusal | undefined {
  const { quantityScale, notionalScale, orderQty, method, legs } = terms;
  for (const actual of [quantityScale, notionalScale]) {
    const isScale = Number.isInteger(actual) && actual >= 0 && actual <= NUMERIC_SCALE;
    if (!isScale) return { code: 'ScaleOutOfRange', limit: NUMERIC_SCALE, actual };
  }
  if (signOf(orderQty) <= 0) return { code: 'NothingToAllocate' };
  const weights = legs.map(({ weight }) => weight);
  const quantities = method === 'Fixed' ? [orderQty, ...weights] : [orderQty];
  const actual = Math.max(...quantities.map(scaleOf));
  if (actual > quantityScale) return { code: 'NotInUnits', limit: quantityScale, actual };
  const finest = Math.max(...weights.map(scaleOf));
  if (finest > NUMERIC_SCALE) return { code: 'NotInUnits', limit: NUMERIC_SCALE, actual: finest };
  return undefined;
}

function totalRefusal(terms: PreAllocationTerms): PreAllocationRefusal | undefined {
  if (terms.method === 'ProRata') return undefined;
  const limit = terms.method === 'Fixed' ? terms.orderQty : HUNDRED;
  const actual = sum(terms.legs.map(({ weight }) => weight));
  return equals(limit, actual) ? undefined : { code: 'DoesNotAddUp', limit, actual };
}

const SHA_256 = /^[0-9a-f]{64}$/;

function consentRefusal(terms: PreAllocationTerms): PreAllocationRefusal | undefined {
  const { version, reallocation } = terms;
  const refusal = { code: 'NotAgreed' } as const;
  if (!Number.isSafeInteger(version) || version < 1) return refusal;
  if (reallocation === null) return version === 1 ? undefined : refusal;
  const { reason, replaces, approvers } = reallocation;
  const { length } = reason.trim();
  const isAgreed = length >= 10 && length <= 500 && new Set(approvers).size >= 2;
  return version > 1 && isAgreed && SHA_256.test(replaces) ? undefined : refusal;
}

function plain(pre: PreAllocation): unknown {
  return {
    ...pre,
    orderQty: String(pre.orderQty),
    legs: pre.legs.map((leg) => ({ ...leg, weight: String(leg.weight) })),
  };
}

/** What is kept and shown of it: RFC 8785, the same text for the same rule. */
export function preAllocationText(pre: PreAllocation): Result<string, CanonicalRefusal> {
  return canonicalJson(plain(pre));
}

/** The digest of that text, for the audit chain. */
export function preAllocationDigest(
  pre: PreAllocation,
  digest: Digest,
): Result<Uint8Array, CanonicalRefusal> {
  return canonicalDigest(plain(pre), digest);
}
