/** What is stopped, in doubt or different, and how much of its limits each scope uses. */
import { mapChanges, mapEach, mapGet, toEpochMs } from '../../../kernel/index.ts';
import { type LevelState, tradingStateOf } from '../../../risk/index.ts';
import { orderOf } from '../apply/orders.ts';
import { apply } from '../apply.ts';
import type { Break } from '../break-event.ts';
import type { EngineEvent } from '../event.ts';
import type {
  BreakRow,
  ExposureRow,
  ScopeMoneyRow,
  TradingStateRow,
  UnconfirmedRow,
} from '../rows.ts';
import { type Confirming, type EngineState, NO_EXPOSURE } from '../state.ts';
import { clientOfScope, type Span, shown, shownOrNull } from './common.ts';

function eachEvent(span: Span, see: (event: EngineEvent, at: string) => void): void {
  for (const { record } of span.batch) for (const event of record.events) see(event, record.at);
}

/** `level|scope`, or `level|scope|asset`: a scope may have a `|` in it, a level and an asset none. */
function partsOf(key: string): readonly [string, string] {
  const cut = key.indexOf('|');
  return [key.slice(0, cut), key.slice(cut + 1)];
}

const ACTIVE: LevelState = { grade: null };

export function tradingStateRows(span: Span): readonly TradingStateRow[] {
  const { shard, sequence, before, after } = span;
  const told = new Map<string, { readonly why: string; readonly at: string }>();
  eachEvent(span, (event) => {
    if (event.type !== 'TradingStateSet') return;
    told.set(`${event.key.level}|${event.key.scope}`, { why: event.why, at: event.at });
  });
  const rows: TradingStateRow[] = [];
  mapChanges(before.risk.states, after.risk.states, (key, set = ACTIVE) => {
    const [level, scope] = partsOf(key);
    const stop = set.grade === null ? null : set;
    rows.push({
      shard,
      level,
      scope,
      clientId: clientOfScope(after, level, scope),
      state: tradingStateOf(set),
      grade: set.grade,
      since: stop?.since ?? null,
      by: stop?.by ?? null,
      why: told.get(key)?.why ?? '',
      setAt: told.get(key)?.at ?? span.at,
      sequence,
    });
  });
  return rows;
}

/** By events too: what began and ended in one batch has been there. */
export function unconfirmedRows(span: Span): readonly UnconfirmedRow[] {
  const rows = new Map<string, UnconfirmedRow>();
  const begun = new Map<string, Doubt>();
  for (const decided of span.batch) {
    const { events } = decided.record;
    for (const [index, event] of events.entries()) {
      if (event.type === 'OrderMoved' && event.event.kind === 'Unconfirmed') {
        const { request, evidence, at } = event.event;
        const key = `${event.clOrdId}|${request}`;
        if (!begun.has(key)) begun.set(key, { since: at, evidence });
      } else if (event.type === 'ConfirmingEnded') {
        const key = `${event.clOrdId}|${event.request}`;
        const state = events.slice(0, index).reduce(apply, decided.before);
        const confirming = mapGet(state.confirming, key);
        if (confirming === undefined) continue;
        const end = { how: event.how, at: decided.record.at };
        const doubt = doubtOf(span.before, event) ?? begun.get(key);
        rows.set(key, unconfirmedRow(span, { state, ...event }, confirming, { doubt, end }));
        begun.delete(key);
      }
    }
  }
  mapChanges(span.before.confirming, span.after.confirming, (key, is) => {
    if (is === undefined) return;
    const [clOrdId] = partsOf(key);
    const of = { state: span.after, clOrdId };
    const doubt = doubtOf(span.after, { clOrdId, request: is.request });
    rows.set(key, unconfirmedRow(span, of, is, { doubt, end: null }));
  });
  return [...rows.values()];
}

interface Doubt {
  readonly since: string;
  readonly evidence: string;
}

const doubtOf = (
  state: EngineState,
  { clOrdId, request }: { readonly clOrdId: string; readonly request: Confirming['request'] },
): Doubt | undefined => orderOf(state, clOrdId)?.order.unconfirmed[request];

