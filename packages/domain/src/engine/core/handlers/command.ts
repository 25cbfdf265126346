/**
 * What people and programs ask for, once per key: the same key with the same contents is answered again,
 * with others it is refused. A preview is remembered by nobody and changes nothing.
 */

import { idTimeMs, mapGet, toEpochMs, toText } from '../../../kernel/index.ts';
import { type ClOrdId, isEnded } from '../../../trading/index.ts';
import { orderOf } from '../apply.ts';
import type { Draft } from '../draft.ts';
import type { CommandAnswer, CommandRefused } from '../effect.ts';
import type { Asker, CommandAct, Input, OrderWish } from '../input.ts';
import { amend, previewAmend } from '../placing/amend.ts';
import type { Judged } from '../placing/children.ts';
import { isOpening } from '../placing/opening.ts';
import { commissionRateOf, decided, judgeWork, placeNew } from '../placing/place.ts';
import { endUnrouted } from '../placing/remainder.ts';
import { mayTradeOrder, workOfWish } from '../placing/wish.ts';
import type { Work } from '../placing/work.ts';
import type { OrderInMemory } from '../state.ts';
import { askCancelOfChild } from '../stopping/cancel.ts';
import { applyKill } from '../stopping/index.ts';
import { askAtOnce, compareNow, previewReallocation } from '../venue/index.ts';

type Command = Extract<Input, { kind: 'Command' }>;
type Act<Name extends CommandAct['act']> = Extract<CommandAct, { act: Name }>;

const KEY_OLD_MS = 24 * 60 * 60_000;
const KEY_AHEAD_MS = 5 * 60_000;

/** What is asked and leaves nothing behind. */
const QUESTIONS: ReadonlySet<CommandAct['act']> = new Set<CommandAct['act']>([
  'PreviewOrder',
  'PreviewAmend',
  'PreviewReallocation',
]);

const refused = (refusal: CommandRefused): CommandAnswer => ({ kind: 'Refused', refusal });

export function onCommand(draft: Draft, input: Command): void {
  const { commandId, act } = input;
  const isQuestion = QUESTIONS.has(act.act);
  if (!isQuestion && !isFirst(draft, input)) return;
  const answer = answerOf(draft, input);
  draft.perform({ kind: 'Answer', commandId, answer });
}

/** Whether it is to be done now; else it has its answer already, or gets it here. */
function isFirst(draft: Draft, input: Command): boolean {
  const { commandId, idempotencyKey, inputHash, asker } = input;
  const { at } = draft.moment;
  const earlier = mapGet(draft.state.commands, `${asker.person}|${idempotencyKey}`);
  if (earlier !== undefined) {
    const isSame = earlier.inputHash === inputHash;
    draft.perform(
      isSame
        ? { kind: 'AnswerAgain', commandId, earlier: earlier.commandId }
        : { kind: 'Answer', commandId, answer: refused({ code: 'KeyReused' }) },
    );
    return false;
  }
  const ageMs = toEpochMs(at) - idTimeMs(idempotencyKey);
  if (ageMs > KEY_OLD_MS || ageMs < -KEY_AHEAD_MS) {
    draft.perform({ kind: 'Answer', commandId, answer: refused({ code: 'KeyOutOfTime' }) });
    return false;
  }
  return true;
}

/** From here on the key has its answer. */
function take(draft: Draft, { commandId, idempotencyKey, inputHash, asker }: Command): void {
  const { person } = asker;
  const { at } = draft.moment;
  draft.add({ type: 'CommandTaken', at, person, idempotencyKey, commandId, inputHash });
}

