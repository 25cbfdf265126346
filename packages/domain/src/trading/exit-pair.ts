/**
 * A stop and a target for one position, kept by us where the venue has no such pair. Invariants:
 *
 * - the quantity is reserved once: there is never more than one live exit;
 * - the other leg is sent only after the live one is proven ended, and all it traded is booked;
 * - it is sent for what is left then, so the exits never trade more than the position.
 */
import {
  add,
  type Decimal,
  greaterThan,
  isZero,
  lessThan,
  subtract,
  ZERO,
} from '../kernel/index.ts';

export type ExitLeg = 'Stop' | 'Target';

export interface ExitPair {
  /** To be closed, in base asset. */
  readonly quantity: Decimal;
  readonly tradedQty: Decimal;
  readonly live: {
    readonly leg: ExitLeg;
    readonly quantity: Decimal;
    readonly tradedQty: Decimal;
    readonly isCanceling: boolean;
    /** What the venue said was traded in all, once it told the end; the fills may still come. */
    readonly toldQty: Decimal | null;
  } | null;
  /** Sent once nothing is live. */
  readonly next: ExitLeg | null;
}

export type ExitInput =
  | { readonly kind: 'Rest'; readonly leg: 'Target' }
  | { readonly kind: 'Triggered'; readonly leg: ExitLeg }
  | { readonly kind: 'Filled'; readonly leg: ExitLeg; readonly quantity: Decimal }
  /** Proven: canceled, rejected or expired. `cumQty` is the venue's word. */
  | { readonly kind: 'Ended'; readonly leg: ExitLeg; readonly cumQty: Decimal }
  | { readonly kind: 'CancelRejected'; readonly leg: ExitLeg };

export type ExitEffect =
  | { readonly kind: 'Send'; readonly leg: ExitLeg; readonly quantity: Decimal }
  | { readonly kind: 'Cancel'; readonly leg: ExitLeg }
  /** No exit is live and none is due: the stop is watched again. */
  | { readonly kind: 'Rearmed'; readonly quantity: Decimal }
  /** A trade that the pair has no room for, or no leg: booked by others, looked at by people. */
  | { readonly kind: 'Contradiction'; readonly leg: ExitLeg; readonly quantity: Decimal };

export interface ExitStep {
  readonly pair: ExitPair;
  readonly effects: readonly ExitEffect[];
}

export const exitPair = (quantity: Decimal): ExitPair => ({
  quantity,
  tradedQty: ZERO,
  live: null,
  next: null,
});

export const exitQtyLeft = ({ quantity, tradedQty }: ExitPair): Decimal =>
  subtract(quantity, tradedQty);

export function stepExit(pair: ExitPair, input: ExitInput): ExitStep {
  switch (input.kind) {
    case 'Rest':
      return pair.live === null && pair.next === null
        ? due({ ...pair, next: input.leg })
        : none(pair);
    case 'Triggered':
      return triggered(pair, input.leg);
    case 'Filled':
      return filled(pair, input.leg, input.quantity);
    case 'Ended':
      return ended(pair, input.leg, input.cumQty);
    default:
      return cancelRejected(pair, input.leg);
  }
}

const none = (pair: ExitPair): ExitStep => ({ pair, effects: [] });

/** The stop goes before the target: a target that rests makes way for it, and never the reverse. */
function triggered(pair: ExitPair, leg: ExitLeg): ExitStep {
  const { live } = pair;
  if (live === null) return due({ ...pair, next: pair.next === 'Stop' ? 'Stop' : leg });
  if (live.leg === leg || leg === 'Target') return none(pair);
  const next = { ...pair, next: leg, live: { ...live, isCanceling: true } };
  return { pair: next, effects: live.isCanceling ? [] : [{ kind: 'Cancel', leg: live.leg }] };
}

function filled(pair: ExitPair, leg: ExitLeg, quantity: Decimal): ExitStep {
  const { live } = pair;
  const traded = live?.leg === leg ? add(live.tradedQty, quantity) : null;
  if (live === null || traded === null || greaterThan(traded, live.quantity)) {
    return { pair, effects: [{ kind: 'Contradiction', leg, quantity }] };
  }
  return settled({
    ...pair,
    tradedQty: add(pair.tradedQty, quantity),
    live: { ...live, tradedQty: traded },
  });
}

function ended(pair: ExitPair, leg: ExitLeg, cumQty: Decimal): ExitStep {
  const { live } = pair;
  if (live === null || live.leg !== leg || live.toldQty !== null) return none(pair);
  return settled({ ...pair, live: { ...live, toldQty: cumQty } });
}

/** It goes on, or was filled meanwhile; a stop that is due asks again. */
function cancelRejected(pair: ExitPair, leg: ExitLeg): ExitStep {
  const { live } = pair;
  if (live === null || live.leg !== leg || !live.isCanceling || live.toldQty !== null)
    return none(pair);
  return { pair, effects: [{ kind: 'Cancel', leg }] };
}

/** The live leg is over once all of it traded, or it ended and all that was told of it is booked. */
function settled(pair: ExitPair): ExitStep {
  const { live } = pair;
  if (live === null) return none(pair);
  const isDone = !lessThan(live.tradedQty, live.quantity);
  const isOver = live.toldQty !== null && !lessThan(live.tradedQty, live.toldQty);
  return isDone || isOver ? due({ ...pair, live: null }) : none(pair);
}

/** Sends what is due now that nothing is live. */
function due(pair: ExitPair): ExitStep {
  const quantity = exitQtyLeft(pair);
  if (isZero(quantity)) return none({ ...pair, next: null });
  if (pair.next === null) return { pair, effects: [{ kind: 'Rearmed', quantity }] };
  const leg = pair.next;
  const live = { leg, quantity, tradedQty: ZERO, isCanceling: false, toldQty: null };
  return { pair: { ...pair, live, next: null }, effects: [{ kind: 'Send', leg, quantity }] };
}
