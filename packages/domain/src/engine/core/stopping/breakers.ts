/**
 * Circuit breakers: their lines, and what the engine reads of itself after each decision. Lines that
 * people have not drawn by a limit stand here; each can be crossed once, and only two people let go on.
 *
 * | kind | trips over | calm at | over |
 * |---|---|---|---|
 * | Loss | the client's strictest DailyLoss limit, else 250,000 | 80 % of it | last reading |
 * | Drawdown | the client's strictest DrawdownFromPeak limit, else 0.25 | 80 % of it | last reading |
 * | RejectBurst | 10 orders refused by one venue key | 2 | a minute |
 * | StaleData | a minute without a price at a venue that takes orders | 2 s | 5 s on end |
 * | UnconfirmedOrders | 3 at one venue key | 0 | last reading |
 * | LedgerImbalance | nothing at all | 0 | last reading |
 * | AuditFailure | nothing at all | 0 | a minute |
 * | Latency | 5 s to the venue's answer | 2 s | 30 s on end, by answers within a minute |
 */
import {
  type Decimal,
  decimal,
  isZero,
  lessThan,
  mapEntries,
  mapGet,
  multiply,
  unwrap,
} from '../../../kernel/index.ts';
import {
  armedAgain,
  armedBreaker,
  BREAKER_KINDS,
  type BreakerKind,
  type BreakerRule,
  type BreakerState,
  breakerRule,
  type LimitKind,
  observe,
  type StateKey,
} from '../../../risk/index.ts';
import type { Draft } from '../draft.ts';
import { rulesOf } from '../rules.ts';
import type { EngineState } from '../state.ts';
import { applyKill } from './kill.ts';

type Settings = Parameters<typeof breakerRule>[0];

const MINUTE_MS = 60_000;
/** For kinds whose silence says nothing: a day without a refused order is a good day. */
const NEVER_MS = 10 * 365 * 24 * 60 * MINUTE_MS;
/** So much of a line that people drew counts as calm. */
const CALM_SHARE = decimal('0.8');
/** Less than the smallest amount that is kept: anything at all is over it. */
const ALMOST_NOTHING = '0.0000000000000000005';

const LATENCY_MS = 30_000;

const line = (
  kind: BreakerKind,
  [tripOver, calmAt]: readonly [string, string],
  [windowMs, silenceMs]: readonly [number, number],
): BreakerRule => {
  const lines = { tripOver: decimal(tripOver), calmAt: decimal(calmAt) };
  return unwrap(breakerRule({ kind, ...lines, windowMs, calmMs: MINUTE_MS, silenceMs }));
};

const RULES: Readonly<Record<BreakerKind, BreakerRule>> = {
  Loss: line('Loss', ['250000', '200000'], [MINUTE_MS, 5 * MINUTE_MS]),
  Drawdown: line('Drawdown', ['0.25', '0.2'], [MINUTE_MS, 5 * MINUTE_MS]),
  RejectBurst: line('RejectBurst', ['10', '2'], [MINUTE_MS, NEVER_MS]),
  StaleData: line('StaleData', ['60000', '2000'], [5_000, MINUTE_MS]),
  UnconfirmedOrders: line('UnconfirmedOrders', ['3', '0'], [MINUTE_MS, NEVER_MS]),
  LedgerImbalance: line('LedgerImbalance', [ALMOST_NOTHING, '0'], [MINUTE_MS, NEVER_MS]),
  AuditFailure: line('AuditFailure', ['0.5', '0'], [MINUTE_MS, NEVER_MS]),
  Latency: line('Latency', ['5000', '2000'], [LATENCY_MS, NEVER_MS]),
};

/** Orders are now and then: of two slow answers with an hour between them nobody knows what was between. */
const LATENCY_OF_LATE: BreakerRule = { ...RULES.Latency, standsMs: LATENCY_MS };

/** The limit whose line is the breaker's too, where people drew one for the client. */
const LIMIT_OF: Readonly<Partial<Record<BreakerKind, LimitKind>>> = {
  Loss: 'DailyLoss',
  Drawdown: 'DrawdownFromPeak',
};

