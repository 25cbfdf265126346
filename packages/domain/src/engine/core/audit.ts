/**
 * What the audit trail says of a decision: one event for each thing that changed money, orders or
 * whether trading goes on. Every type of event stands in one table, with its sentence or with the reason
 * why it has none. Each sealed event names its record and that record's hash, which chains all before
 * it: whoever holds a signed checkpoint of the trail holds the journal to it, market and checks included.
 */
import type { EventDraft, EventFrame } from '../../audit/index.ts';
import type {
  AnyId,
  CausationId,
  ClientId,
  CommandId,
  CorrelationId,
  EventId,
} from '../../kernel/index.ts';
import type { StateKey } from '../../risk/index.ts';
import { orderOf } from './apply/orders.ts';
import type { EngineEvent } from './event.ts';
import type { Decided, JournalRecord } from './journal.ts';
import { clientOf, type EventOf, shown, shownOrNull } from './projections/common.ts';
import { clientOfEntry } from './projections/money.ts';
import { type HoldLine, holdDrafts, holdLineOf } from './trail/holds.ts';
import { childOf, decisionDraft, moveDraft, orderDraft } from './trail/orders.ts';
import type { Trail } from './trail/trail.ts';

export interface AuditEvent {
  readonly frame: EventFrame;
  readonly draft: EventDraft;
}

type Sentence<Type extends EngineEvent['type']> = (
  event: EventOf<Type>,
  trail: Trail,
) => EventDraft | null;

/** Why an event of this type is not in the trail. */
interface Untold {
  readonly untold: string;
}

const untold = (why: string): Untold => ({ untold: why });

const MARKET = untold('It tells of the market, and changes no order, money or state.');
const PATIENCE = untold('It moves a question, not what is asked about.');
const TIME = untold('It says when to look again.');

const inVenueAccount = (id: string) => ({ kind: 'VenueAccount', id });
const ofClient = (client: ClientId | null) => ({ clientId: client });

function clientOfLevel({ level, scope }: StateKey, { after }: Decided): ClientId | null {
  if (level === 'client') return scope as ClientId;
  return level === 'account' ? clientOf(after, scope) : null;
}