function unconfirmedRow(
  { shard, sequence, at }: Span,
  { state, clOrdId }: { readonly state: EngineState; readonly clOrdId: string },
  { request, machine, isWithHuman }: Confirming,
  found: {
    readonly doubt: Doubt | undefined;
    readonly end: { readonly how: string; readonly at: string } | null;
  },
): UnconfirmedRow {
  const entry = orderOf(state, clOrdId);
  const { doubt, end } = found;
  return {
    clOrdId,
    request,
    clientId: entry?.client ?? null,
    venueAccountId: entry?.venueAccount ?? null,
    since: doubt?.since ?? at,
    evidence: doubt?.evidence ?? null,
    isWithHuman,
    resends: machine.resends,
    endedAt: end?.at ?? null,
    how: end?.how ?? null,
    shard,
    sequence,
  };
}

/** By events, not by what changed: one that was opened and closed in one batch has been there. */
export function breakRows(span: Span): readonly BreakRow[] {
  const rows = new Map<string, BreakRow>();
  eachEvent(span, (event) => {
    if (event.type === 'BreakOpened') {
      rows.set(event.break.id, breakRow(span, event.break, null));
    } else if (event.type === 'BreakClosed') {
      const { breakId, at, how } = event;
      const known = mapGet(span.before.breaks, breakId);
      const row = rows.get(breakId) ?? (known === undefined ? null : breakRow(span, known, null));
      if (row !== null) rows.set(breakId, { ...row, closedAt: at, how });
    }
  });
  return [...rows.values()];
}

function breakRow({ shard, sequence }: Span, found: Break, closedAt: string | null): BreakRow {
  const { id, kind, venueAccount, client, severity, openedAt, subject, ours, theirs } = found;
  return {
    id,
    kind,
    venueAccountId: venueAccount,
    clientId: client,
    severity,
    openedAt,
    subject,
    ours,
    theirs,
    value: shownOrNull(found.value),
    proposedAsset: found.proposal?.asset ?? null,
    proposedAmount: found.proposal === null ? null : shown(found.proposal.amount),
    closedAt,
    how: null,
    shard,
    sequence,
  };
}

export function exposureRows({ shard, sequence, before, after }: Span): readonly ExposureRow[] {
  const rows: ExposureRow[] = [];
  mapChanges(before.risk.exposures, after.risk.exposures, (key, exposure) => {
    const [level, rest] = partsOf(key);
    const cut = rest.lastIndexOf('|');
    const [scope, asset] = [rest.slice(0, cut), rest.slice(cut + 1)];
    const place = { shard, level, scope, asset, clientId: clientOfScope(after, level, scope) };
    const { position, workingBuy, workingSell, traded } = exposure ?? NO_EXPOSURE;
    rows.push({
      ...place,
      position: shown(position),
      workingBuy: shown(workingBuy),
      workingSell: shown(workingSell),
      traded: shown(traded),
      sequence,
    });
  });
  return rows;
}

/** Money is made anew with every mark, once a second: pages that look at rows need it less often. */
const MONEY_EVERY_MS = 10_000;

const turnOf = ({ marks }: EngineState): number | null =>
  marks.at === null ? null : Math.floor(toEpochMs(marks.at) / MONEY_EVERY_MS);

export function scopeMoneyRows({ shard, sequence, before, after }: Span): readonly ScopeMoneyRow[] {
  if (turnOf(before) === turnOf(after)) return [];
  const rows: ScopeMoneyRow[] = [];
  mapEach(after.risk.money, (money, key) => {
    const [level, scope] = partsOf(key);
    rows.push({
      shard,
      level,
      scope,
      clientId: clientOfScope(after, level, scope),
      gross: shownOrNull(money.gross),
      netLow: shownOrNull(money.netLow),
      netHigh: shownOrNull(money.netHigh),
      equity: shownOrNull(money.equity),
      dayStartEquity: shownOrNull(money.dayStartEquity),
      startEquity: shownOrNull(money.startEquity),
      peakEquity: shownOrNull(money.peakEquity),
      valueAtRisk: shownOrNull(money.valueAtRisk),
      flowToday: shown(money.flowToday),
      sequence,
    });
  });
  return rows;
}
