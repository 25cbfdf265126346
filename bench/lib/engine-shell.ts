/**
 * An engine's shell as `start-trading.ts` puts it together (decisions, journal, evidence, effects,
 * notices for pages, snapshots), in a database of its own, with the samples' world and markets that are
 * made here. What it reaches venues through is given.
 */
import { openEvidence, openJournal, openLeases } from '@ultrathink/db/engine';
import { aShard, type TestDatabase } from '@ultrathink/db/testing';
import type { Command, OrderWishText } from '@ultrathink/domain/engine';
import {
  EMPTY_STATE,
  type EngineEvent,
  isToBeMade,
  type MarketSlice,
} from '@ultrathink/domain/engine/core';
import { ALPHA_ACCOUNT as ALPHA, ANNA, marked } from '@ultrathink/domain/engine/core/testing';
import type {
  CommandId,
  CorrelationId,
  IdempotencyKey,
  ProcessId,
} from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { CheckRefusal } from '@ultrathink/domain/trading';
import { createSystemIds, silentLog, systemClock } from '@ultrathink/runtime';
import {
  type AccountLine,
  ActsMeter,
  Callers,
  DOOR_LIMITS,
  Effects,
  type EnginePorts,
  EvidenceKeeper,
  noticesOf,
  type Outcome,
  Relay,
  Run,
  Snapshots,
  type VenueEffect,
} from '@ultrathink/worker/engine';

const SHARD = 1;
const LEASE_MS = 3_600_000;
/** As much as a lease that was just renewed leaves. */
const SENDABLE_MS = 13_000;
const TICK_MS = 50;
const MARKS_MS = 1_000;
const DEADLINE_MS = 20_000;

const ids = createSystemIds();

/** Long texts alone: what else a row has is a tenth of it. */
export const BYTES_OF_AN_ORDER = `
  select (select avg(length(body)) from engine.journal where kind = 'Command')
    + (select avg(length(checks::text)) from trading.decision)
    + (select avg(length(snapshot) + length(plan) + length(alternatives)) from trading.receipt)
    + (select avg(length(body)) from audit.event where action = 'trading.decideOrder') as bytes`;

export interface ShellParts {
  readonly database: TestDatabase;
  readonly line: AccountLine;
  readonly market: () => MarketSlice;
  /** Of one unit of what is traded. */
  readonly price: string;
  /** One order's request is about to be made: `orderQty` names it. */
  readonly onEffect?: (effect: VenueEffect) => void;
  readonly onBatch?: (batch: Parameters<EnginePorts['journal']['append']>[0]) => void;
  /** Somebody would be called. */
  readonly onAlert?: (alert: string) => void;
  /** What pages are told, on its way to them. */
  readonly onNotice?: (notice: NoticeToPublish) => NoticeToPublish;
  /** Which the pages' door asks for; the samples' shard without. */
  readonly relayShard?: number;
}

export type NoticeToPublish = ReturnType<typeof noticesOf>[number];

/** The journal with the samples' world as its first record. */
async function beginWorld({ database, price }: ShellParts) {
  const url = database.url('engine');
  const leases = openLeases(url);
  const lease = await leases.take(SHARD, 'bench', LEASE_MS);
  if (lease === null) throw new Error('Another engine leads.');
  const { epoch } = lease;
  const journal = openJournal({ url, shard: SHARD });
  await journal.load();
  const shard = aShard(SHARD);
  const { events } = shard.begin(epoch).record;
  shard.resume(EMPTY_STATE, 0, epoch);
  const marks = (): Extract<EngineEvent, { type: 'Marked' }> => {
    const event = shard.named(marked(systemClock.now(), price));
    if (event.type !== 'Marked') throw new Error('No marks.');
    return event;
  };
  const begun = await journal.append([shard.record([...events, marks()])]);
  if (!begun.ok) throw new Error(JSON.stringify(begun.error));
  const loaded = { state: shard.state, sequence: shard.sequence };
  return { url, leases, epoch, journal, loaded, named: shard.named, marks };
}

function effectsOf(url: string, line: AccountLine, run: () => Run) {
  const store = openEvidence(url);
  const parts = { ids, shard: SHARD, log: silentLog };
  const evidence = new EvidenceKeeper({ ...parts, store, clientOf: () => null });
  const effects = new Effects({
    clock: systemClock,
    log: silentLog,
    lineOf: (_account: VenueAccountId) => line,
    sendableMs: () => SENDABLE_MS,
    isWanted: (clOrdId) => isToBeMade(run().state, clOrdId),
    offer: (body) => run().offer(body),
    keepEvidence: (account, one) => evidence.keep(account, one),
    acts: new ActsMeter(),
  });
  return { store, evidence, effects };
}

const NO_KILLS = {
  setAside: () => Promise.resolve(),
  aside: () => Promise.resolve([]),
  clearAside: () => Promise.resolve(),
};

