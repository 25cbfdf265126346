/**
 * Starts the trading of a shard: takes its lease, reads its journal, connects its accounts, and serves
 * those who ask. Whatever takes the lead from this process ends it.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@ultrathink/db';
import { readControls } from '@ultrathink/db/controls';
import {
  type EngineJournal,
  type EvidenceStore,
  newLogFindings,
  openAllotments,
  openEvidence,
  openJournal,
  openLeases,
  openOwners,
} from '@ultrathink/db/engine';
import type { VenueStandingView } from '@ultrathink/domain/engine';
import type { Control, EngineState } from '@ultrathink/domain/engine/core';
import { mapGet, negate } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { EXIT, type HealthVerdict, type Life, type Log, UP } from '@ultrathink/runtime';
import type { EngineEnv } from '../env.ts';
import { AllotmentKeeper } from './allotments.ts';
import { openAside } from './aside-file.ts';
import { BreakerReadings } from './breaker-readings.ts';
import type { Callers } from './callers.ts';
import { ControlReader } from './control-reader.ts';
import { TimeKeeper } from './keep-time.ts';
import { LeaseKeeper } from './lease.ts';
import { type Lines, type LinesParts, openLines } from './lines.ts';
import { movePaperMoney } from './open-account.ts';
import type { Journal, Loaded } from './ports.ts';
import type { Relay } from './relay.ts';
import { Run } from './run.ts';
import type { RunEnd } from './run-parts.ts';
import { Snapshots } from './snapshots.ts';
import { standingsOf } from './standings.ts';
import { noticesOf } from './trading-notices.ts';

/** What is in flight at a stop is waited for so long; what has no answer then is asked for at the start. */
const QUIET_MOST_MS = 3_000;
const QUIET_LOOK_MS = 20;
const CONTROLS_SILENT_MS = 10_000;

export type TradingEnv = Pick<EngineEnv, 'DATABASE_URL' | 'DATA_DIR' | 'ENGINE_DOOR'> &
  LinesParts['env'];

export interface TradingParts
  extends Omit<LinesParts, 'env' | 'store' | 'owners' | 'lease' | 'run'> {
  readonly database: Database;
  readonly relay: Relay;
  readonly callers: Callers;
}

export interface Trading {
  /** People decided something. */
  nudge(): void;
  /** How each account at a venue stands now. */
  standings(): readonly VenueStandingView[];
  /** A book of the instrument changed, or was lost. */
  changed(instrument: InstrumentId): void;
}

interface Led {
  readonly lease: LeaseKeeper;
  readonly journal: EngineJournal;
  readonly store: EvidenceStore;
  readonly loaded: Loaded;
}

/**
 * Waits while another engine leads the shard.
 * @returns null when the process is stopped over it.
 * @throws when the journal can't be read.
 */
export async function startTrading(
  life: Life,
  env: TradingEnv,
  parts: TradingParts,
): Promise<Trading | null> {
  const stop = { now: (_why: string): void => undefined };
  const led = await lead(life, env, (why) => stop.now(why));
  if (led === null) return null;
  const { lease, store, loaded, journal } = led;
  const bound: { run: Run | null } = { run: null };
  const runOf = (): Run => {
    if (bound.run === null) throw new Error('A line was used before its run was there.');
    return bound.run;
  };
  const owners = openOwners(env.DATABASE_URL);
  life.onStop('owners of orders', () => owners.close());
  const lines = openLines(life, { ...parts, env, store, owners, lease, run: runOf });
  const snapshots = new Snapshots({ journal, clock: life.clock, log: life.log }, loaded.sequence);
  const aside = openAside(join(env.DATA_DIR, `engine-${env.SHARD}`, 'kills-ahead.jsonl'));
  const allotted: { keeper: AllotmentKeeper | null } = { keeper: null };
  const run = openRun(life, {
    ...parts,
    ...led,
    allotted,
    lines,
    snapshots,
    journal: { ...journal, ...aside },
  });
  bound.run = run;
  allotted.keeper = keepAllotments(life, env, run, lease);
  stop.now = () => {
    parts.callers.serve(null);
    lines.effects.hold(true);
    run.stop();
  };
  const { accounts, evidence, marks, slices } = lines;
  const controls = openControls(life, env, parts, { run, lines, store, lease });
  const time = new TimeKeeper({
    run,
    accounts,
    controls,
    evidence,
    readings: readingsOf(life, parts, run, loaded),
    marked: () => (run.state.config.accounts.size === 0 ? null : (marks?.marked() ?? null)),
    onFault: (error) => {
      life.log.fatal('An act of the engine failed. This is a bug in the program.', { error });
      void life.stop('an act of the engine failed', EXIT.fault);
    },
  });
  await run.start();
  lease.start();
  time.start();
  parts.callers.serve((input) => run.ask(input));
  life.onStop('trading', () => end(life, parts, { ...led, run, lines, time, snapshots }));
  life.addCheck('trading', () => healthOf(run, lease, controls, lines));
  const { epoch } = lease;
  life.log.info('This engine leads its shard.', { epoch, sequence: loaded.sequence });
  return {
    nudge: () => void controls.look(),
    standings: () => standingsOf(run.state),
    changed(instrument) {
      slices?.changed(instrument);
      time.changed(instrument);
    },
  };
}

