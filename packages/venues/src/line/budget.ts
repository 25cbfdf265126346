/**
 * What a venue lets a key or an address do per time, counted by us on a clock that does not jump and
 * corrected by what the venue says it has counted. It only ever believes the worse of the two.
 */
import { type Clock, invariant } from '@ultrathink/domain/kernel';
import type { Headroom } from './health.ts';

export type BudgetRule =
  /** Refills all the time. A decaying counter is the same thing seen from its other end. */
  | {
      readonly kind: 'Bucket';
      readonly capacity: number;
      readonly refillPerSecond: number;
      /** So many of `capacity`, in its units and no share of it, are for cancels alone. */
      readonly keptForCancels: number;
    }
  /**
   * At most `capacity` in any stretch of `windowMs`. That is stricter than a window which starts
   * anew at every full minute, and holds wherever the venue's minute begins.
   */
  | {
      readonly kind: 'Window';
      readonly capacity: number;
      readonly windowMs: number;
      readonly keptForCancels: number;
    };

export type BudgetRules = Readonly<Record<string, BudgetRule>>;
export type Cost = Readonly<Record<string, number>>;

/** One budget: amounts are the venue's own units. */
interface Counter {
  readonly rule: BudgetRule;
  left(nowMs: number): number;
  take(amount: number, nowMs: number): void;
  /** Until `wanted` is left; 0 when it is, Infinity when it never will be. */
  waitMs(wanted: number, nowMs: number): number;
  /** The venue has counted so much. */
  believe(used: number, nowMs: number): void;
}

/** What adding up fractions may lose; nothing a venue counts is so small. */
const CRUMB = 1e-6;

function bucket(rule: Extract<BudgetRule, { kind: 'Bucket' }>): Counter {
  let level = rule.capacity;
  let since: number | null = null;
  const refill = (nowMs: number) => {
    const passedMs = since === null ? 0 : Math.max(0, nowMs - since);
    level = Math.min(rule.capacity, level + (passedMs / 1000) * rule.refillPerSecond);
    since = nowMs;
  };
  return {
    rule,
    left(nowMs) {
      refill(nowMs);
      return level;
    },
    take(amount, nowMs) {
      refill(nowMs);
      level -= amount;
    },
    waitMs(wanted, nowMs) {
      refill(nowMs);
      if (wanted > rule.capacity) return Number.POSITIVE_INFINITY;
      if (wanted <= level + CRUMB) return 0;
      return Math.ceil(((wanted - level) / rule.refillPerSecond) * 1000);
    },
    believe(used, nowMs) {
      refill(nowMs);
      level = Math.min(level, rule.capacity - used);
    },
  };
}

/** A window remembers at most this many parts of itself. */
const SLOTS = 100;

function window(rule: Extract<BudgetRule, { kind: 'Window' }>): Counter {
  const slotMs = Math.max(1, Math.ceil(rule.windowMs / SLOTS));
  const slots: { readonly slot: number; amount: number }[] = [];
  let used = 0;
  const freeAt = (slot: number) => (slot + 1) * slotMs + rule.windowMs;
  const forget = (nowMs: number) => {
    let first = slots[0];
    while (first !== undefined && freeAt(first.slot) <= nowMs) {
      used -= first.amount;
      slots.shift();
      first = slots[0];
    }
  };
  const take = (amount: number, nowMs: number) => {
    const slot = Math.floor(nowMs / slotMs);
    const last = slots.at(-1);
    if (last !== undefined && last.slot >= slot) last.amount += amount;
    else slots.push({ slot, amount });
    used += amount;
  };
  return {
    rule,
    left(nowMs) {
      forget(nowMs);
      return rule.capacity - used;
    },
    take(amount, nowMs) {
      forget(nowMs);
      take(amount, nowMs);
    },
    waitMs(wanted, nowMs) {
      forget(nowMs);
      if (wanted > rule.capacity) return Number.POSITIVE_INFINITY;
      let left = rule.capacity - used;
      if (wanted <= left) return 0;
      for (const { slot, amount } of slots) {
        left += amount;
        if (wanted <= left) return freeAt(slot) - nowMs;
      }
      return rule.windowMs;
    },
    believe(said, nowMs) {
      forget(nowMs);
      if (said > used) take(said - used, nowMs);
    },
  };
}