export async function openShell(parts: ShellParts) {
  const { line, market, onEffect, onBatch, onNotice, onAlert, relayShard = SHARD } = parts;
  const { url, leases, epoch, journal, loaded, named, marks } = await beginWorld(parts);
  const { store, evidence, effects } = effectsOf(url, line, () => run);
  const processId = ids.next<ProcessId>();
  const relay = new Relay(relayShard, processId, DOOR_LIMITS.ring);
  const callers = new Callers();
  const snapshots = new Snapshots({ journal, clock: systemClock, log: silentLog }, 1);
  const ended: unknown[] = [];
  const append: EnginePorts['journal']['append'] = (batch) => {
    onBatch?.(batch);
    return journal.append(batch);
  };
  const venue: EnginePorts['venue'] = {
    market,
    perform(effect, committedMs) {
      onEffect?.(effect);
      effects.perform(effect, committedMs);
    },
    hold: (isHeld) => effects.hold(isHeld),
  };
  const notices: EnginePorts['notices'] = {
    reply: (to, reply) => callers.reply(to, reply),
    alert: ({ code, subject }) => onAlert?.(`${code} ${subject}`),
    committed(batch) {
      for (const notice of noticesOf(batch)) relay.publish(onNotice?.(notice) ?? notice);
      snapshots.onCommitted(run.durable);
    },
  };
  const kept = { ...journal, ...NO_KILLS, append };
  const ports = { clock: systemClock, ids, journal: kept, venue, notices };
  const onEnd = (how: unknown, detail: unknown) => ended.push(how, detail);
  const onReloaded = () => ended.push('the journal was read again');
  const meter = { committed: () => undefined, failed: (code: string) => ended.push(code) };
  const asked = { ports, process: processId, epoch, onEnd, onReloaded, meter };
  const run: Run = new Run(asked, loaded);
  callers.serve((input) => run.ask(input));
  const mark = () => {
    const { instruments, values } = marks();
    run.offer({ kind: 'Marked', instruments, values });
  };
  const timers = [setInterval(mark, MARKS_MS), setInterval(() => void run.tick(), TICK_MS)];
  return {
    ...{ run, relay, callers, processId, ended },
    anna: named({
      actor: { kind: 'Person', id: ANNA },
      beneficiary: { kind: 'Account' as const, account: ALPHA },
    }),
    /** Nothing waits, nothing is on its way; evidence is written. */
    async rest(): Promise<void> {
      while (!run.isIdle || !effects.isIdle) await new Promise((go) => setTimeout(go, 5));
      await evidence.close();
    },
    async close(): Promise<void> {
      for (const timer of timers) clearInterval(timer);
      run.stop();
      await evidence.close();
      await Promise.all([journal.close(), store.close(), leases.close()]);
    },
  };
}

/** What Anna sends, in the shape of the door. */
export function commandOf(
  { anna }: Pick<Shell, 'anna'>,
  wish: Omit<OrderWishText, 'beneficiary'>,
): Command {
  const { actor, beneficiary } = anna;
  return {
    type: 'command',
    commandId: ids.next<CommandId>(),
    idempotencyKey: ids.next<IdempotencyKey>(),
    correlationId: ids.next<CorrelationId>(),
    actor,
    sessionId: null,
    sentAt: systemClock.now(),
    deadlineMs: DEADLINE_MS,
    body: { name: 'placeOrder', wish: { beneficiary, ...wish } },
  };
}

export type Shell = Awaited<ReturnType<typeof openShell>>;

/** Of an order that was refused: by whom, by which checks and why, in words that are the same for the same. */
export function refusedWords(outcome: Outcome): string {
  if (outcome.kind !== 'Accepted') return outcome.kind;
  if (outcome.result.name !== 'placeOrder') return outcome.result.name;
  const { answer } = outcome.result;
  if (answer.kind === 'Refused') {
    const { code, ...about } = answer.refusal;
    return ['Refused', code, ...Object.values(about)].join(' ');
  }
  const rejection = answer.kind === 'OrderDecided' ? answer.decision.rejection : null;
  if (rejection === null) return answer.kind;
  if (!('refusals' in rejection))
    return `${rejection.by} ${JSON.stringify(rejection)}`.slice(0, 200);
  // As the door has them: its schema leaves the list open.
  const refusals = rejection.refusals as readonly CheckRefusal[];
  const checks = refusals.map(({ check, code, actual }) =>
    // Of a state its word is the reason; of figures each order has another.
    [check, code, ...(actual === null || /\d/.test(actual) ? [] : [actual])].join(' '),
  );
  return `${rejection.by}: ${[...new Set(checks)].join(', ')}`;
}

/** Null where it was placed; else why not. */
export function refusalIn(outcome: Outcome): string | null {
  if (outcome.kind !== 'Accepted' || outcome.result.name !== 'placeOrder') {
    return JSON.stringify(outcome);
  }
  const { answer } = outcome.result;
  if (answer.kind !== 'OrderDecided') return JSON.stringify(answer);
  return answer.decision.verdict === 'Placed' ? null : JSON.stringify(answer.decision.rejection);
}
