/** What is looked at again after a while, put down once however often it is asked for. */
import { fromEpochMs, mapGet, toEpochMs } from '../../../kernel/index.ts';
import { agendaKey, agendaSecond } from '../apply/memory.ts';
import type { Draft } from '../draft.ts';
import type { AgendaItem } from '../event.ts';
import { RECHECK_MS } from './rules.ts';

export function recheckLater(draft: Draft, subject: string, afterMs = RECHECK_MS): void {
  const dueMs = Math.ceil((toEpochMs(draft.moment.at) + afterMs) / RECHECK_MS) * RECHECK_MS;
  const item: AgendaItem = { due: fromEpochMs(dueMs), kind: 'Recheck', subject };
  const bucket = mapGet(draft.state.agenda, agendaSecond(item.due));
  if (bucket !== undefined && mapGet(bucket, agendaKey(item)) !== undefined) return;
  draft.add({ type: 'AgendaSet', item });
}
