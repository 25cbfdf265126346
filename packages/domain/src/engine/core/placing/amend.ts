/**
 * Changing a parent. The simple and safe way, for every venue: its children are canceled, and what is
 * left by the new terms is routed once each of them is proven dead. That it would be let through is
 * judged first, as if they were dead already, so a change that is refused costs no order. A smaller
 * quantity alone is always let through, as it only takes risk away; while trading is halted nothing is
 * routed of it again.
 */
import {
  equals,
  err,
  greaterThan,
  mapGet,
  ok,
  type Result,
  signOf,
  subtract,
  sum,
  toText,
} from '../../../kernel/index.ts';
import { release } from '../../../ledger/index.ts';
import {
  type ClOrdId,
  isEnded,
  type OrderState,
  type OrderTerms,
  type Replacement,
} from '../../../trading/index.ts';
import { apply } from '../apply.ts';
import type { Draft } from '../draft.ts';
import type { CommandAnswer, CommandRefused } from '../effect.ts';
import type { EngineEvent } from '../event.ts';
import type { CommandAct } from '../input.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { askCancelOfChild } from '../stopping/cancel.ts';
import type { Judged } from './children.ts';
import { judge } from './judge.ts';
import { commissionRateOf, decided } from './place.ts';
import { childrenOf, routeRemainder, workOf } from './remainder.ts';
import { sightOf } from './sight.ts';
import { isFigure } from './wish.ts';
import type { Work } from './work.ts';

type Amend = Omit<Extract<CommandAct, { act: 'AmendOrder' }>, 'act'>;
type Amended = Result<CommandAnswer, CommandRefused>;

const notAllowed = (detail: string) => err({ code: 'NotAllowed', detail } as const);

export function amend(draft: Draft, parent: OrderInMemory, act: Amend): Amended {
  const { order } = parent;
  const to = replacementOf(draft, parent, act);
  if (!to.ok) return to;
  const { clOrdId } = order.placement;
  if (!isSmallerAlone(order, to.value)) {
    const changed = judgeChanged(draft, parent, to.value);
    if (changed?.judged.decision.verdict === 'Refused') {
      decided(draft, changed.work, changed.judged);
      return ok({ kind: 'OrderDecided', decision: changed.judged.decision });
    }
  }
  const { at } = draft.moment;
  draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'ReplaceAsked', at, to: to.value } });
  const working = workingOf(draft.state, parent);
  for (const child of working) askCancelOfChild(draft, child);
  if (working.length === 0) routeRemainder(draft, clOrdId, 'Amended');
  return ok({ kind: 'AmendAsked', clOrdId, children: working.length });
}

/**
 * What a change would do, by the code that does it; nothing of it happens. Each order at a venue is
 * canceled first, so none keeps its place in that venue's queue.
 */
export function previewAmend(draft: Draft, parent: OrderInMemory, act: Amend): Amended {
  const to = replacementOf(draft, parent, act);
  if (!to.ok) return to;
  const { clOrdId, instrument, side } = parent.order.placement;
  const { state } = draft;
  const working = workingOf(state, parent);
  const before = working
    .flatMap(({ holds }) => holds.flatMap((id) => mapGet(state.ledger.holds, id) ?? []))
    .filter(({ isOpen }) => isOpen)
    .map(({ reserved, committed }) => subtract(reserved, committed));
  const changed = judgeChanged(draft, parent, to.value);
  const after = (changed?.judged.children ?? []).flatMap(({ holds }) => holds);
  const rate = changed === null ? null : commissionRateOf(draft, changed.work);
  const [base = '', quote = ''] = instrument.split('/');
  return ok({
    kind: 'AmendPreviewed',
    clOrdId,
    isLetThrough: isSmallerAlone(parent.order, to.value),
    decision: changed?.judged.decision ?? null,
    commissionRate: rate === null ? null : toText(rate),
    reserved: {
      asset: side === 'Buy' ? quote : base,
      before: toText(sum(before)),
      after: toText(sum(after.map(({ amount }) => amount))),
    },
    queues: working.flatMap(({ order }) => order.placement.venue ?? []),
  });
}

const workingOf = ({ orders }: EngineState, parent: OrderInMemory): readonly OrderInMemory[] =>
  parent.children.flatMap((id) => {
    const child = mapGet(orders, id);
    return child === undefined || isEnded(child.order.ordStatus) ? [] : [child];
  });

