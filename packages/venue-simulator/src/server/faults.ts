/**
 * What can go wrong, switched on by rules: which fault, for whom, for which operations, how often.
 * Each rule says how many times it still strikes, so that a test can ask for exactly one.
 */
import type { Random } from '../kernel/random.ts';

/** What a request asks for, whatever the venue calls it. */
export type Operation =
  | 'market-data'
  | 'account'
  | 'order.place'
  | 'order.cancel'
  | 'order.replace'
  | 'order.query'
  | 'orders.open'
  | 'orders.closed'
  | 'trades.own'
  | 'session';

export type StreamKind = 'public' | 'private';

export type RequestFault =
  /** Everything takes so much longer, give or take. */
  | { readonly kind: 'Latency'; readonly ms: number; readonly jitterMs: number }
  /** Takes effect only after this, whatever the caller thinks by then. */
  | { readonly kind: 'LateEffect'; readonly ms: number }
  /** The connection breaks before it took effect. */
  | { readonly kind: 'RequestLost' }
  /** It took effect, and the connection breaks before the answer. */
  | { readonly kind: 'AnswerLost' }
  /** It took effect, and the answer says that something went wrong. */
  | { readonly kind: 'FailsAfterEffect' }
  | { readonly kind: 'RateLimited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'Banned'; readonly retryAfterSeconds: number }
  | { readonly kind: 'ServerError'; readonly status: 500 | 502 | 503 | 504 }
  | { readonly kind: 'Html'; readonly status: 403 | 502 | 503 }
  | { readonly kind: 'Garbage' }
  | { readonly kind: 'Maintenance' }
  /** What happened less than this ago is not seen by queries. */
  | { readonly kind: 'ReadLag'; readonly ms: number }
  /** The old order is canceled and the new one is not placed. */
  | { readonly kind: 'HalfReplace' };

export type StreamFault =
  | { readonly kind: 'Drop' }
  | { readonly kind: 'Duplicate' }
  /** Sent after the one that follows it. */
  | { readonly kind: 'Reorder' }
  | { readonly kind: 'Delay'; readonly ms: number }
  /** Open, and nothing comes any more. */
  | { readonly kind: 'Silence' }
  | { readonly kind: 'Disconnect' };

export interface Rule {
  readonly id: number;
  readonly fault: RequestFault | StreamFault;
  /** One customer's; null for everybody's, strangers included. */
  readonly owner: string | null;
  /** null for all. */
  readonly operations: readonly Operation[] | null;
  readonly streams: readonly StreamKind[] | null;
  /** How many more times it strikes; null for ever. */
  readonly times: number | null;
  /** The share of what it could strike, 0 to 1. */
  readonly share: number;
}

export type NewRule = Pick<Rule, 'fault'> & Partial<Omit<Rule, 'id' | 'fault'>>;

const STREAM_KINDS: ReadonlySet<string> = new Set([
  'Drop',
  'Duplicate',
  'Reorder',
  'Delay',
  'Silence',
  'Disconnect',
]);

export function isStreamFault(fault: RequestFault | StreamFault): fault is StreamFault {
  return STREAM_KINDS.has(fault.kind);
}

export class FaultBoard {
  readonly #random: Random;
  #rules: Rule[] = [];
  #count = 0;
  /** How often each rule struck. */
  readonly #struck = new Map<number, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  add(rule: NewRule): Rule {
    this.#count += 1;
    const whole: Rule = {
      owner: null,
      operations: null,
      streams: null,
      times: null,
      share: 1,
      ...rule,
      id: this.#count,
    };
    this.#rules.push(whole);
    return whole;
  }

  remove(id: number): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
    return this.#rules.length < before;
  }

  clear(): void {
    this.#rules = [];
  }

  rules(): readonly (Rule & { readonly struck: number })[] {
    return this.#rules.map((rule) => ({ ...rule, struck: this.#struck.get(rule.id) ?? 0 }));
  }

  /** The faults that strike this request, in the order they were switched on. */
  strikeRequest(operation: Operation, owner: string | null): RequestFault[] {
    const struck: RequestFault[] = [];
    for (const rule of this.#rules) {
      const { fault, operations } = rule;
      if (isStreamFault(fault) || !(operations === null || operations.includes(operation)))
        continue;
      if (this.#strikes(rule, owner)) struck.push(this.#drawn(fault));
    }
    return struck;
  }

  /** The first fault that strikes this message of a stream. */
  strikeMessage(stream: StreamKind, owner: string | null): StreamFault | undefined {
    for (const rule of this.#rules) {
      const { fault, streams } = rule;
      if (!isStreamFault(fault) || !(streams === null || streams.includes(stream))) continue;
      if (this.#strikes(rule, owner)) return fault;
    }
    return undefined;
  }

  /** With the jitter it has this time. */
  #drawn(fault: RequestFault): RequestFault {
    if (fault.kind !== 'Latency') return fault;
    return { ...fault, jitterMs: fault.jitterMs * this.#random.unit() };
  }

  #strikes(rule: Rule, owner: string | null): boolean {
    if (rule.owner !== null && rule.owner !== owner) return false;
    if (rule.share < 1 && this.#random.unit() >= rule.share) return false;
    this.#struck.set(rule.id, (this.#struck.get(rule.id) ?? 0) + 1);
    if (rule.times === null) return true;
    if (rule.times <= 1) this.remove(rule.id);
    else this.#rules = this.#rules.map((r) => (r.id === rule.id ? lessOne(r) : r));
    return true;
  }
}

function lessOne(rule: Rule): Rule {
  return { ...rule, times: (rule.times ?? 1) - 1 };
}