async function lead(
  life: Life,
  { DATABASE_URL: url, SHARD: shard, ENGINE_DOOR }: TradingEnv,
  stopNow: (why: string) => void,
): Promise<Led | null> {
  const { clock, log } = life;
  const leases = openLeases(url);
  life.onStop('leases', () => leases.close());
  const waiting = new AbortController();
  life.onStop('waiting for the lease', () => waiting.abort());
  const lease = await LeaseKeeper.take(
    {
      store: leases,
      shard,
      // Of the processes behind one door of one machine only one lives.
      holder: `${hostname()} ${ENGINE_DOOR}`,
      clock,
      log,
      onLost: (why) => {
        stopNow(why);
        log.fatal('This engine leads its shard no more.', { why });
        void life.stop('the lease was lost', EXIT.unavailable);
      },
    },
    waiting.signal,
  );
  if (lease === null) return null;
  life.onStop('lease', () => lease.close());
  const store = openEvidence(url);
  life.onStop('evidence store', () => store.close());
  const journal = openJournal({
    url,
    shard,
    onPassedOver: (snapshot) => log.error('A snapshot was passed over.', { ...snapshot }),
  });
  life.onStop('journal', () => journal.close());
  return { lease, journal, store, loaded: await journal.load() };
}

/** It looks at once when an order was refused for want of more. */
function keepAllotments(
  life: Life,
  { DATABASE_URL: url, SHARD: shard }: TradingEnv,
  run: Run,
  lease: LeaseKeeper,
): AllotmentKeeper {
  const { clock, log } = life;
  const store = openAllotments(url);
  const keeper = new AllotmentKeeper({ store, shard, epoch: () => lease.epoch, run, clock, log });
  keeper.start();
  life.onStop('allotments', () => keeper.close());
  return keeper;
}

function readingsOf(
  { clock, log }: Life,
  { database, market }: TradingParts,
  run: Run,
  { state }: Loaded,
): BreakerReadings {
  return new BreakerReadings({
    feed: market?.feed ?? null,
    findings: (after) => newLogFindings(database, after),
    offer: (reading) => run.offer(reading),
    since: state.at ?? clock.now(),
    clock,
    log,
  });
}

interface RunNeeds extends Pick<Led, 'lease' | 'loaded'> {
  readonly relay: Relay;
  readonly callers: Callers;
  readonly allotted: { readonly keeper: AllotmentKeeper | null };
  readonly lines: Lines;
  readonly snapshots: Snapshots;
  readonly journal: Journal;
}

/** What an alert is worth in the log: of a warning nobody is woken. */
const LOUDNESS = {
  Info: (log: Log, ...line: Parameters<Log['info']>) => log.info(...line),
  Warning: (log: Log, ...line: Parameters<Log['warn']>) => log.warn(...line),
  Critical: (log: Log, ...line: Parameters<Log['error']>) => log.error(...line),
} as const;

