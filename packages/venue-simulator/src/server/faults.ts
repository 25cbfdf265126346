/**
 * What can go wrong, switched on by rules: which fault, for whom, for which operations, how often.
 * Each rule says how many times it still strikes, so that a test can ask for exactly one.
 */
import type { Random } from '../kernel/random.ts';
import type { VenueFault } from '../world/conditions.ts';

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
  | { readonly kind: 'HalfReplace' }
  /** After the cancel was confirmed comes a fill of this share of what was left, 0 to 1. */
  | { readonly kind: 'LateFill'; readonly ms: number; readonly share: number }
  /** Fills that are asked for have this many percent of the fee that the stream told. */
  | { readonly kind: 'WrongFee'; readonly percent: number };

export type StreamFault =
  | { readonly kind: 'Drop' }
  | { readonly kind: 'Duplicate' }
  /** Sent after the one that follows it. */
  | { readonly kind: 'Reorder' }
  | { readonly kind: 'Delay'; readonly ms: number }
  /** Open, and nothing comes any more. */
  | { readonly kind: 'Silence' }
  | { readonly kind: 'Disconnect' };

export type Fault = RequestFault | StreamFault | VenueFault;

/** Faults of a venue last until they are taken away: of their rule only the fault itself counts. */
export interface Rule {
  readonly id: number;
  readonly fault: Fault;
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

const VENUE_KINDS: ReadonlySet<string> = new Set([
  'ClockSkew',
  'StalePrices',
  'CrossedBook',
  'PricesOff',
  'TradingState',
]);

/** What strikes one kind of request alone, so that none of its strikes is spent on another. */
const OWN_OPERATIONS: Readonly<Record<string, readonly Operation[]>> = {
  LateFill: ['order.cancel'],
  WrongFee: ['trades.own'],
};

function isStreamFault(fault: Fault): fault is StreamFault {
  return STREAM_KINDS.has(fault.kind);
}

function isVenueFault(fault: Fault): fault is VenueFault {
  return VENUE_KINDS.has(fault.kind);
}

export class FaultBoard {
  readonly #random: Random;
  #rules: Rule[] = [];
  #count = 0;
  /** How often each rule struck. */
  readonly #struck = new Map<number, number>();
  readonly #onVenueFaults: (faults: readonly VenueFault[]) => void;

  /** `onVenueFaults` is told all that last, each time one of them comes or goes. */
  constructor(random: Random, onVenueFaults: (faults: readonly VenueFault[]) => void = () => {}) {
    this.#random = random;
    this.#onVenueFaults = onVenueFaults;
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
    if (isVenueFault(whole.fault)) {
      this.#struck.set(whole.id, 1);
      this.#tellVenue();
    }
    return whole;
  }

  remove(id: number): boolean {
    const found = this.#rules.find((rule) => rule.id === id);
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
    if (found !== undefined && isVenueFault(found.fault)) this.#tellVenue();
    return found !== undefined;
  }

  clear(): void {
    const lasted = this.#rules.some(({ fault }) => isVenueFault(fault));
    this.#rules = [];
    if (lasted) this.#tellVenue();
  }

  rules(): readonly (Rule & { readonly struck: number })[] {
    return this.#rules.map((rule) => ({ ...rule, struck: this.#struck.get(rule.id) ?? 0 }));
  }

  /** The faults that strike this request, in the order they were switched on. */
  strikeRequest(operation: Operation, owner: string | null): RequestFault[] {
    const struck: RequestFault[] = [];
    for (const rule of this.#rules) {
      const { fault } = rule;
      if (isStreamFault(fault) || isVenueFault(fault)) continue;
      const operations = rule.operations ?? OWN_OPERATIONS[fault.kind] ?? null;
      if (!(operations === null || operations.includes(operation))) continue;
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

  #tellVenue(): void {
    this.#onVenueFaults(this.#rules.map(({ fault }) => fault).filter(isVenueFault));
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
