/** The line as it runs: breaker, pacer, signature, connection, evidence. */
import { addMs, invariant, msBetween, type UtcTime } from '@ultrathink/domain/kernel';
import type { Evidence, NotSentReason } from '../contract/answer.ts';
import { type Lane, laneOf, type Operation } from '../contract/operations.ts';
import { type Breaker, createBreaker, type Opening, type PauseReason } from './breaker.ts';
import { createBudgets } from './budget.ts';
import { createMasker, type Masker } from './evidence.ts';
import type { LineHealth } from './health.ts';
import type { Feedback, LineRequest, LineResult, SignedRequest } from './line.ts';
import { createMeter, type Meter } from './meter.ts';
import { createPacer, type Pacer } from './pacer.ts';
import type { LineLimits, LineSetup, MeasuredLine } from './setup.ts';
import { createTransport, type Exchanged, type Transport } from './transport.ts';

const LIMITS: LineLimits = {
  responseBytes: 32 * 1024 * 1024,
  evidenceChars: 16 * 1024,
  queued: 256,
  waitMs: 30_000,
  connectTimeoutMs: 3_000,
  overtakeAfterMs: 1_000,
  faultsToOpen: 5,
  openMs: 5_000,
};

const MOST_ORIGINS = 8;

/** How long a pause is where the venue does not say; Binance's shortest ban is two minutes. */
const PAUSE_MS: Readonly<Record<PauseReason, number>> = {
  RateLimited: 1_000,
  Banned: 120_000,
  Maintenance: 30_000,
};

/** No pause is believed to be longer; Binance's longest ban is three days. */
const LONGEST_PAUSE_MS = 4 * 24 * 60 * 60 * 1000;

const CLOSED: NotSentReason = { code: 'VenueClosed', reason: 'the line is closed' };

const UNWANTED: NotSentReason = { code: 'NoLongerWanted' };

const isWanted = ({ isWanted: ask }: LineRequest): boolean => ask?.() ?? true;

/** @throws {InvariantError} for a set-up that cannot be meant. */
export function createLine(setup: LineSetup): MeasuredLine {
  return new RunningLine(setup);
}

class RunningLine implements MeasuredLine {
  readonly #setup: LineSetup;
  readonly #budgets: ReturnType<typeof createBudgets>;
  readonly #breaker: Breaker;
  readonly #pacer: Pacer;
  readonly #transport: Transport;
  readonly #masker: Masker;
  readonly #meter: Meter;
  readonly #limits: LineLimits;
  readonly #origins: ReadonlySet<string>;
  #cancelWake: () => void = () => undefined;
  #isClosed = false;

