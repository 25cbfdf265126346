/** The children of a decision: each through the gate, with its hold, and all of them or none. */
import {
  add,
  type Decimal,
  type Digest,
  type Price,
  type Quantity,
  sum,
  toText,
  ZERO,
} from '../../../kernel/index.ts';
import { applyToLedger, type HolderAccount, type HoldId, reserve } from '../../../ledger/index.ts';
import type { VenueAccountId, VenueId } from '../../../market-data/index.ts';
import type { CheckPolicy, OrderToCheck, RiskApproved, RiskDecision } from '../../../risk/index.ts';
import type {
  ClOrdId,
  OrderPlacement,
  OrderRejection,
  OrderTerms,
  RoutingReceipt,
  TimeInForce,
} from '../../../trading/index.ts';
import type { OrderDecision } from '../event.ts';
import type { FreshIds } from '../fresh-ids.ts';
import type { Asked } from './facts.ts';
import { gated, rejectionOf } from './gate.ts';
import { feeRateAt, heldFor, worstCost } from './money.ts';

import { payloadHashOf } from './payload-hash.ts';
import type { Sight } from './sight.ts';

export interface HoldPlan {
  readonly hold: HoldId;
  readonly account: HolderAccount;
  readonly amount: Decimal;
}

export interface ChildPlan {
  readonly placement: OrderPlacement;
  readonly venueAccount: VenueAccountId;
  readonly approved: RiskApproved<OrderToCheck>;
  readonly holds: readonly HoldPlan[];
  /** SHA-256 of the canonical order as an adapter gets it, hexadecimal. */
  readonly payloadHash: string;
}

export interface Judged {
  readonly decision: OrderDecision;
  /** None of one that was refused, or that waits for its price. */
  readonly children: readonly ChildPlan[];
}

export interface Tools {
  readonly ids: FreshIds;
  readonly digest: Digest;
}

/** An order as one venue would get it. */
export interface Candidate {
  readonly venue: VenueId;
  readonly quantity: Quantity;
  readonly terms: OrderTerms;
  readonly timeInForce: TimeInForce;
  readonly isPostOnly: boolean;
  /** Of a market order the worst one expected. */
  readonly price: Price;
}

export const noRoute = (detail: string): OrderRejection => ({
  by: 'Engine',
  reason: { code: 'NoRoute', detail },
});

export function orderToCheck(sight: Sight, clOrdId: ClOrdId, candidate: Candidate): OrderToCheck {
  const { work, usable } = sight;
  const { venue, quantity, terms, timeInForce, isPostOnly } = candidate;
  return {
    clOrdId,
    client: work.client,
    account: work.account,
    strategy: work.strategy,
    venue,
    venueKey: usable.get(venue)?.terms.key ?? 'none',
    isFlattening: work.isFlattening,
    instrument: work.instrument,
    side: work.side,
    orderQty: quantity,
    terms,
    timeInForce,
    expireTime: timeInForce === 'GoodTillDate' ? work.expireTime : null,
    isPostOnly,
  };
}

interface Tried {
  readonly decisions: readonly RiskDecision[];
  readonly plan: Omit<ChildPlan, 'holds'> | null;
  readonly holds: readonly Omit<HoldPlan, 'hold'>[];
}

export function judgeAll(
  sight: Sight,
  tools: Tools,
  policy: CheckPolicy,
  candidates: readonly Candidate[],
  receipt: RoutingReceipt | null,
): Judged {
  const heldAt = new Map<VenueId, Decimal>();
  const tried = candidates.map((candidate, n): Tried => {
    const { venue, quantity } = candidate;
    const heldBefore = heldAt.get(venue) ?? ZERO;
    const atVenue = sum(candidates.filter((one) => one.venue === venue).map((c) => c.quantity));
    const asked: Asked = {
      ...{ venue, quantity, atVenue, heldBefore, messagesBefore: n },
      ...{ side: sight.work.side, part: null, isWaiting: false },
    };
    const one = tryChild(sight, tools, policy, candidate, asked);
    heldAt.set(venue, add(heldBefore, one.cost));
    return one;
  });
  const decisions = tried.flatMap((one) => one.decisions);
  const children = tried.flatMap(({ plan, holds }): ChildPlan[] =>
    plan === null ? [] : [{ ...plan, holds: withIds(sight, tools, plan, holds) }],
  );
  if (children.length < tried.length) {
    return refused(sight, decisions, rejectionOf(decisions), receipt);
  }
  const lack = lackOf(sight, children);
  if (lack !== null) return refused(sight, decisions, lack, receipt);
  return { decision: placed(sight, decisions, receipt), children };
}