function answerOf(draft: Draft, input: Command): CommandAnswer {
  const { act, asker } = input;
  if (act.act === 'PreviewOrder') return previewed(draft, asker, act.wish);
  if (act.act === 'PreviewAmend') return amended(draft, asker, act, previewAmend);
  if (act.act === 'PreviewReallocation') {
    return { kind: 'ReallocationPreviewed', ...previewReallocation(draft, act) };
  }
  if (act.act === 'PlaceOrder') return placed(draft, input, act.wish);
  take(draft, input);
  switch (act.act) {
    case 'CancelOrder':
      return canceled(draft, asker, act);
    case 'AmendOrder':
      return amended(draft, asker, act, amend);
    case 'AskVenue': {
      const questions = askAtOnce(draft, act.clOrdId);
      return questions === null ? refused({ code: 'NotFound' }) : { kind: 'Asked', questions };
    }
    case 'CompareVenue': {
      const isAsked = compareNow(draft, act.venueAccount);
      return isAsked ? { kind: 'Asked', questions: 1 } : refused({ code: 'NotFound' });
    }
    default: {
      const { key, grade, why } = act;
      const { ordersToCancel } = applyKill(draft, key, grade, asker.person, why);
      return { kind: 'Killed', ordersToCancel };
    }
  }
}

/** For want of a venue that opens just now nothing is kept of it: the same key is an order then. */
function placed(draft: Draft, input: Command, wish: OrderWish): CommandAnswer {
  const work = workOfWish(draft, input.asker, wish);
  if (!work.ok) {
    take(draft, input);
    return refused(work.error);
  }
  const judged = judgeWork(draft, work.value);
  if (isTooEarly(draft, work.value, judged)) return TOO_EARLY;
  take(draft, input);
  decided(draft, work.value, judged);
  const { decision } = judged;
  if (decision.verdict === 'Placed') {
    const { client } = work.value;
    const cutOff = mapGet(draft.state.config.clients, client)?.dayCutOffMs ?? 0;
    placeNew(draft, work.value, judged, cutOff);
  }
  return { kind: 'OrderDecided', decision };
}

const TOO_EARLY = refused({ code: 'VenuesOpening' });

function isTooEarly(draft: Draft, work: Work, { decision }: Judged): boolean {
  const { rejection } = decision;
  const isUnrouted = rejection?.by === 'Engine' && rejection.reason.code === 'NoRoute';
  return isUnrouted && isOpening(draft, work);
}

/** The same decision by the same code, and nothing of it happens. */
function previewed(draft: Draft, asker: Asker, wish: OrderWish): CommandAnswer {
  const work = workOfWish(draft, asker, wish);
  if (!work.ok) return refused(work.error);
  const judged = judgeWork(draft, work.value);
  if (isTooEarly(draft, work.value, judged)) return TOO_EARLY;
  const rate = commissionRateOf(draft, work.value);
  return {
    kind: 'Previewed',
    decision: judged.decision,
    commissionRate: rate === null ? null : toText(rate),
  };
}

/** A parent that this person may trade; whatever else the id is of, it is not found. */
function parentOf(draft: Draft, { person }: Asker, clOrdId: ClOrdId): OrderInMemory | null {
  const found = orderOf(draft.state, clOrdId);
  if (found === undefined || found.order.placement.level !== 'Parent') return null;
  return mayTradeOrder(draft.state, person, found) ? found : null;
}

function canceled(draft: Draft, asker: Asker, act: Act<'CancelOrder'>): CommandAnswer {
  const parent = parentOf(draft, asker, act.clOrdId);
  if (parent === null) return refused({ code: 'NotFound' });
  const { ordStatus, placement, isCancelAsked } = parent.order;
  if (isEnded(ordStatus)) return refused({ code: 'AlreadyEnded', ordStatus });
  const { at } = draft.moment;
  const { clOrdId } = placement;
  if (!isCancelAsked) {
    draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'CancelAsked', at } });
  }
  let children = 0;
  for (const id of parent.children) {
    const child = mapGet(draft.state.orders, id);
    if (child === undefined || isEnded(child.order.ordStatus)) continue;
    askCancelOfChild(draft, child);
    children += 1;
  }
  endUnrouted(draft, clOrdId, null);
  return { kind: 'CancelAsked', clOrdId, children };
}

function amended(
  draft: Draft,
  asker: Asker,
  act: Act<'AmendOrder' | 'PreviewAmend'>,
  change: typeof amend,
): CommandAnswer {
  const parent = parentOf(draft, asker, act.clOrdId);
  if (parent === null) return refused({ code: 'NotFound' });
  const answer = change(draft, parent, act);
  return answer.ok ? answer.value : refused(answer.error);
}
