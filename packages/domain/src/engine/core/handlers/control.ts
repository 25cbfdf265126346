/**
 * What people decided, taken in the order of its sequence, each once. What is refused has had its turn:
 * it changes nothing, its event says why, and somebody is told. A hole takes nothing at all.
 */
import { greaterThan, mapEntries, mapGet } from '../../../kernel/index.ts';
import { type Resumption, resume } from '../../../risk/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { Control, ControlBody } from '../control.ts';
import type { Draft } from '../draft.ts';
import type { Effect } from '../effect.ts';
import type { Input } from '../input.ts';
import { turnOnAgain } from '../placing/index.ts';
import { takeBack } from '../sharing.ts';
import {
  applyKill,
  armAgain,
  armSwitches,
  cancelAll,
  recordDeposit,
  recordWithdrawal,
  refusalOf,
  stateKeyText,
  theKey,
} from '../stopping/index.ts';
import { assertOutcome, closeBreak, reallocate, refusalWord } from '../venue/index.ts';

type Of<Kind extends ControlBody['kind']> = Extract<ControlBody, { kind: Kind }>;

export function onControl(draft: Draft, { control }: Extract<Input, { kind: 'Control' }>): void {
  const next = draft.state.controlSequence + 1;
  // Told again: it was taken, or refused, and stays so.
  if (control.sequence < next) return;
  if (control.sequence > next) {
    const subject = `${next} is missing before ${control.sequence}`;
    alert(draft, 'ControlGap', 'Critical', subject);
    return;
  }
  const why = refusalOf(draft.state, control.body, draft.moment.at) ?? booked(draft, control.body);
  if (why !== null) {
    refuse(draft, control, why);
    return;
  }
  const warns = warningsOf(draft, control.body);
  draft.add({ type: 'ControlTaken', control });
  draft.perform(...warns);
  follow(draft, control.body);
}

function alert(
  draft: Draft,
  code: string,
  severity: Extract<Effect, { kind: 'Alert' }>['severity'],
  subject: string,
): void {
  draft.perform({ kind: 'Alert', code, severity, venue: null, subject });
}

function refuse(draft: Draft, control: Control, why: string): void {
  draft.add({ type: 'ControlRefused', at: draft.moment.at, control, why });
  const subject = `${control.sequence} ${control.body.kind}: ${why}`;
  alert(draft, 'ControlRefused', 'Warning', subject);
}

/** What the books or the trading state may still refuse; nothing of it is kept where they do. */
function booked(draft: Draft, body: ControlBody): string | null {
  switch (body.kind) {
    case 'DepositRecorded':
      return recordDeposit(draft, body);
    case 'WithdrawalRecorded':
      return recordWithdrawal(draft, body);
    case 'Resumed':
      return letGoOn(draft, body);
    case 'BlockReallocated': {
      const changes = reallocate(draft, body);
      return changes.ok ? null : refusalWord(changes.error);
    }
    default:
      return null;
  }
}

function letGoOn(draft: Draft, body: Of<'Resumed'>): string | null {
  const { ends, approval, proposer, approvers } = body;
  const key = theKey(body.key);
  const stands = mapGet(draft.state.risk.states, stateKeyText(key)) ?? { grade: null };
  const resumption: Resumption = { approval, proposer, approvers, ends };
  const state = resume(stands, resumption);
  if (!state.ok) return state.error.code;
  const { at } = draft.moment;
  draft.add({ type: 'TradingStateSet', at, key, state: state.value, why: `approved: ${approval}` });
  armAgain(draft, key);
  turnOnAgain(draft, key);
  return null;
}

/** What is true at once with it. */
function follow(draft: Draft, body: ControlBody): void {
  switch (body.kind) {
    case 'Killed': {
      const { ordersToCancel } = applyKill(draft, body.key, body.grade, body.by, body.why);
      const subject = `${stateKeyText(body.key)} ${body.grade}: ${ordersToCancel} to cancel`;
      alert(draft, 'Killed', 'Critical', subject);
      return;
    }
    case 'LimitsSet':
      takeBack(draft, body.level, body.scope);
      return;
    case 'Resumed':
      armSwitches(draft);
      return;
    case 'ClientSet':
      endTrading(draft, body);
      return;
    case 'VenueAccountSet':
      compareFirst(draft, body);
      return;
    case 'OutcomeAsserted':
      assertOutcome(draft, body);
      return;
    case 'BreakClosed':
      closeBreak(draft, body);
      return;
    default:
      return;
  }
}