  constructor(setup: LineSetup) {
    checkSetup(setup);
    const limits = { ...LIMITS, ...setup.limits };
    this.#setup = setup;
    this.#limits = limits;
    this.#origins = new Set(setup.origins);
    this.#budgets = createBudgets(setup.budgets);
    this.#breaker = createBreaker(limits.faultsToOpen, limits.openMs);
    this.#masker = createMasker(setup.secrets, limits.evidenceChars);
    this.#meter = createMeter(setup.clock);
    this.#pacer = createPacer({
      ...limits,
      clock: setup.clock,
      timers: setup.timers,
      budgets: [this.#budgets, ...(setup.address === undefined ? [] : [setup.address.budgets])],
      mostInFlight: setup.mostInFlight,
      closed: (lane) => this.#closedFor(lane),
    });
    this.#transport = createTransport(setup.origins, {
      ...limits,
      timers: setup.timers,
      // One more than may be in flight: that of the cancel that goes beside them.
      connections: setup.mostInFlight + 1,
    });
  }

  call(request: LineRequest): Promise<LineResult> {
    return new Promise((resolve) => {
      const finish = (result: LineResult) => {
        this.#meter.ended(result);
        resolve(result);
      };
      if (this.#isClosed) return finish({ kind: 'NotSent', why: CLOSED });
      const unknown = Object.keys(request.cost).find((name) => !this.#hasBudget(name));
      if (unknown !== undefined) {
        const detail = `this line has no budget named ${unknown}`;
        return finish({ kind: 'NotSent', why: { code: 'NotSupported', detail } });
      }
      const turn = {
        lane: laneOf(request.operation),
        cost: request.cost,
        notAfter: request.notAfter,
        start: () => {
          if (!isWanted(request)) {
            finish({ kind: 'NotSent', why: UNWANTED });
            return false;
          }
          const signed = this.#sign(request);
          if ('code' in signed) {
            finish({ kind: 'NotSent', why: signed });
            return false;
          }
          const isProbe = this.#becomesProbe(turn.lane);
          void this.#send(request, signed, isProbe).then((result) => {
            finish(result);
            this.#pacer.left(turn);
          });
          return true;
        },
        refuse: (why: NotSentReason) => finish({ kind: 'NotSent', why }),
      };
      this.#pacer.enter(turn);
    });
  }

  feedback(feedback: Feedback): void {
    const nowMs = this.#setup.clock.monotonicMs();
    if (feedback.used !== undefined) {
      this.#budgets.believe(feedback.used, nowMs);
      this.#setup.address?.budgets.believe(feedback.used, nowMs);
    }
    if (feedback.pauseMs !== undefined || feedback.reason !== undefined) {
      const reason = feedback.reason ?? 'RateLimited';
      this.#pause(reason, feedback.pauseMs ?? PAUSE_MS[reason], feedback.scope ?? 'Address');
    }
    this.#pacer.look();
  }

  health(): LineHealth {
    const nowMs = this.#setup.clock.monotonicMs();
    const open = this.#opening(nowMs);
    return {
      name: this.#setup.name,
      ...this.#meter.read(),
      ...this.#pacer.counts(),
      budgets: {
        ...this.#setup.address?.budgets.headroom(nowMs),
        ...this.#budgets.headroom(nowMs),
      },
      breaker:
        open === null
          ? { state: 'Closed', reason: null, until: null }
          : {
              state: open.untilMs <= nowMs ? 'HalfOpen' : 'Open',
              reason: open.reason,
              until: this.#timeAt(open.untilMs, nowMs),
            },
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelWake();
    this.#pacer.close(CLOSED);
    await this.#transport.close();
  }

  #hasBudget(name: string): boolean {
    return this.#budgets.has(name) || this.#setup.address?.budgets.has(name) === true;
  }

  #sign(request: LineRequest): SignedRequest | NotSentReason {
    try {
      const signed = request.sign();
      const { origin } = new URL(signed.url);
      if (this.#origins.has(origin)) return withEncoding(request.operation, signed);
      return { code: 'NotSupported', detail: `${origin} is no address of this line` };
    } catch (error) {
      const text = error instanceof Error ? error.message : 'it could not be signed';
      return { code: 'NotSupported', detail: this.#masker.text(text, 300) };
    }
  }

  async #send(request: LineRequest, signed: SignedRequest, isProbe: boolean): Promise<LineResult> {
    const { clock } = this.#setup;
    let sentAt = clock.now();
    let sentMs = clock.monotonicMs();
    let isTakenBack = false;
    const exchanged = await this.#transport.exchange(signed, {
      connectMs: msBetween(sentAt, request.notAfter) + 1,
      answerMs: request.timeoutMs,
      mayLeave: () => {
        sentAt = clock.now();
        sentMs = clock.monotonicMs();
        isTakenBack = !isWanted(request);
        return sentAt <= request.notAfter && !isTakenBack;
      },
    });
    const nowMs = clock.monotonicMs();
    const ownWhy = exchanged.kind === 'Unsent' ? this.#ownReason(request, isTakenBack) : null;
    this.#breaker.ended(ownWhy === null ? howItEnded(exchanged) : 'Neutral', isProbe, nowMs);
    this.#wakeWhenHalfOpen();
    if (exchanged.kind === 'Unsent') {
      return { kind: 'NotSent', why: ownWhy ?? this.#unsentReason(exchanged) };
    }
    const evidence = this.#masker.evidence({
      operation: request.operation,
      request: signed,
      response: exchanged.kind === 'Answered' ? exchanged : null,
      sentAt,
      durationMs: nowMs - sentMs,
      fault: exchanged.kind === 'Lost' ? `${exchanged.fault}: ${exchanged.detail}` : null,
    });
    this.#tell(request.operation, evidence, exchanged.kind === 'Answered');
    if (exchanged.kind === 'Lost') return { kind: 'NoAnswer', fault: exchanged.fault, evidence };
    this.#heed(exchanged);
    return { ...exchanged, evidence };
  }

  /** Why we did not want it to leave any more, which says nothing of the line; null: we did. */
  #ownReason({ notAfter }: LineRequest, isTakenBack: boolean): NotSentReason | null {
    if (isTakenBack) return UNWANTED;
    return this.#setup.clock.now() >= notAfter ? { code: 'TooLate', deadline: notAfter } : null;
  }

  #unsentReason(exchanged: Extract<Exchanged, { kind: 'Unsent' }>): NotSentReason {
    const detail = this.#masker.text(exchanged.detail, 300);
    return { code: exchanged.isOurs ? 'NotSupported' : 'ConnectFailed', detail };
  }

  #tell(operation: Operation, evidence: Evidence, isAnswered: boolean): void {
    // A listener that throws must not cost the caller an outcome.
    try {
      if (isAnswered) {
        this.#meter.latency(operation, evidence.durationMs);
        this.#setup.onLatency?.(operation, evidence.durationMs);
      }
      this.#setup.onEvidence?.(evidence);
    } catch {
      this.#meter.fault('a listener of the line threw');
    }
  }

  /**
   * What every venue means by these; the adapter may only make it longer, or wider: who is limited is
   * in the answer, which it alone can read. A ban is of the address (Binance, the one that bans).
   */
  #heed({ status, headers }: Extract<Exchanged, { kind: 'Answered' }>): void {
    if (status !== 429 && status !== 418) return;
    const reason = status === 429 ? 'RateLimited' : 'Banned';
    const pauseMs = retryAfterMs(headers['retry-after']) ?? PAUSE_MS[reason];
    this.#pause(reason, pauseMs, reason === 'Banned' ? 'Address' : 'Key');
  }

  #pause(reason: PauseReason, pauseMs: number, scope: 'Key' | 'Address'): void {
    const waitMs = Math.min(Math.max(0, pauseMs), LONGEST_PAUSE_MS);
    const untilMs = this.#setup.clock.monotonicMs() + waitMs;
    this.#breaker.pause(reason, untilMs);
    if (scope === 'Address' && reason !== 'Maintenance') {
      this.#setup.address?.pauseUntil({ reason, untilMs });
    }
    this.#meter.fault(`paused for ${waitMs} ms: ${reason}`);
    this.#wakeWhenHalfOpen();
  }

  #wakeWhenHalfOpen(): void {
    const { clock, timers, onHalfOpen } = this.#setup;
    if (onHalfOpen === undefined || this.#isClosed) return;
    this.#cancelWake();
    const nowMs = clock.monotonicMs();
    const open = this.#breaker.opening(nowMs);
    if (open === null || open.untilMs <= nowMs) return;
    this.#cancelWake = timers.after(Math.ceil(open.untilMs - nowMs), () => {
      const still = this.#breaker.opening(clock.monotonicMs());
      if (still === null) return;
      // A timer may fire a little early, and a pause may have grown.
      if (still.untilMs > clock.monotonicMs()) this.#wakeWhenHalfOpen();
      else onHalfOpen();
    });
  }

  #becomesProbe(lane: Lane): boolean {
    const admission = this.#breaker.admit(lane, this.#setup.clock.monotonicMs(), true);
    return admission.kind === 'Go' && admission.isProbe;
  }

  #closedFor(lane: Lane): NotSentReason | null {
    const nowMs = this.#setup.clock.monotonicMs();
    const pause = this.#setup.address?.pause() ?? null;
    if (pause !== null) return this.#circuitOpen(pause, nowMs);
    const admission = this.#breaker.admit(lane, nowMs, false);
    return admission.kind === 'Go' ? null : this.#circuitOpen(admission.opening, nowMs);
  }

  #circuitOpen({ reason, untilMs }: Opening, nowMs: number): NotSentReason {
    return { code: 'CircuitOpen', until: this.#timeAt(untilMs, nowMs), reason };
  }

  #opening(nowMs: number): Opening | null {
    return this.#setup.address?.pause() ?? this.#breaker.opening(nowMs);
  }

  #timeAt(atMs: number, nowMs: number): UtcTime {
    return addMs(this.#setup.clock.now(), Math.max(0, Math.ceil(atMs - nowMs)));
  }
}

