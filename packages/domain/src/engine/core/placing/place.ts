/** What a decision makes happen: holds, children and what is sent, in the order that replay needs. */
import { addMs, type Decimal, hexOf, type UtcTime, unwrap } from '../../../kernel/index.ts';
import {
  expiryOf,
  type OrderPlacement,
  type PreAllocation,
  preAllocationDigest,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { ChildPlan, Judged } from './children.ts';
import { judge } from './judge.ts';
import { commissionOf } from './money.ts';
import { sightOf } from './sight.ts';
import { throttled } from './throttle.ts';
import { HOUSE, type Work } from './work.ts';

/** From the decision on, how long a first send may take until nothing of it is sent any more. */
export const SENDABLE_MS = 10_000;

export function judgeWork(draft: Draft, work: Work): Judged {
  const { at, market } = draft.moment;
  return judge(sightOf(draft.state, at, market, work), draft);
}

/** Our commission as a share of each fill's notional; null where no tier says it. */
export function commissionRateOf(draft: Draft, work: Work): Decimal | null {
  const { at, market } = draft.moment;
  return commissionOf(sightOf(draft.state, at, market, work));
}

export function decided(draft: Draft, work: Work, { decision }: Judged): void {
  const { at } = draft.moment;
  draft.add({ type: 'OrderDecided', at, person: work.placedBy, decision });
}

/** A new parent with all that was decided for it. */
export function placeNew(draft: Draft, work: Work, judged: Judged, dayCutOffMs: number): void {
  const { at } = draft.moment;
  const { clOrdId, client, strategy, block } = work;
  const placement = placementOf(work);
  const { protection } = judged.decision;
  draft.add({
    type: 'ParentPlaced',
    at,
    client: client === HOUSE ? null : client,
    strategy,
    placement,
    protection,
  });
  // Nothing of it is at a venue, and nothing has to be: it is ours, and watched.
  if (judged.children.length === 0) {
    draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'Accepted', at, orderId: null } });
  }
  if (block !== null) {
    draft.add({ type: 'AllocationSealed', at, pre: block, hash: sealOf(draft, block) });
  }
  const { timeInForce, expireTime } = work;
  const due = expiryOf({ timeInForce, placedAt: at, expireTime }, dayCutOffMs);
  if (due !== null) {
    draft.add({ type: 'AgendaSet', item: { due, kind: 'Expire', subject: clOrdId } });
  }
  for (const child of judged.children) placeChild(draft, child);
  throttled(draft, work);
}

export function placeChild(draft: Draft, child: ChildPlan): void {
  const { at } = draft.moment;
  const notAfter: UtcTime = addMs(at, SENDABLE_MS);
  const { placement, venueAccount, payloadHash, approved } = child;
  for (const { hold, account, amount } of child.holds) {
    draft.add({ type: 'LedgerMoved', event: { type: 'HoldReserved', hold, account, amount } });
  }
  const holds = child.holds.map(({ hold }) => hold);
  draft.add({ type: 'ChildPlaced', at, placement, venueAccount, notAfter, payloadHash, holds });
  draft.perform({ kind: 'SubmitOrder', venueAccount, order: approved, notAfter });
}

function placementOf(work: Work): OrderPlacement {
  const { clOrdId, account, placedBy, instrument, side, orderQty, terms } = work;
  const { timeInForce, expireTime, isPostOnly, isReduceOnly } = work;
  return {
    clOrdId,
    level: 'Parent',
    parentClOrdId: null,
    account,
    placedBy,
    venue: null,
    instrument,
    side,
    orderQty,
    terms,
    timeInForce,
    expireTime,
    isPostOnly,
    isReduceOnly,
  };
}

/** Of its canonical bytes, hexadecimal: what the audit chain has before the first child leaves. */
const sealOf = ({ digest }: Draft, block: PreAllocation): string =>
  hexOf(unwrap(preAllocationDigest(block, digest)));
