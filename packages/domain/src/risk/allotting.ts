/**
 * What a shard does about its part of a shared limit: it asks for more ahead of need, and gives back what
 * it has long not needed.
 *
 * Rule of order: what is allotted is raised first and used then; what is given back is first not used any
 * more, durably, and lowered then. So what is allotted is never less than what a shard goes by.
 */
import {
  add,
  type Decimal,
  decimal,
  divide,
  equals,
  greaterThan,
  greatest,
  least,
  lessThan,
  multiply,
  NUMERIC_SCALE,
  roundTo,
  signOf,
  subtract,
  ZERO,
} from '../kernel/index.ts';

export interface AllotmentStanding {
  /** As people approved it, and as the shard's engine holds to it already. */
  readonly cap: Decimal;
  readonly approved: Decimal;
  /** What is allotted to this shard, and to all of them together. */
  readonly own: Decimal;
  readonly all: Decimal;
  /** What its engine goes by, durably; null: it was never told. */
  readonly held: Decimal | null;
  /** Null: not known. */
  readonly used: Decimal | null;
  /** So much in all would have let the last refused orders through; zero where none were. */
  readonly wanted: Decimal;
  readonly shards: number;
  /** So long it has used little of it. */
  readonly lowMs: number;
  /** It asked its engine to do with less. */
  readonly isLowering: boolean;
}

export type AllotmentAct =
  /** Its engine may go by this. */
  | { readonly act: 'Tell'; readonly amount: Decimal }
  | { readonly act: 'Take'; readonly amount: Decimal }
  /** Its engine shall do with this. */
  | { readonly act: 'Lower'; readonly amount: Decimal }
  | { readonly act: 'GiveBack'; readonly rest: Decimal };

const ASK_FROM: Decimal = decimal('0.8');
const LOW_UNDER: Decimal = decimal('0.3');
const LOW_FOR_MS = 60_000;
/** Of the cap, shared by all shards: so many parts are asked for one after the other. */
const PARTS = 4;

/** What is asked for at once, and kept by a shard that uses nothing. */
const partOfCap = (cap: Decimal, shards: number): Decimal =>
  divide(cap, decimal(String(PARTS * Math.max(1, shards))), NUMERIC_SCALE, 'Down');

/** It uses little of what it has, and has more than one part. */
export function isLow({ cap, shards, held, used }: AllotmentStanding): boolean {
  if (held === null || used === null || !greaterThan(held, partOfCap(cap, shards))) return false;
  return lessThan(used, multiply(held, LOW_UNDER));
}

/** Null: nothing is to be done now. */
export function allotmentAct(standing: AllotmentStanding): AllotmentAct | null {
  const { cap, approved, own, all, used, isLowering } = standing;
  // Another value is on its way to the engine, which has its own part of the work to do first.
  if (!equals(cap, approved)) return null;
  const held = standing.held ?? ZERO;
  const isOver = greaterThan(all, cap);
  if (lessThan(own, held)) return { act: 'Tell', amount: own };
  if (greaterThan(own, held)) {
    if (!isOver && !isLowering) return { act: 'Tell', amount: own };
    const rest = used === null ? null : greatest(held, used);
    return rest === null || !lessThan(rest, own) ? null : { act: 'GiveBack', rest };
  }
  if (isLowering) return null;
  return askOf(standing, held) ?? lowerOf(standing, held);
}

function askOf(standing: AllotmentStanding, held: Decimal): AllotmentAct | null {
  const { cap, all, used, wanted, shards } = standing;
  const free = subtract(cap, all);
  if (signOf(free) <= 0) return null;
  const isNeeded = used !== null && !lessThan(used, multiply(held, ASK_FROM));
  if (!isNeeded && !greaterThan(wanted, held)) return null;
  const short = greatest(subtract(greatest(wanted, used ?? ZERO), held), ZERO);
  const amount = least(free, add(roundTo(short, NUMERIC_SCALE, 'Up'), partOfCap(cap, shards)));
  return signOf(amount) > 0 ? { act: 'Take', amount } : null;
}

/** Down to twice what is in use, so that it need not ask at once again. */
function lowerOf(standing: AllotmentStanding, held: Decimal): AllotmentAct | null {
  const { cap, shards, used, lowMs } = standing;
  if (lowMs < LOW_FOR_MS || used === null || !isLow(standing)) return null;
  const twice = roundTo(add(used, used), NUMERIC_SCALE, 'Up');
  const amount = greatest(twice, partOfCap(cap, shards));
  return lessThan(amount, held) ? { act: 'Lower', amount } : null;
}
