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
import { amend } from '../placing/amend.ts';
import { commissionRateOf, decided, judgeWork, placeNew } from '../placing/place.ts';
import { endUnrouted } from '../placing/remainder.ts';
import { mayTrade, workOfWish } from '../placing/wish.ts';
import type { OrderInMemory } from '../state.ts';
import { askCancelOfChild } from '../stopping/cancel.ts';
import { applyKill } from '../stopping/index.ts';
import { askAtOnce, compareNow } from '../venue/index.ts';

type Command = Extract<Input, { kind: 'Command' }>;
type Act<Name extends CommandAct['act']> = Extract<CommandAct, { act: Name }>;

const KEY_OLD_MS = 24 * 60 * 60_000;
const KEY_AHEAD_MS = 5 * 60_000;

const refused = (refusal: CommandRefused): CommandAnswer => ({ kind: 'Refused', refusal });

export function onCommand(draft: Draft, input: Command): void {
  const { commandId, act } = input;
  if (act.act !== 'PreviewOrder' && !isFirst(draft, input)) return;
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
  const { person } = asker;
  draft.add({ type: 'CommandTaken', at, person, idempotencyKey, commandId, inputHash });
  return true;
}

function answerOf(draft: Draft, { act, asker }: Command): CommandAnswer {
  switch (act.act) {
    case 'PlaceOrder':
      return placed(draft, asker, act.wish);
    case 'PreviewOrder':
      return previewed(draft, asker, act.wish);
    case 'CancelOrder':
      return canceled(draft, asker, act);
    case 'AmendOrder':
      return amended(draft, asker, act);
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

function placed(draft: Draft, asker: Asker, wish: OrderWish): CommandAnswer {
  const work = workOfWish(draft, asker, wish);
  if (!work.ok) return refused(work.error);
  const judged = judgeWork(draft, work.value);
  decided(draft, work.value, judged);
  const { decision } = judged;
  if (decision.verdict === 'Placed') {
    const { client } = work.value;
    const cutOff = mapGet(draft.state.config.clients, client)?.dayCutOffMs ?? 0;
    placeNew(draft, work.value, judged, cutOff);
  }
  return { kind: 'OrderDecided', decision };
}

/** The same decision by the same code, and nothing of it happens. */
function previewed(draft: Draft, asker: Asker, wish: OrderWish): CommandAnswer {
  const work = workOfWish(draft, asker, wish);
  if (!work.ok) return refused(work.error);
  const rate = commissionRateOf(draft, work.value);
  return {
    kind: 'Previewed',
    decision: judgeWork(draft, work.value).decision,
    commissionRate: rate === null ? null : toText(rate),
  };
}

/** A parent that this person may trade; whatever else the id is of, it is not found. */
function parentOf(draft: Draft, { person }: Asker, clOrdId: ClOrdId): OrderInMemory | null {
  const found = orderOf(draft.state, clOrdId);
  if (found === undefined || found.order.placement.level !== 'Parent') return null;
  return mayTrade(draft.state, person, found.order.placement.account) ? found : null;
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

function amended(draft: Draft, asker: Asker, act: Act<'AmendOrder'>): CommandAnswer {
  const parent = parentOf(draft, asker, act.clOrdId);
  if (parent === null) return refused({ code: 'NotFound' });
  const answer = amend(draft, parent, act);
  return answer.ok ? answer.value : refused(answer.error);
}