function replacementOf(
  draft: Draft,
  parent: OrderInMemory,
  { orderQty, price, stopPx }: Amend,
): Result<Replacement, CommandRefused> {
  const { order, allocation } = parent;
  const { ordStatus, terms } = order;
  const refusal = notNow(draft.state, parent);
  if (refusal !== null) return err(refusal);
  if (price !== null && !('price' in terms)) return notAllowed('OrderHasNoPrice');
  const hasTrigger = 'stopPx' in terms && order.triggeredAt === null;
  if (stopPx !== null && !hasTrigger) return notAllowed('OrderHasNoTrigger');
  const figures = [orderQty, price, stopPx].filter((one) => one !== null);
  if (!figures.every(isFigure)) return notAllowed('FigureTooLargeOrTooFine');
  if (figures.some((one) => signOf(one) <= 0)) return notAllowed('NotPositive');
  if (!greaterThan(orderQty, order.cumQty)) return notAllowed('BelowFilled');
  const isResized = !equals(orderQty, order.orderQty);
  if (isResized && allocation !== null) return notAllowed('QuantityIsSealed');
  if (ordStatus !== 'New' && ordStatus !== 'PartiallyFilled') return notAllowed(ordStatus);
  const next: OrderTerms = {
    ...terms,
    ...(price === null ? {} : { price }),
    ...(stopPx === null ? {} : { stopPx }),
  } as OrderTerms;
  const isSame = !isResized && sameTerms(terms, next);
  if (isSame) return err({ code: 'NothingToAmend' });
  return ok({ clOrdId: draft.ids.next<ClOrdId>(), orderQty, terms: next });
}

/** What stands in the way of any change. */
function notNow(state: EngineState, parent: OrderInMemory): CommandRefused | null {
  const { ordStatus, isCancelAsked, replacing } = parent.order;
  if (isEnded(ordStatus)) return { code: 'AlreadyEnded', ordStatus };
  if (isCancelAsked) return { code: 'NotAllowed', detail: 'CancelAsked' };
  if (replacing !== null) return { code: 'NotAllowed', detail: 'ChangeOpen' };
  const doubtful = childrenOf(state, parent).find(
    (child) => Object.keys(child.unconfirmed).length > 0,
  );
  return doubtful === undefined
    ? null
    : { code: 'Unconfirmed', clOrdId: doubtful.placement.clOrdId };
}

function sameTerms(a: OrderTerms, b: OrderTerms): boolean {
  const [pa, pb] = ['price' in a ? a.price : null, 'price' in b ? b.price : null];
  const [sa, sb] = ['stopPx' in a ? a.stopPx : null, 'stopPx' in b ? b.stopPx : null];
  return same(pa, pb) && same(sa, sb);
}

const same = (a: OrderState['cumQty'] | null, b: OrderState['cumQty'] | null): boolean =>
  a === null || b === null ? a === b : equals(a, b);

const isSmallerAlone = ({ orderQty, terms }: OrderState, to: Replacement): boolean =>
  greaterThan(orderQty, to.orderQty) && sameTerms(terms, to.terms);

interface Changed {
  readonly work: Work;
  readonly judged: Judged;
}

/** The decision as it would be with the change made and every child dead; null: nothing is left. */
function judgeChanged(draft: Draft, parent: OrderInMemory, to: Replacement): Changed | null {
  const { at, market } = draft.moment;
  const { clOrdId } = parent.order.placement;
  const ended = workingOf(draft.state, parent).flatMap((child): EngineEvent[] => {
    const { cumQty, placement } = child.order;
    const event = { kind: 'Canceled', at, cumQty } as const;
    const released = child.holds.flatMap((hold) => {
      const found = release(draft.state.ledger, hold);
      return found.ok ? found.value : [];
    });
    return [
      { type: 'OrderMoved', clOrdId: placement.clOrdId, event },
      ...released.map((one): EngineEvent => ({ type: 'LedgerMoved', event: one })),
    ];
  });
  const changed: readonly EngineEvent[] = [
    ...ended,
    { type: 'OrderMoved', clOrdId, event: { kind: 'ReplaceAsked', at, to } },
    { type: 'OrderMoved', clOrdId, event: { kind: 'Replaced', at } },
  ];
  // What would be is never kept: the draft's own state is not touched.
  const state = changed.reduce(apply, draft.state);
  const after = mapGet(state.orders, clOrdId);
  const work = after === undefined ? null : workOf(state, after);
  if (work === null) return null;
  return { work, judged: judge(sightOf(state, at, market, work), draft) };
}
