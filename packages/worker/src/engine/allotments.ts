/**
 * Keeps a shard's parts of the limits that it shares with others: looks once a second, asks for more
 * before it is needed, gives back what is not. A platform of one shard has nothing to keep.
 *
 * It is never waited for: while the database does not answer, the shard goes on with what it has.
 */
import type { AllotmentStore, AllottedLimit } from '@ultrathink/db/engine';
import {
  type Decided,
  type EngineState,
  heldOf,
  type InputBody,
  sharedLimitsOf,
  usedOf,
} from '@ultrathink/domain/engine/core';
import {
  type Clock,
  type Decimal,
  decimal,
  divide,
  greaterThan,
  greatest,
  lessThan,
  mapGet,
  multiply,
  NUMERIC_SCALE,
  signOf,
  ZERO,
} from '@ultrathink/domain/kernel';
import {
  type AllotmentStanding,
  allotmentAct,
  isLow,
  isShared,
  type LimitKey,
  limitKeyOf,
} from '@ultrathink/domain/risk';
import type { Log } from '@ultrathink/runtime';
import type { Run } from './run.ts';

type Told = Extract<InputBody, { readonly kind: 'AllotmentTold' }>;

interface AllotmentParts {
  readonly store: AllotmentStore;
  readonly shard: number;
  readonly epoch: () => number;
  readonly run: Pick<Run, 'state' | 'durable' | 'isWorking' | 'waiting'> & {
    offer(body: Told): void;
  };
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  readonly log: Pick<Log, 'warn'>;
}

/** An engine that has not answered a wish to do with less by then does not: it is wished for again. */
const LOWERING_MS = 5_000;
const LOOK_EVERY_MS = 1_000;

export class AllotmentKeeper {
  readonly #parts: AllotmentParts;
  /** What orders that were refused would have needed, by limit. */
  readonly #wanted = new Map<LimitKey, Decimal>();
  readonly #lowSince = new Map<LimitKey, number>();
  readonly #lowering = new Map<LimitKey, number>();
  #looking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;

  constructor(parts: AllotmentParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    await this.#parts.store.close();
  }

  /** What was refused for want of a part is asked for at once. */
  committed(batch: readonly Decided[]): void {
    if (this.#parts.run.state.config.sharing === undefined) return;
    const before = this.#wanted.size;
    for (const { record, after } of batch) {
      for (const event of record.events) {
        if (event.type !== 'OrderDecided' || event.decision.verdict !== 'Refused') continue;
        for (const { checks } of event.decision.decisions) {
          for (const check of checks) if (check.verdict === 'Refuse') this.#want(after, check);
        }
      }
    }
    if (this.#wanted.size > before) void this.look();
  }

  /** Never rejects; a look that runs is the one. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { run, store, shard, log } = this.#parts;
    if (!run.isWorking || run.state.config.sharing === undefined) return;
    try {
      for (const row of await store.read(shard)) {
        // Read again for each: while another was asked for, this one may have moved on.
        const standing = run.isWorking ? this.#standingOf(row) : null;
        if (standing !== null) await this.#act(row, standing);
      }
      this.#hasFailed = false;
    } catch (error) {
      // One line per loss, not one per attempt.
      if (!this.#hasFailed) log.warn('Allotments can not be moved now. Trying again.', { error });
      this.#hasFailed = true;
    }
  }

  #standingOf({ limit, cap, own, all }: AllottedLimit): AllotmentStanding | null {
    const { run, clock } = this.#parts;
    const { state, durable } = run;
    const shared = sharedLimitsOf(state.config).get(limit);
    const { sharing } = state.config;
    if (shared === undefined || sharing === undefined) return null;
    const nowMs = clock.monotonicMs();
    const loweringMs = this.#lowering.get(limit);
    if (loweringMs !== undefined && nowMs - loweringMs > LOWERING_MS) this.#lowering.delete(limit);
    const standing = {
      cap,
      own,
      all,
      approved: shared.cap,
      held: heldOf(durable.state.config, limit),
      used: usedOf(state, shared.of, clock.now()),
      wanted: this.#wanted.get(limit) ?? ZERO,
      shards: sharing.shards.length,
      lowMs: 0,
      isLowering: this.#lowering.has(limit),
    };
    if (!isLow(standing)) this.#lowSince.delete(limit);
    else if (!this.#lowSince.has(limit)) this.#lowSince.set(limit, nowMs);
    return { ...standing, lowMs: nowMs - (this.#lowSince.get(limit) ?? nowMs) };
  }

  async #act(row: AllottedLimit, standing: AllotmentStanding): Promise<void> {
    const { run, store, shard, epoch, clock } = this.#parts;
    const { limit, cap, own } = row;
    const leading = { shard, epoch: epoch() };
    const next = allotmentAct(standing);
    switch (next?.act) {
      case 'Tell':
        run.offer({ kind: 'AllotmentTold', limit, cap, amount: next.amount });
        return;
      case 'Take': {
        this.#wanted.delete(limit);
        const has = await store.takeMore(limit, leading, next.amount);
        if (greaterThan(has, own)) run.offer({ kind: 'AllotmentTold', limit, cap, amount: has });
        return;
      }
      case 'Lower':
        this.#lowering.set(limit, clock.monotonicMs());
        this.#lowSince.delete(limit);
        run.offer({ kind: 'AllotmentTold', limit, cap, amount: next.amount });
        return;
      case 'GiveBack': {
        // Something told before, and not decided yet, could raise what the engine goes by.
        const goesBy = heldOf(run.state.config, limit) ?? ZERO;
        if (run.waiting > 0 || lessThan(next.rest, goesBy)) return;
        await store.giveBack(limit, leading, next.rest);
        this.#lowering.delete(limit);
        return;
      }
      default:
        this.#wanted.delete(limit);
    }
  }

  #want(state: EngineState, check: Refused): void {
    const { level, scope, limitId } = check.words;
    if (check.limit === null || check.actual === null) return;
    const set = mapGet(state.config.limits, `${level}|${scope}`);
    const limit = set?.find(({ id }) => id === limitId);
    if (limit === undefined || !isShared(limit)) return;
    const key = limitKeyOf(limit);
    const [allowed, actual] = [decimal(check.limit), decimal(check.actual)];
    const held = heldOf(state.config, key) ?? ZERO;
    // What is allowed may be less than what is held, as much as markets are wild.
    const all =
      signOf(allowed) > 0 && signOf(held) > 0
        ? divide(multiply(actual, held), allowed, NUMERIC_SCALE, 'Up')
        : actual;
    this.#wanted.set(key, greatest(all, this.#wanted.get(key) ?? ZERO));
  }
}

type Refused = Extract<
  Decided['record']['events'][number],
  { readonly type: 'OrderDecided' }
>['decision']['decisions'][number]['checks'][number];