export const AUDITED: { readonly [Type in EngineEvent['type']]: Sentence<Type> | Untold } = {
  RunStarted: ({ run, epoch }) => ({
    action: 'engine.startRun',
    subject: { kind: 'Run', id: run },
    after: { epoch },
  }),
  ControlTaken: ({ control: { sequence, body } }) => ({
    action: 'engine.takeControl',
    subject: { kind: 'Control', id: String(sequence) },
    after: { kind: body.kind, approval: 'approval' in body ? body.approval : null },
  }),
  InputDropped: ({ what, subject, why }) => ({
    action: 'engine.dropInput',
    subject: { kind: 'Input', id: subject },
    after: { what, why },
  }),
  ControlRefused: ({ control: { sequence, body }, why }) => ({
    action: 'engine.refuseControl',
    subject: { kind: 'Control', id: String(sequence) },
    after: { kind: body.kind, why },
  }),
  CommandTaken: untold('What it led to is told, with the same command.'),
  Marked: MARKET,
  FeesTold: MARKET,
  VenueStateTold: MARKET,
  VenueTraitsTold: MARKET,
  OrderDecided: decisionDraft,
  AllocationSealed: ({ pre, hash }) => ({
    action: 'trading.sealAllocation',
    subject: { kind: 'Order', id: pre.order },
    clientId: null,
    after: {
      id: pre.id,
      version: pre.version,
      method: pre.method,
      orderQty: shown(pre.orderQty),
      legs: pre.legs.length,
      hash,
    },
    ...(pre.reallocation === null ? {} : { reason: pre.reallocation.reason }),
  }),
  ParentPlaced: (event, { placed }) =>
    placed.has(event.placement.clOrdId) ? null : orderDraft('trading.placeOrder', event),
  ChildPlaced: (event, trail) => {
    const { parentClOrdId } = event.placement;
    if (parentClOrdId !== null && trail.placed.has(parentClOrdId)) return null;
    return childOf(event, trail.decided);
  },
  OrderMoved: moveDraft,
  OrderEvicted: untold('It ended before; only memory lets it go.'),
  FillBooked: ({ venueAccount, clOrdId, fill, mid }, { decided }) => ({
    action: 'trading.bookFill',
    subject:
      clOrdId === null
        ? { kind: 'Execution', id: `${venueAccount}|${fill.execId}` }
        : { kind: 'Order', id: clOrdId },
    ...ofClient(clOrdId === null ? null : ownerOf(decided, clOrdId)),
    after: {
      venueAccount,
      execId: fill.execId,
      orderId: fill.orderId,
      instrument: fill.instrument,
      side: fill.side,
      lastQty: shown(fill.lastQty),
      lastPx: shown(fill.lastPx),
      fee: fill.fee === null ? null : { amount: shown(fill.fee.amount), asset: fill.fee.asset },
      mid: shownOrNull(mid),
      tradedAt: fill.at,
    },
  }),
  FillFeeTold: ({ venueAccount, execId, fee }) => ({
    action: 'trading.bookFee',
    subject: { kind: 'Execution', id: `${venueAccount}|${execId}` },
    after: { amount: shown(fee.amount), asset: fee.asset },
  }),
  FillAllocated: ({ clOrdId, execId, legs }) => ({
    action: 'trading.allocateFill',
    subject: { kind: 'Order', id: clOrdId },
    clientId: null,
    after: {
      execId,
      legs: legs.map(({ account, lastQty, notional }) => [
        account,
        shown(lastQty),
        shown(notional),
      ]),
    },
  }),
  BlockCorrected: ({ clOrdId, why, version, approval, changes }) => ({
    action: why === 'Evened' ? 'trading.evenBlock' : 'trading.reallocateBlock',
    subject: { kind: 'Order', id: clOrdId },
    clientId: null,
    after: {
      version,
      approval,
      changes: changes.map(({ account, place, quantity, notional, fees, commission }) => [
        account,
        place,
        shown(quantity),
        shown(notional),
        shown(commission),
        ...fees.flatMap(({ amount, asset }) => [shown(amount), asset]),
      ]),
    },
  }),
  LedgerMoved: ({ event }, { decided }) => {
    if (event.type !== 'EntryBooked') return null;
    const { entry } = event;
    return {
      action: 'ledger.bookEntry',
      subject: { kind: 'Entry', id: entry.id },
      ...ofClient(clientOfEntry(decided.after, entry) as ClientId | null),
      after: {
        cause: entry.cause,
        postings: entry.postings.map(({ account, amount }) => [
          account.kind,
          'account' in account ? account.account : null,
          account.asset,
          account.place.id,
          shown(amount),
        ]),
      },
    };
  },
  PositionFilled: untold('It follows from the fill, the block or the control, that is told.'),
  PositionFeeTold: untold('It follows from the fee of a fill, or from the block, that is told.'),
  EarlyFillHeld: ({ venueAccount, fill }) => ({
    action: 'trading.holdEarlyFill',
    subject: { kind: 'Execution', id: `${venueAccount}|${fill.execId}` },
    after: { orderId: fill.orderId, lastQty: shown(fill.lastQty), lastPx: shown(fill.lastPx) },
  }),
  EarlyFillsClaimed: untold('Each of them is booked, and told so.'),
  MarkoutTaken: MARKET,
  TriggerSight: ({ clOrdId, isBlind }, { decided }) => ({
    action: isBlind ? 'trading.loseSight' : 'trading.regainSight',
    subject: { kind: 'Order', id: clOrdId },
    ...ofClient(ownerOf(decided, clOrdId)),
  }),
  ConfirmingStarted: untold('The order is told to be unconfirmed.'),
  ConfirmingHeard: PATIENCE,
  ConfirmingAsked: PATIENCE,
  ConfirmingEnded: ({ clOrdId, request, how }, { decided }) => ({
    action: 'trading.endDoubt',
    subject: { kind: 'Order', id: clOrdId },
    ...ofClient(ownerOf(decided, clOrdId)),
    after: { request, how },
  }),
  HandedToHuman: ({ clOrdId, request }, { decided }) => ({
    action: 'trading.handToHuman',
    subject: { kind: 'Order', id: clOrdId },
    ...ofClient(ownerOf(decided, clOrdId)),
    after: { request },
  }),
  BreakOpened: ({ break: found }) => ({
    action: 'trading.openBreak',
    subject: { kind: 'Break', id: found.id },
    ...ofClient(found.client),
    after: {
      kind: found.kind,
      venueAccount: found.venueAccount,
      severity: found.severity,
      about: found.subject,
      ours: found.ours,
      theirs: found.theirs,
      value: shownOrNull(found.value),
    },
  }),
  BreakClosed: ({ breakId, how }) => ({
    action: 'trading.closeBreak',
    subject: { kind: 'Break', id: breakId },
    after: { how },
  }),
  Contradicted: ({ clOrdId, contradiction, evidence }, { decided }) => ({
    action: 'trading.meetContradiction',
    subject: { kind: 'Order', id: clOrdId },
    ...ofClient(ownerOf(decided, clOrdId)),
    after: { code: contradiction.code, evidence },
  }),
  DayCompared: ({ venueAccount, type: _, at: __, ...after }) => ({
    action: 'trading.compareDay',
    subject: inVenueAccount(venueAccount),
    after,
  }),
  VenueAccountReconciled: ({ venueAccount, watermark }) => ({
    action: 'trading.openVenueAccount',
    subject: inVenueAccount(venueAccount),
    after: { watermark },
  }),
  VenueAccountReconciling: ({ venueAccount, why }) => ({
    action: 'trading.closeVenueAccount',
    subject: inVenueAccount(venueAccount),
    after: { why },
  }),
  TradingStateSet: ({ key, state, why }, { decided }) => ({
    action: 'risk.setTradingState',
    subject: { kind: 'TradingState', id: `${key.level}|${key.scope}` },
    ...ofClient(clientOfLevel(key, decided)),
    after: { grade: state.grade, by: state.grade === null ? null : state.by, why },
  }),
  StopCompleted: ({ key, grade, since, orders, lastEndedMs }, { decided }) => ({
    action: 'risk.completeStop',
    subject: { kind: 'TradingState', id: `${key.level}|${key.scope}` },
    ...ofClient(clientOfLevel(key, decided)),
    after: { ...key, grade, since, orders, lastEndedMs },
  }),
  BreakerRead: ({ key, breaker, reading, tripped }) =>
    tripped === null
      ? null
      : {
          action: 'risk.tripBreaker',
          subject: { kind: 'TradingState', id: `${key.level}|${key.scope}` },
          after: { breaker, grade: tripped, value: shownOrNull(reading.value) },
        },
  Throttled: ({ key, repeats, isOff }) =>
    isOff
      ? { action: 'risk.throttle', subject: { kind: 'Throttle', id: key }, after: { repeats } }
      : null,
  AllotmentSet: ({ limit, cap, amount }) => ({
    action: 'risk.setAllotment',
    subject: { kind: 'Limit', id: limit },
    after: { cap: shown(cap), amount: shown(amount) },
  }),
  AgendaSet: TIME,
  AgendaDone: TIME,
  DayRolled: TIME,
};

