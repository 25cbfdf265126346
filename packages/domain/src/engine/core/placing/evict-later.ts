/** An order that ended is kept for a while, for what may still be told of it; then it leaves memory. */
import { fromEpochMs, mapGet, toEpochMs } from '../../../kernel/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import { agendaKey, agendaSecond } from '../apply/memory.ts';
import type { Draft } from '../draft.ts';
import type { AgendaItem } from '../event.ts';
import type { EngineState } from '../state.ts';

const EVICT_AFTER_MS = 60_000;
/** An item is done at most so late, while the engine is there. */
const EVICT_LATE_MS = 15_000;
/** Counted from its end, so that whoever asks again finds what was asked before. */
const GRID_MS = 1_000;

/** Once while it waits, however often the end of it is told: what came meanwhile is looked at then. */
export function evictLater(draft: Draft, subject: ClOrdId): void {
  const { moment, state } = draft;
  const nowMs = toEpochMs(moment.at);
  const endedAt = mapGet(state.orders, subject)?.order.endedAt ?? moment.at;
  const firstMs = toEpochMs(endedAt) + EVICT_AFTER_MS;
  const rounds = Math.max(0, Math.ceil((nowMs + EVICT_AFTER_MS - firstMs) / GRID_MS));
  const itemAt = (round: number): AgendaItem => ({
    due: fromEpochMs(firstMs + round * GRID_MS),
    kind: 'Evict',
    subject,
  });
  // What is due and was not done yet stands there too.
  const oldest = Math.max(0, rounds - (EVICT_AFTER_MS + EVICT_LATE_MS) / GRID_MS);
  for (let round = oldest; round <= rounds; round += 1) {
    if (isOnAgenda(state, itemAt(round))) return;
  }
  draft.add({ type: 'AgendaSet', item: itemAt(rounds) });
}

function isOnAgenda({ agenda }: EngineState, item: AgendaItem): boolean {
  const bucket = mapGet(agenda, agendaSecond(item.due));
  return bucket !== undefined && mapGet(bucket, agendaKey(item)) !== undefined;
}