export function ruleOf(state: EngineState, kind: BreakerKind, scope: string): BreakerRule {
  const rule = kind === 'Latency' && rulesOf(state) >= 6 ? LATENCY_OF_LATE : RULES[kind];
  const limitKind = LIMIT_OF[kind];
  if (limitKind === undefined) return rule;
  const tripOver = strictest(state, limitKind, scope);
  if (tripOver === null) return rule;
  const settings: Settings = { ...rule, tripOver, calmAt: multiply(tripOver, CALM_SHARE) };
  const drawn = breakerRule(settings);
  return drawn.ok ? drawn.value : rule;
}

function strictest({ config, at }: EngineState, kind: LimitKind, client: string): Decimal | null {
  let found: Decimal | null = null;
  for (const limit of mapGet(config.limits, `client|${client}`) ?? []) {
    const isInForce = at !== null && limit.from <= at && (limit.until === null || at < limit.until);
    if (limit.kind !== kind || limit.instrument !== null || !isInForce) continue;
    if (found === null || lessThan(limit.value, found)) found = limit.value;
  }
  return found !== null && isZero(found) ? null : found;
}

const nameOf = (kind: BreakerKind, scope: string) => `${kind}|${scope}`;

/** What is heard of a calm breaker is kept this often; it is enough to know that it was heard of. */
const HEARD_EVERY_MS = 30_000;

function isSaidAlready(
  { kind, calmAt, silenceMs }: BreakerRule,
  before: BreakerState | undefined,
  value: Decimal,
  atMs: number,
): boolean {
  const isSum = BREAKER_KINDS[kind].aggregate === 'Sum';
  // Of a burst each reading is so many more.
  const isCalm = isSum ? isZero(value) : !lessThan(calmAt, value);
  if (!isCalm) return false;
  if (before === undefined) return silenceMs === NEVER_MS;
  const isQuiet = before.isArmed && before.calmSinceMs !== null;
  return isQuiet && (silenceMs === NEVER_MS || atMs - before.heardMs < HEARD_EVERY_MS);
}

/**
 * One reading of one breaker. What changes nothing is not kept: a calm reading of an armed breaker is
 * an event twice a minute, and any other is one each.
 */
export function readBreaker(
  draft: Draft,
  kind: BreakerKind,
  scope: string,
  value: Decimal | null,
): void {
  const { state, moment } = draft;
  const atMs = moment.ms;
  const rule = ruleOf(state, kind, scope);
  const before = mapGet(state.risk.breakers, nameOf(kind, scope));
  if (value !== null && isSaidAlready(rule, before, value, atMs)) return;
  const reading = { atMs, value };
  const watched = observe(rule, before ?? armedBreaker(atMs), reading);
  if (value === null && before !== undefined && watched.trip === null) return;
  const key: StateKey = { level: BREAKER_KINDS[kind].level, scope };
  const tripped = watched.trip?.grade ?? null;
  draft.add({ type: 'BreakerRead', key, breaker: kind, reading, state: watched.state, tripped });
  if (watched.trip === null) return;
  const { why, actual, limit } = watched.trip;
  trip(draft, key, kind, `${kind} ${why}: ${actual ?? 'nothing heard'}, limit ${limit}`);
}

/** The duties of the breaker's grade, and somebody is told. */
export function trip(draft: Draft, key: StateKey, kind: BreakerKind, why: string): void {
  const { grade } = BREAKER_KINDS[kind];
  applyKill(draft, key, grade, 'Breaker', why);
  draft.perform({
    kind: 'Alert',
    code: 'BreakerTripped',
    severity: 'Critical',
    venue: null,
    subject: `${key.level}|${key.scope}: ${why}`,
  });
}

/** After two people let a level go on, what is still over its line stops it again at once. */
export function armAgain(draft: Draft, { level, scope }: StateKey): void {
  for (const [name, state] of mapEntries(draft.state.risk.breakers)) {
    const end = name.indexOf('|');
    const kind = name.slice(0, end);
    if (name.slice(end + 1) !== scope || !isKind(kind) || BREAKER_KINDS[kind].level !== level) {
      continue;
    }
    const armed = armedAgain(ruleOf(draft.state, kind, scope), state);
    const reading = { atMs: draft.moment.ms, value: null };
    const key = { level, scope };
    draft.add({ type: 'BreakerRead', key, breaker: kind, reading, state: armed, tripped: null });
  }
}

const isKind = (name: string): name is BreakerKind => name in BREAKER_KINDS;
