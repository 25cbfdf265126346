/** What is due: of the agenda, of unconfirmed requests, and the looks at a mid that never came. */
import { addMs } from '../../../kernel/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { AgendaItem } from '../event.ts';
import { routeRemainder, waitingOrderOf } from '../placing/index.ts';
import {
  armSwitches,
  dueItems,
  expire,
  overdueMarkouts,
  SWITCH_SUBJECT,
  stopKeyOf,
  sweepStop,
} from '../stopping/index.ts';
import { confirmDue, DAILY_SUBJECT, evict, recheck, takeDaily } from '../venue/index.ts';

export function onTimeCame(draft: Draft): void {
  const { at } = draft.moment;
  const items = dueItems(draft.state, at);
  if (items.length > 0) draft.add({ type: 'AgendaDone', items });
  for (const item of items) handle(draft, item);
  for (const { instrument, venueAccount, execId, afterMs } of overdueMarkouts(draft.state, at)) {
    draft.add({ type: 'MarkoutTaken', at, instrument, venueAccount, execId, afterMs, mid: null });
  }
  confirmDue(draft);
}

function handle(draft: Draft, { kind, subject }: AgendaItem): void {
  switch (kind) {
    case 'Expire':
      expire(draft, subject, (afterMs) => {
        const due = addMs(draft.moment.at, afterMs);
        draft.add({ type: 'AgendaSet', item: { due, kind, subject } });
      });
      return;
    case 'Evict':
      evict(draft, subject as ClOrdId);
      return;
    case 'Recheck':
      recheckOf(draft, subject);
      return;
    default:
      // Looks at the mid stand by instrument, where `watch` finds them.
      return;
  }
}

function recheckOf(draft: Draft, subject: string): void {
  const waiting = waitingOrderOf(subject);
  if (waiting !== null) {
    routeRemainder(draft, waiting, 'Awaited');
    return;
  }
  if (subject === DAILY_SUBJECT) {
    takeDaily(draft);
    return;
  }
  if (subject === SWITCH_SUBJECT) {
    armSwitches(draft);
    return;
  }
  const stop = stopKeyOf(subject);
  if (stop === null) recheck(draft, subject);
  else sweepStop(draft, stop);
}
