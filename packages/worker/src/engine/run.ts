/**
 * The single writer of a shard. What waits is taken in its order, each input is judged at its moment by
 * `step`, and everything decided while one batch is being committed is the next batch: there are no
 * timers, and a batch is as large as the journal is slow.
 *
 * Invariants: effects and answers leave only after the commit of the batch they were decided in. One
 * batch is in flight at most. A commit that is not known to have happened drops the memory; nothing is
 * decided until the journal has been read again. Of a batch that is refused nothing happened: its inputs
 * are decided again one by one, and the one that is refused by itself is set apart.
 */
import {
  type AppendFailure,
  type CommandInput,
  type Decided,
  type EngineState,
  type InputBody,
  instrumentAwaited,
  type MarketSlice,
  type Moment,
  nextDue,
  RULES,
  type SteppedLean,
  stepLean,
  watch,
} from '@ultrathink/domain/engine/core';
import { compareTimes } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { CommitPace } from './commit-pace.ts';
import { InputIds } from './input-ids.ts';
import { instrumentOf } from './instrument-of.ts';
import { KillsAhead } from './kills-ahead.ts';
import { isToVenue, leaving } from './leaving.ts';
import type { CommandReply, Loaded } from './ports.ts';
import { recordOf } from './record-of.ts';
import { Replies } from './replies.ts';
import {
  type InBatch,
  RUN_LIMITS,
  type RunEnd,
  type RunLimits,
  type RunParts,
  type Waiting,
} from './run-parts.ts';
import { setApart } from './set-apart.ts';
import { sha256 } from './sha256.ts';

const isKill = (body: InputBody) => body.kind === 'Command' && body.act.act === 'Kill';
const commandsOf = (batch: readonly InBatch[]) => batch.flatMap(({ command }) => command ?? []);

const FAULT: CommandReply = { kind: 'NotTaken', code: 'Fault' };

export class Run {
  readonly #parts: RunParts;
  readonly #limits: RunLimits;
  readonly #ids: InputIds;
  readonly #replies: Replies;
  readonly #kills: KillsAhead;
  #waiting: Waiting[] = [];
  #collecting: InBatch[] = [];
  #inFlight: readonly InBatch[] = [];
  #state: EngineState;
  #durable: Loaded;
  #sequence: number;
  #stage: 'Working' | 'Away' | 'Loading' | 'Ended' = 'Working';
  #isWoken = false;
  #isTimeAsked = false;
  /** So many inputs are still written each by itself. */
  #alone = 0;
  readonly #pace = new CommitPace();