function tryChild(
  sight: Sight,
  tools: Tools,
  policy: CheckPolicy,
  candidate: Candidate,
  asked: Asked,
): Tried & { readonly cost: Decimal } {
  const { venue, quantity, price } = candidate;
  const order = orderToCheck(sight, tools.ids.next<ClOrdId>(), candidate);
  const { decisions, approved } = gated(sight, order, asked, policy);
  const cost = worstCost(sight.work.side, quantity, price, feeRateAt(sight, venue) ?? ZERO);
  const venueAccount = sight.usable.get(venue)?.terms.id;
  if (approved === null || venueAccount === undefined) {
    return { decisions, plan: null, holds: [], cost };
  }
  const plan = {
    placement: placementOf(sight, approved),
    venueAccount,
    approved,
    payloadHash: payloadHashOf(approved, tools.digest),
  };
  return { decisions, plan, holds: heldFor(sight, venueAccount, cost), cost };
}

/** Of one beneficiary the order's own id; of a block the ids after it, one of each part. */
function withIds(
  { work }: Sight,
  { ids }: Tools,
  { placement }: Pick<ChildPlan, 'placement'>,
  holds: readonly Omit<HoldPlan, 'hold'>[],
): readonly HoldPlan[] {
  const own = placement.clOrdId as string as HoldId;
  return holds.map((one) => ({ ...one, hold: work.block === null ? own : ids.next<HoldId>() }));
}

function placementOf({ work }: Sight, order: OrderToCheck): OrderPlacement {
  return {
    clOrdId: order.clOrdId,
    level: 'Child',
    parentClOrdId: work.clOrdId,
    account: work.account,
    placedBy: work.placedBy,
    venue: order.venue,
    instrument: order.instrument,
    side: order.side,
    orderQty: order.orderQty,
    terms: order.terms,
    timeInForce: order.timeInForce,
    expireTime: order.expireTime,
    isPostOnly: order.isPostOnly,
    isReduceOnly: work.isReduceOnly,
  };
}

/** Whether the ledger would hold all of it: rounding to units may ask for more than a check counted. */
function lackOf({ state }: Sight, children: readonly ChildPlan[]): OrderRejection | null {
  let { ledger } = state;
  for (const { holds } of children) {
    for (const { hold, account, amount } of holds) {
      const reserved = reserve(ledger, hold, account, amount);
      if (!reserved.ok) {
        const { error } = reserved;
        const figures =
          error.code === 'NotFree'
            ? { limit: toText(error.limit), actual: toText(error.actual) }
            : { limit: null, actual: null };
        const refusals = [{ check: 'FreeBalance', code: 'OverLimit', ...figures }];
        return { by: 'Risk', refusals };
      }
      ledger = reserved.value.reduce(applyToLedger, ledger);
    }
  }
  return null;
}

export function refused(
  { work }: Sight,
  decisions: readonly RiskDecision[],
  rejection: OrderRejection,
  receipt: RoutingReceipt | null,
): Judged {
  const { clOrdId } = work;
  const decision: OrderDecision = {
    ...{ clOrdId, verdict: 'Refused', rejection, decisions, receipt, protection: 'NONE' },
  };
  return { decision, children: [] };
}

export const placed = (
  { work }: Sight,
  decisions: readonly RiskDecision[],
  receipt: RoutingReceipt | null,
): OrderDecision => ({
  ...{ clOrdId: work.clOrdId, verdict: 'Placed', rejection: null, decisions, receipt },
  protection: 'NONE',
});