/** Lists of instruments are megabytes that shrink to a tenth; an act's few bytes are sent as they are. */
function withEncoding(operation: Operation, signed: SignedRequest): SignedRequest {
  if (laneOf(operation) !== 'Query') return signed;
  return { ...signed, headers: { 'accept-encoding': 'gzip', ...signed.headers } };
}

function howItEnded(exchanged: Exchanged): 'Good' | 'Fault' | 'Neutral' {
  if (exchanged.kind === 'Unsent') return exchanged.isOurs ? 'Neutral' : 'Fault';
  return exchanged.kind === 'Answered' && exchanged.status < 500 ? 'Good' : 'Fault';
}

/** Seconds, as the venues send it (RFC 9110 allows a date too, which none of them sends). */
function retryAfterMs(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) * 1000 : null;
}

function checkSetup({ origins, mostInFlight }: LineSetup): void {
  invariant(
    origins.length > 0 && origins.length <= MOST_ORIGINS,
    'A line has one to eight origins.',
  );
  for (const origin of origins) {
    invariant(
      URL.canParse(origin) && new URL(origin).origin === origin,
      `An origin is scheme, host and port alone: ${origin}.`,
    );
  }
  invariant(
    Number.isInteger(mostInFlight) && mostInFlight >= 1 && mostInFlight <= 64,
    'A line has 1 to 64 requests in flight.',
  );
}
