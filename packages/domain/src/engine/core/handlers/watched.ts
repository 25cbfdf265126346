/** What the market made necessary. A finding that came too late for its order changes nothing. */
import { mapGet, type Price } from '../../../kernel/index.ts';
import type { InstrumentId } from '../../../market-data/index.ts';
import { type ClOrdId, isEnded } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { routeRemainder } from '../placing/index.ts';
import { isWaiting, type Look, lookAt, trip } from '../stopping/index.ts';

export function onWatched(draft: Draft, { finding }: Extract<Input, { kind: 'Watched' }>): void {
  switch (finding.kind) {
    case 'TriggerReached':
      triggered(draft, finding.clOrdId);
      return;
    case 'TriggerBlind':
      sight(draft, finding.clOrdId, true);
      return;
    case 'TriggerSeen':
      sight(draft, finding.clOrdId, false);
      return;
    case 'BreakerTripped': {
      const { key, trip: found } = finding;
      const said = `${found.kind} ${found.why}: ${found.actual ?? 'nothing heard'}`;
      trip(draft, key, found.kind, `${said}, limit ${found.limit}`);
      return;
    }
    case 'MarkoutsDue': {
      const { instrument, mid } = finding;
      for (const look of finding.looks) markout(draft, instrument, look, mid);
      return;
    }
    case 'MarkoutDue':
      markout(draft, finding.instrument, finding, finding.mid);
      return;
  }
}

/** Once: the first finding triggers it, and what has ended or is asked to cancel is not touched. */
function triggered(draft: Draft, clOrdId: ClOrdId): void {
  const memory = mapGet(draft.state.orders, clOrdId);
  if (memory === undefined || !isWaiting(memory)) return;
  const { at } = draft.moment;
  draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'Triggered', at } });
  routeRemainder(draft, clOrdId, 'Triggered');
}

function sight(draft: Draft, clOrdId: ClOrdId, isBlind: boolean): void {
  const memory = mapGet(draft.state.orders, clOrdId);
  if (memory === undefined || isEnded(memory.order.ordStatus)) return;
  const { instrument } = memory.order.placement;
  const known = mapGet(draft.state.watching.waiting, instrument)?.orders ?? [];
  const waits = known.find((order) => order.clOrdId === clOrdId);
  if (waits === undefined || waits.isBlind === isBlind) return;
  draft.add({ type: 'TriggerSight', at: draft.moment.at, clOrdId, isBlind });
  draft.perform({
    kind: 'Alert',
    code: isBlind ? 'TriggerBlind' : 'TriggerSeen',
    severity: isBlind ? 'Critical' : 'Info',
    venue: null,
    subject: `${instrument} ${clOrdId}`,
  });
}

function markout(draft: Draft, instrument: InstrumentId, look: Look, mid: Price | null): void {
  const wanted = mapGet(draft.state.watching.markouts, instrument);
  if (wanted === undefined || lookAt(wanted, look) < 0) return;
  const { at } = draft.moment;
  const { venueAccount, execId, afterMs } = look;
  draft.add({ type: 'MarkoutTaken', at, instrument, venueAccount, execId, afterMs, mid });
}