  constructor(parts: RunParts, loaded: Loaded) {
    this.#parts = parts;
    this.#limits = { ...RUN_LIMITS, ...parts.limits };
    this.#ids = new InputIds(parts.ports.ids);
    this.#replies = new Replies(parts.ports);
    this.#kills = new KillsAhead(
      parts.ports,
      this.#ids,
      this.#replies,
      this.#limits.killPatienceMs,
    );
    this.#state = loaded.state;
    this.#durable = loaded;
    this.#sequence = loaded.sequence;
  }

  /** As decided, durable or not. */
  get state(): EngineState {
    return this.#state;
  }

  /** As the journal has it. */
  get durable(): Loaded {
    return this.#durable;
  }

  get isWorking(): boolean {
    return this.#stage === 'Working';
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Nothing waits and nothing is on its way into the journal. */
  get isIdle(): boolean {
    return this.#waiting.length + this.#collecting.length + this.#inFlight.length === 0;
  }

  /** The first input of a run, and again after the memory was dropped; kills that were ahead come first. */
  async start(): Promise<void> {
    const { process, epoch } = this.#parts;
    const kills = await this.#kills.open();
    const first: InputBody[] = [...kills, { kind: 'Started', run: process, epoch, rules: RULES }];
    const rest = this.#waiting.filter(({ body }) => !isKill(body));
    this.#waiting = [...first.map((body) => ({ body, market: undefined })), ...rest];
    this.#wake();
  }

  /** Whatever venues, people's decisions, markets and time tell. */
  offer(body: Exclude<InputBody, CommandInput>, market?: MarketSlice | null): void {
    if (this.#stage === 'Ended') return;
    if (this.#waiting.length >= this.#limits.reportsMost) {
      this.#end('Overflow', `${this.#waiting.length} inputs wait.`);
      return;
    }
    if (body.kind === 'TimeCame') {
      if (this.#isTimeAsked) return;
      this.#isTimeAsked = true;
    }
    this.#waiting.push({ body, market });
    this.#wake();
  }

  /** What a person or a program asks for; the answer comes through the notices. */
  ask(command: CommandInput): void {
    const refusal = this.#refusalOf(command);
    if (refusal !== null) {
      this.#replies.give(command.commandId, { kind: 'NotTaken', code: refusal });
      return;
    }
    if (isKill(command)) {
      this.#kills.expect(command);
      // It is the first thing that is decided when the journal has been read again.
      if (this.#stage !== 'Working') return;
    }
    this.#waiting.push({ body: command, market: undefined });
    this.#wake();
  }

  /** A book of it changed, or time passed without one: what that makes necessary becomes an input. */
  watch(instrument: InstrumentId): void {
    if (this.#stage !== 'Working') return;
    const { clock, venue } = this.#parts.ports;
    const slice = venue.market(instrument);
    if (slice === null) return;
    for (const finding of watch(this.#state, slice, clock.now())) {
      this.offer({ kind: 'Watched', finding }, slice);
    }
  }

  /** Called some times a second: looks after what is due, and after what has waited too long. */
  async tick(): Promise<void> {
    if (this.#stage === 'Working') this.#lookAtTime();
    if (this.#stage === 'Ended') return;
    await this.#kills.actOnOverdue(this.#state);
    if (this.#stage === 'Away') await this.#load();
  }

  #lookAtTime(): void {
    const { clock, venue } = this.#parts.ports;
    if (this.#pace.isJournals(clock.monotonicMs())) return;
    const due = nextDue(this.#state);
    const { at, ms } = due;
    const now = clock.now();
    const isDue =
      (at !== null && compareTimes(at, now) <= 0) || (ms !== null && ms <= clock.monotonicMs());
    if (!isDue) return;
    const instrument = due.instrument ?? instrumentAwaited(this.#state, now);
    this.offer({ kind: 'TimeCame' }, instrument === null ? null : venue.market(instrument));
  }

  /** Nothing more is taken; what is in flight is waited for by whoever closes the journal. */
  stop(): void {
    if (this.#stage !== 'Ended') this.#giveUp('NotTaken');
    this.#stage = 'Ended';
  }

  #refusalOf(command: CommandInput): (CommandReply & { kind: 'NotTaken' })['code'] | null {
    if (this.#stage === 'Ended') return 'Ended';
    // A kill waits for the journal, and acts without it when that takes too long.
    if (isKill(command))
      return this.#waiting.length >= this.#limits.reportsMost ? 'QueueFull' : null;
    if (this.#stage !== 'Working') return 'JournalAway';
    return this.#waiting.length >= this.#limits.waitingMost ? 'QueueFull' : null;
  }

  /** In this turn of the loop still, after everything that came with it. */
  #wake(): void {
    if (this.#isWoken) return;
    this.#isWoken = true;
    queueMicrotask(() => {
      this.#isWoken = false;
      this.#work();
    });
  }

  #work(): void {
    let taken = 0;
    const most = () => (this.#alone > 0 ? 1 : this.#limits.batchMost);
    while (this.#stage === 'Working' && this.#collecting.length < most()) {
      const next = this.#waiting[taken];
      if (next === undefined) break;
      taken += 1;
      this.#decide(next);
    }
    this.#waiting.splice(0, taken);
    if (this.#stage === 'Working' && this.#inFlight.length === 0) this.#flush();
  }

  #decide(from: Waiting): void {
    const { body, market } = from;
    const { clock, venue } = this.#parts.ports;
    if (this.#alone > 0) this.#alone -= 1;
    if (body.kind === 'TimeCame') this.#isTimeAsked = false;
    const instrument = market === undefined ? instrumentOf(this.#state, body) : null;
    const slice = market ?? (instrument === null ? null : venue.market(instrument));
    const moment: Moment = {
      at: clock.now(),
      ms: Math.floor(clock.monotonicMs()),
      market: slice,
    };
    const input = { ...body, id: this.#ids.next() };
    const command = body.kind === 'Command' ? body : null;
    let stepped: SteppedLean;
    try {
      stepped = stepLean(this.#state, input, moment, sha256);
    } catch (error) {
      this.#onFault(command, error);
      return;
    }
    const { events, effects } = stepped;
    // What changes nothing and reaches no venue needs no record.
    const isKept = events.length > 0 || effects.some(isToVenue);
    if (isKept) this.#sequence += 1;
    const at = { sequence: this.#sequence, epoch: this.#parts.epoch };
    const decided = isKept ? recordOf(at, this.#state, input, moment, stepped) : null;
    this.#state = stepped.state;
    const { journal } = this.#parts.ports;
    // The journal is waited for anyway: what is made now is not made between two commits.
    if (decided !== null && this.#inFlight.length > 0) journal.prepare?.(decided);
    if (isKept || effects.length > 0) this.#collecting.push({ decided, effects, command, from });
    else if (command !== null) this.#replies.give(command.commandId, FAULT);
  }

  /** A command is refused and nothing was done; a report that can't be taken must not get lost. */
  #onFault(command: CommandInput | null, error: unknown): void {
    if (command === null) this.#end('Fault', error);
    else this.#refuse(command, 'DecisionFault');
  }

  #refuse(command: CommandInput | null, code: string): void {
    if (command === null) return;
    const subject = command.commandId;
    this.#replies.give(subject, FAULT);
    const { notices } = this.#parts.ports;
    notices.alert({ kind: 'Alert', code, severity: 'Critical', venue: null, subject });
  }

  #flush(): void {
    if (this.#collecting.length === 0) return;
    const batch = this.#collecting;
    this.#collecting = [];
    const records = batch.flatMap(({ decided }) => decided ?? []);
    if (records.length === 0) {
      this.#perform(batch);
      this.#kills.settle(commandsOf(batch));
      return;
    }
    this.#inFlight = batch;
    void this.#commit(batch, records);
  }

  async #commit(batch: readonly InBatch[], records: readonly Decided[]): Promise<void> {
    const { clock, journal, notices } = this.#parts.ports;
    this.#pace.begin(clock.monotonicMs());
    const result = await journal.append(records);
    const seconds = this.#pace.end(clock.monotonicMs());
    this.#inFlight = [];
    if (this.#stage === 'Ended') return this.#unknown(batch);
    if (!result.ok) return this.#onFailed(result.error, batch);
    const last = records.at(-1);
    if (last !== undefined) {
      this.#durable = { state: last.after, sequence: last.record.sequence };
    }
    this.#parts.meter?.committed(records.length, seconds);
    this.#perform(batch);
    notices.committed(records);
    this.#kills.settle(commandsOf(batch));
    this.#work();
  }

  /** Answers first, as somebody waits for them; then cancels, then what else goes to venues. */
  #perform(batch: readonly InBatch[]): void {
    const { clock, venue } = this.#parts.ports;
    const effects = batch.flatMap((one) => one.effects);
    for (const effect of effects) if (!isToVenue(effect)) this.#replies.perform(effect);
    const committedMs = clock.monotonicMs();
    for (const effect of leaving(effects)) venue.perform(effect, committedMs);
  }

  #onFailed(failure: AppendFailure, batch: readonly InBatch[]): void {
    this.#parts.meter?.failed(failure.code);
    if (failure.code === 'Refused') {
      this.#unwind(batch, failure.detail);
      return;
    }
    this.#unknown(batch);
    if (failure.code === 'Fenced') this.#end('Fenced', failure);
    else {
      this.#unknown(this.#collecting);
      this.#collecting = [];
      this.#stage = 'Away';
      void this.#load();
    }
  }

  /** As if none of it had been decided. Where it was one input alone, that one is set apart. */
  #unwind(batch: readonly InBatch[], detail: string): void {
    const again = [...batch, ...this.#collecting].map(({ from }) => from);
    const [only, ...more] = batch.filter(({ decided }) => decided !== null);
    this.#collecting = [];
    this.#state = this.#durable.state;
    this.#sequence = this.#durable.sequence;
    if (only === undefined || more.length > 0) {
      this.#waiting = [...again, ...this.#waiting];
      this.#alone = again.length;
    } else {
      const rest = [...again.filter((one) => one !== only.from), ...this.#waiting];
      const apart = setApart(only.from.body, detail);
      const instead = apart.how === 'Drop' ? [{ body: apart.instead, market: null }] : [];
      this.#waiting = [...instead, ...rest];
      this.#alone += instead.length;
      if (apart.how === 'End') this.#end('Fault', detail);
      if (apart.how === 'Answer') this.#refuse(only.command, 'InputNotKept');
    }
    this.#work();
  }

  /** What was decided and may not be kept: nobody is told more than that. */
  #unknown(batch: readonly InBatch[]): void {
    for (const { commandId } of commandsOf(batch)) {
      // A kill is asked for again, and answered then.
      if (!this.#kills.has(commandId)) this.#replies.give(commandId, { kind: 'OutcomeUnknown' });
    }
  }

  async #load(): Promise<void> {
    this.#stage = 'Loading';
    try {
      const loaded = await this.#parts.ports.journal.load();
      if (this.#hasEnded()) return;
      this.#state = loaded.state;
      this.#durable = loaded;
      this.#sequence = loaded.sequence;
      await this.start();
      this.#stage = 'Working';
      this.#parts.onReloaded?.();
      this.#wake();
    } catch {
      if (!this.#hasEnded()) this.#stage = 'Away';
    }
  }

  #hasEnded(): boolean {
    return this.#stage === 'Ended';
  }

  #end(end: RunEnd, detail: unknown): void {
    if (this.#stage === 'Ended') return;
    this.#giveUp('OutcomeUnknown');
    this.#stage = 'Ended';
    this.#parts.onEnd(end, detail);
  }

  #giveUp(collected: 'NotTaken' | 'OutcomeUnknown'): void {
    const ended: CommandReply = { kind: 'NotTaken', code: 'Ended' };
    const reply: CommandReply = collected === 'NotTaken' ? ended : { kind: collected };
    for (const { command } of this.#collecting) {
      if (command !== null) this.#replies.give(command.commandId, reply);
    }
    for (const { body } of this.#waiting) {
      if (body.kind === 'Command') this.#replies.give(body.commandId, ended);
    }
    this.#collecting = [];
    this.#waiting = [];
  }
}