/** Several budgets by name. */
export interface Budgets {
  has(name: string): boolean;
  /** The names of those that have not enough left; a cancel may use what is kept for it. */
  shortOf(cost: Cost, isCancel: boolean, nowMs: number): readonly string[];
  /** Until none is short; Infinity when it asks for more than there ever is. */
  waitMs(cost: Cost, isCancel: boolean, nowMs: number): number;
  take(cost: Cost, nowMs: number): void;
  believe(used: Cost, nowMs: number): void;
  headroom(nowMs: number): Readonly<Record<string, Headroom>>;
}

export function createBudgets(rules: BudgetRules): Budgets {
  const counters = new Map<string, Counter>();
  for (const [name, rule] of Object.entries(rules)) counters.set(name, counterOf(name, rule));
  const wanted = (counter: Counter, amount: number, isCancel: boolean) =>
    amount + (isCancel ? 0 : counter.rule.keptForCancels);
  const waitOf = (name: string, amount: number, isCancel: boolean, nowMs: number) => {
    const counter = counters.get(name);
    if (counter === undefined || amount <= 0) return 0;
    return counter.waitMs(wanted(counter, amount, isCancel), nowMs);
  };
  const entries = (cost: Cost) => Object.entries(cost);
  return {
    has: (name) => counters.has(name),
    shortOf: (cost, isCancel, nowMs) =>
      entries(cost)
        .filter(([name, amount]) => waitOf(name, amount, isCancel, nowMs) > 0)
        .map(([name]) => name),
    waitMs: (cost, isCancel, nowMs) =>
      entries(cost).reduce(
        (longest, [name, amount]) => Math.max(longest, waitOf(name, amount, isCancel, nowMs)),
        0,
      ),
    take(cost, nowMs) {
      for (const [name, amount] of entries(cost)) counters.get(name)?.take(amount, nowMs);
    },
    believe(used, nowMs) {
      for (const [name, amount] of entries(used)) counters.get(name)?.believe(amount, nowMs);
    },
    headroom: (nowMs) =>
      Object.fromEntries(
        [...counters].map(([name, counter]) => [
          name,
          { capacity: counter.rule.capacity, left: Math.max(0, counter.left(nowMs)) },
        ]),
      ),
  };
}

function counterOf(name: string, rule: BudgetRule): Counter {
  const isSound =
    rule.capacity > 0 &&
    (rule.keptForCancels === 0 || rule.keptForCancels >= 1) &&
    rule.keptForCancels < rule.capacity &&
    (rule.kind === 'Bucket' ? rule.refillPerSecond > 0 : rule.windowMs > 0);
  invariant(
    isSound,
    `The budget ${name} has figures above zero and keeps none, or 1 and more, but not all of it.`,
  );
  return rule.kind === 'Bucket' ? bucket(rule) : window(rule);
}

export interface AddressSetup {
  readonly clock: Clock;
  readonly budgets: BudgetRules;
}

/** The budgets of one address, handed to every line that leaves from it, with its pauses. */
export interface AddressBudget {
  readonly budgets: Budgets;
  /** The pause of the whole address that is running, or null. */
  pause(): Pause | null;
  pauseUntil(pause: Pause): void;
}

export interface Pause {
  readonly untilMs: number;
  readonly reason: 'RateLimited' | 'Banned';
}

export function createAddressBudget(setup: AddressSetup): AddressBudget {
  let running: Pause | null = null;
  return {
    budgets: createBudgets(setup.budgets),
    pause: () => {
      if (running !== null && running.untilMs <= setup.clock.monotonicMs()) running = null;
      return running;
    },
    pauseUntil(pause) {
      if (running === null || pause.untilMs > running.untilMs) running = pause;
    },
  };
}