function ownerOf({ before, after }: Decided, clOrdId: string): ClientId | null {
  return (orderOf(after, clOrdId) ?? orderOf(before, clOrdId))?.client ?? null;
}

/**
 * What is sealed of one record.
 * @param hash of the record in the journal's chain, in hex.
 */
export function auditOf(shard: number, decided: Decided, hash: string): readonly AuditEvent[] {
  const { record } = decided;
  const trail: Trail = { decided, ...saidOf(record) };
  const holds: HoldLine[] = [];
  const drafts: EventDraft[] = [];
  for (const event of record.events) {
    const line = event.type === 'LedgerMoved' ? holdLineOf(event.event, decided) : null;
    if (line !== null) holds.push(line);
    const draft = draftOf(event, trail);
    if (draft !== null) drafts.push(draft);
  }
  const journal = { shard, sequence: record.sequence, hash };
  return [...holdDrafts(drafts, holds)].map((draft, n) => ({
    frame: frameOf(decided, draft, n),
    draft: { ...draft, after: { ...(draft.after as object | undefined), journal } },
  }));
}

function draftOf(event: EngineEvent, trail: Trail): EventDraft | null {
  // The table gives each type its own sentence; the compiler can't see that through the look-up.
  const entry = AUDITED[event.type] as Sentence<typeof event.type> | Untold;
  return typeof entry === 'function' ? entry(event as never, trail) : null;
}

function saidOf({ events }: JournalRecord): Pick<Trail, 'placed' | 'booked'> {
  const placed = new Set<string>();
  const booked = new Set<string>();
  for (const event of events) {
    if (event.type === 'OrderDecided' && event.decision.verdict === 'Placed') {
      placed.add(event.decision.clOrdId);
    }
    if (event.type === 'FillBooked') booked.add(`${event.clOrdId}|${event.fill.execId}`);
  }
  return { placed, booked };
}

function frameOf({ record, after }: Decided, draft: EventDraft, n: number): EventFrame {
  const { input, at } = record;
  const asker = input.kind === 'Command' ? input.asker : null;
  const id = sealedId(input.id, n);
  const common = { id, at, clientId: draft.clientId ?? null, writer: 'engine' };
  const causationId = input.id as AnyId as CausationId;
  if (input.kind !== 'Command' || asker === null) {
    const run = after.run?.id ?? (input.id as AnyId as EventFrame['actor']['id']);
    return {
      ...common,
      actor: { kind: 'System', id: run },
      commandId: input.id as AnyId as CommandId,
      correlationId: input.id as AnyId as CorrelationId,
      causationId,
    };
  }
  const { person, session, apiKey, correlationId } = asker;
  const actor = {
    kind: apiKey === null ? ('Person' as const) : ('ApiKey' as const),
    id: person,
    ...(session === null ? {} : { session }),
    ...(apiKey === null ? {} : { key: apiKey as AnyId }),
  };
  return { ...common, actor, commandId: input.commandId, correlationId, causationId };
}

/** Beside the ids that the decision itself could take of its input: those count from one. */
const FIRST_SEALED = 0x1_0000n;

function sealedId(input: AnyId, n: number): EventId {
  const tail = (BigInt(`0x${input.slice(24)}`) + FIRST_SEALED + BigInt(n)) & 0xffff_ffff_ffffn;
  return `${input.slice(0, 24)}${tail.toString(16).padStart(12, '0')}` as EventId;
}
