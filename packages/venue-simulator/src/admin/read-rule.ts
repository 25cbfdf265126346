/** A rule of faults as it comes over the wire: every part of it is looked at before it strikes. */
import type { InstrumentState } from '../matching/index.ts';
import type { Fault, NewRule, Operation, StreamKind } from '../server/faults.ts';

/** Said with status 400: what is wrong and what would be right. */
export class Refused extends Error {}

type Json = Readonly<Record<string, unknown>>;

export const STATES: readonly InstrumentState[] = ['Trading', 'PostOnly', 'CancelOnly', 'Halted'];

const OPERATIONS: readonly Operation[] = [
  'market-data',
  'account',
  'order.place',
  'order.cancel',
  'order.replace',
  'order.query',
  'orders.open',
  'orders.closed',
  'trades.own',
  'session',
];
const STREAMS: readonly StreamKind[] = ['public', 'private'];
/** A day: nothing waits, lags or stands apart for longer. */
const MS_MOST = 86_400_000;

interface Part {
  readonly isGood: (value: unknown) => boolean;
  readonly says: string;
}

const within = (low: number, high: number): Part => ({
  isGood: (value) => typeof value === 'number' && value >= low && value <= high,
  says: `a number from ${low} to ${high}`,
});
const oneOf = (values: readonly unknown[]): Part => ({
  isGood: (value) => values.includes(value),
  says: `one of ${values.join(', ')}`,
});

const MS = within(0, MS_MOST);
const SECONDS = within(0, MS_MOST / 1000);

const PERCENT: Part = {
  isGood: (value) => Number.isInteger(value) && within(0, 1000).isGood(value),
  says: 'a whole number from 0 to 1000',
};

const PARTS: Readonly<Record<Fault['kind'], Readonly<Record<string, Part>>>> = {
  Latency: { ms: MS, jitterMs: MS },
  LateEffect: { ms: MS },
  RequestLost: {},
  AnswerLost: {},
  FailsAfterEffect: {},
  RateLimited: { retryAfterSeconds: SECONDS },
  Banned: { retryAfterSeconds: SECONDS },
  ServerError: { status: oneOf([500, 502, 503, 504]) },
  Html: { status: oneOf([403, 502, 503]) },
  Garbage: {},
  Maintenance: {},
  ReadLag: { ms: MS },
  HalfReplace: {},
  LateFill: { ms: MS, share: within(0, 1) },
  WrongFee: { percent: PERCENT },
  Drop: {},
  Duplicate: {},
  Reorder: {},
  Delay: { ms: MS },
  Silence: {},
  Disconnect: {},
  ClockSkew: { ms: within(-MS_MOST, MS_MOST) },
  StalePrices: {},
  CrossedBook: {},
  PricesOff: { factor: within(0.01, 100) },
  TradingState: { state: oneOf(STATES) },
};

const list = (known: readonly string[]): Part => ({
  isGood: (value) => Array.isArray(value) && value.every((one) => known.includes(one)),
  says: `a list of ${known.join(', ')}`,
});

/** @throws {Refused} */
export function readRule(body: Json, instruments: readonly string[]): NewRule {
  const { fault } = body;
  const kind = typeof fault === 'object' && fault !== null ? (fault as Json)['kind'] : undefined;
  const parts = Object.entries(PARTS).find(([known]) => known === kind)?.[1];
  if (parts === undefined) {
    throw new Refused(`fault.kind is one of ${Object.keys(PARTS).join(', ')}.`);
  }
  for (const [name, part] of Object.entries(parts)) check(fault as Json, name, part);
  const rest = {
    owner: { isGood: (value: unknown) => typeof value === 'string', says: 'text' },
    operations: list(OPERATIONS),
    streams: list(STREAMS),
    times: {
      isGood: (value: unknown) => Number.isInteger(value) && Number(value) > 0,
      says: 'a whole number above 0',
    },
    share: within(0, 1),
  };
  for (const [name, part] of Object.entries(rest)) if (isGiven(body, name)) check(body, name, part);
  if (isGiven(fault as Json, 'instruments')) check(fault as Json, 'instruments', list(instruments));
  const known = ['fault', ...Object.keys(rest)];
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name]) => known.includes(name) && (name !== 'share' || body[name] !== null),
    ),
  ) as unknown as NewRule;
}

const isGiven = (body: Json, name: string): boolean =>
  body[name] !== undefined && body[name] !== null;

function check(body: Json, name: string, { isGood, says }: Part): void {
  if (!isGood(body[name])) throw new Refused(`${name} is ${says}.`);
}
