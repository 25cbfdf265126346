/** What the market made necessary. A finding that came too late for its order changes nothing. */
import { mapGet } from '../../../kernel/index.ts';
import { type ClOrdId, isEnded } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { Input, WatchFinding } from '../input.ts';
import { routeRemainder } from '../placing/index.ts';
import { isWaiting, trip } from '../stopping/index.ts';

type Of<Kind extends WatchFinding['kind']> = Extract<WatchFinding, { kind: Kind }>;

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
    case 'MarkoutDue':
      markout(draft, finding);
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

function markout(draft: Draft, finding: Of<'MarkoutDue'>): void {
  const { instrument, venueAccount, execId, afterMs, mid } = finding;
  const wanted = mapGet(draft.state.watching.markouts, instrument) ?? [];
  const isWanted = wanted.some(
    (one) => one.execId === execId && one.afterMs === afterMs && one.venueAccount === venueAccount,
  );
  if (!isWanted) return;
  const { at } = draft.moment;
  draft.add({ type: 'MarkoutTaken', at, instrument, venueAccount, execId, afterMs, mid });
}