function openRun(life: Life, needs: RunNeeds): Run {
  const { clock, ids, log, processId } = life;
  const { relay, callers, allotted, lines, snapshots, journal, lease, loaded } = needs;
  const { effects, meter, slices, accounts } = lines;
  const onEnd = (how: RunEnd, detail: unknown) => {
    callers.serve(null);
    effects.hold(true);
    log.fatal('The engine decides nothing more.', { how, detail });
    const code = how === 'Fenced' ? EXIT.unavailable : EXIT.fault;
    void life.stop(`its decisions ended: ${how}`, code);
  };
  const run: Run = new Run(
    {
      ports: {
        clock,
        ids,
        journal,
        venue: {
          market: (instrument) => slices?.of(instrument) ?? null,
          perform: (effect, committedMs) => effects.perform(effect, committedMs),
          hold: (isHeld) => effects.hold(isHeld),
        },
        notices: {
          reply: (to, reply) => callers.reply(to, reply),
          alert(alert) {
            meter.onAlert(alert);
            LOUDNESS[alert.severity](log, 'Somebody has to look.', { alert });
          },
          committed(batch) {
            meter.onCommitted(batch);
            for (const notice of noticesOf(batch)) relay.publish(notice);
            snapshots.onCommitted(run.durable);
            allotted.keeper?.committed(batch);
          },
        },
      },
      process: processId,
      epoch: lease.epoch,
      meter,
      onReloaded: () => accounts.tellAgain(),
      onEnd,
    },
    loaded,
  );
  return run;
}

interface Working {
  readonly run: Run;
  readonly lines: Lines;
}

function openControls(
  { clock, log }: Life,
  { SHARD: shard }: TradingEnv,
  { database }: TradingParts,
  { run, lines, store, lease }: Pick<Led, 'store' | 'lease'> & Working,
): ControlReader {
  const leading = { shard, epoch: lease.epoch };
  return new ControlReader({
    read: (after, most) => readControls(database, shard, after, most),
    state: () => run.state,
    isWorking: () => run.isWorking,
    offer: (control) => run.offer({ kind: 'Control', control }),
    prepare: (control, state) => movePaper(lines, { store, leading }, control, state),
    clock,
    log,
  });
}

/** What people say came to a paper account, or left it, does so at the venue first. */
async function movePaper(
  { accounts }: Lines,
  books: Parameters<typeof movePaperMoney>[0],
  { body, sequence }: Control,
  state: EngineState,
): Promise<void> {
  if (body.kind !== 'DepositRecorded' && body.kind !== 'WithdrawalRecorded') return;
  const { venueAccount, money } = body;
  if (mapGet(state.config.venueAccounts, venueAccount)?.mode !== 'Paper') return;
  const amount = body.kind === 'DepositRecorded' ? money.amount : negate(money.amount);
  const move = { asset: money.asset, amount, sequence };
  await accounts.whileClosed(venueAccount, () => movePaperMoney(books, venueAccount, move));
}

/** Nobody is served any more; what is on its way is waited for, and then nothing leaves. */
async function end(
  { clock }: Life,
  { callers }: TradingParts,
  parts: Led & {
    readonly run: Run;
    readonly lines: Lines;
    readonly time: TimeKeeper;
    readonly snapshots: Snapshots;
  },
): Promise<void> {
  const { run, lines, time, snapshots } = parts;
  const { effects, accounts, evidence } = lines;
  callers.serve(null);
  const untilMs = clock.monotonicMs() + QUIET_MOST_MS;
  while (run.isWorking && clock.monotonicMs() < untilMs && !(run.isIdle && effects.isIdle)) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_LOOK_MS));
  }
  time.close();
  effects.hold(true);
  run.stop();
  await accounts.close();
  await snapshots.close(run.durable);
  await evidence.close();
}

function healthOf(
  run: Run,
  lease: LeaseKeeper,
  controls: ControlReader,
  { accounts }: Lines,
): HealthVerdict {
  if (!run.isWorking) {
    return { state: 'Down', sentence: 'The journal is away: nothing is decided.' };
  }
  if (lease.sendableMs() <= 0) {
    return { state: 'Down', sentence: 'The lease ends too soon: nothing is sent.' };
  }
  if (controls.silentMs > CONTROLS_SILENT_MS) {
    return { state: 'Degraded', sentence: 'What people decide does not reach the engine.' };
  }
  const { wanted, open } = accounts.counts();
  if (open === wanted) return UP;
  return { state: 'Degraded', sentence: `${wanted - open} accounts at venues are not connected.` };
}