/** A client who may not trade has no order that still could. */
function endTrading(draft: Draft, { client, state }: Of<'ClientSet'>): void {
  if (state !== 'Suspended' && state !== 'Closed') return;
  const count = cancelAll(draft, { level: 'client', scope: client });
  if (count > 0) alert(draft, 'ClientStopped', 'Warning', `${client} ${state}: ${count} to cancel`);
}

/** With another key, or for the first time: nothing is sent before it agrees with our books. */
function compareFirst(draft: Draft, { venueAccount, key }: Of<'VenueAccountSet'>): void {
  if (key === null) return;
  const { at } = draft.moment;
  const since = mapGet(draft.state.venues, venueAccount)?.watermark ?? at;
  draft.add({ type: 'VenueAccountReconciling', at, venueAccount, why: 'KeySet' });
  draft.perform({ kind: 'TakeSnapshot', venueAccount, why: 'Start', since });
}

// ------------------------------------------------------------------ what somebody should know

function warningsOf(draft: Draft, body: ControlBody): readonly Effect[] {
  const warn = (code: string, subject: string): Effect => {
    return { kind: 'Alert', code, severity: 'Warning', venue: null, subject };
  };
  const { config } = draft.state;
  switch (body.kind) {
    case 'LimitsSet':
      return overUsed(draft, body).map((subject) => warn('LimitBelowUse', subject));
    // An account begins without one. That people may trade it, and nothing says what, is news.
    case 'TradersSet': {
      const isBare = mapGet(config.mandates, body.account) === undefined;
      const isHouse = mapGet(config.accounts, body.account) === 'House';
      const isNews = isBare && !isHouse && body.traders.length > 0;
      return isNews ? [warn('AccountWithoutMandate', body.account)] : [];
    }
    case 'MandateSet': {
      const { account } = body.mandate;
      const isKnown = mapGet(config.accounts, account) !== undefined;
      return isKnown ? [] : [warn('MandateWithoutAccount', account)];
    }
    case 'RestrictionSet': {
      const count = workingUnder(draft, body);
      const { id, instrument } = body.restriction;
      return count === 0 ? [] : [warn('OrdersUnderRestriction', `${id} ${instrument}: ${count}`)];
    }
    case 'VenueAccountSet': {
      const count = body.key === null ? workingAt(draft, body) : 0;
      return count === 0 ? [] : [warn('OrdersWithoutKey', `${body.venueAccount}: ${count}`)];
    }
    default:
      return [];
  }
}

/** It is taken all the same: from then on, what would add is refused. */
function overUsed({ state }: Draft, { level, scope, limits }: Of<'LimitsSet'>): readonly string[] {
  const money = mapGet(state.risk.money, `${level}|${scope}`);
  if (money === undefined) return [];
  const used = { GrossExposure: money.gross, ValueAtRisk: money.valueAtRisk } as const;
  return limits.flatMap(({ kind, value, instrument }) => {
    if (instrument !== null || !(kind in used)) return [];
    const actual = used[kind as keyof typeof used];
    const isOver = actual !== null && greaterThan(actual, value);
    return isOver ? [`${level}|${scope} ${kind}: ${actual} over ${value}`] : [];
  });
}

function workingUnder({ state }: Draft, { restriction }: Of<'RestrictionSet'>): number {
  const { instrument, client, side } = restriction;
  return mapEntries(state.orders).filter(
    ([, { order, client: owner }]) =>
      order.placement.level === 'Parent' &&
      !isEnded(order.ordStatus) &&
      order.placement.instrument === instrument &&
      (client === null || client === owner) &&
      (side === null || side === order.placement.side),
  ).length;
}

function workingAt({ state }: Draft, { venueAccount }: Of<'VenueAccountSet'>): number {
  return mapEntries(state.orders).filter(
    ([, memory]) => memory.venueAccount === venueAccount && !isEnded(memory.order.ordStatus),
  ).length;
}
