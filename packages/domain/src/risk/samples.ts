/** An order that passes every check, and the facts that let it: tests change one thing. */

import type { ProposalId } from '../access/index.ts';
import {
  type AccountId,
  type ClientId,
  type Decimal,
  decimal,
  fromEpochMs,
  type PersonId,
  type Price,
  type Quantity,
} from '../kernel/index.ts';
import type { InstrumentId, VenueId } from '../market-data/index.ts';
import {
  CHECK_CODES,
  type Check,
  type ClOrdId,
  COMPLIANCE_CHECK_CODES,
  type ComplianceVerdicts,
  checkOf,
} from '../trading/index.ts';
import type { CheckPolicy } from './approve.ts';
import type { RunCheck } from './checks/measure.ts';
import {
  type Facts,
  type OrderToCheck,
  type ScopeFigures,
  type StrategyId,
  subjectOf,
} from './facts.ts';
import type { Limit, LimitId, LimitKind, LimitLevel } from './limits.ts';
import type { LevelState, StateReading } from './trading-state.ts';

export const AT = fromEpochMs(1_795_000_000_000);
export const CLIENT = 'client-1' as ClientId;
export const ACCOUNT = 'account-1' as AccountId;
export const STRATEGY = 'strategy-1' as StrategyId;
export const BTC = 'BTC/USD' as InstrumentId;
export const VENUE = 'binance' as VenueId;
export const APPROVAL = 'proposal-1' as ProposalId;
export const ANNA = 'anna' as PersonId;
export const BEN = 'ben' as PersonId;

export const price = (text: string) => decimal(text) as Price;
export const qty = (text: string) => decimal(text) as Quantity;

/** One bitcoin at 100 dollars. */
export const ORDER: OrderToCheck = {
  clOrdId: 'order-1' as ClOrdId,
  client: CLIENT,
  account: ACCOUNT,
  strategy: null,
  venue: VENUE,
  venueKey: 'key-1',
  isFlattening: false,
  instrument: BTC,
  side: 'Buy',
  orderQty: qty('1'),
  terms: { ordType: 'Limit', price: price('100') },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
};

export const market = (side: 'Buy' | 'Sell'): OrderToCheck => ({
  ...ORDER,
  side,
  terms: { ordType: 'Market' },
});

export const LIMIT_VALUES: Readonly<Record<LimitKind, string>> = {
  PriceCollar: '0.05',
  PriceCollarPeriod: '0.1',
  FatFingerValue: '1000',
  FatFingerVolume: '10',
  FatFingerMedian: '5',
  MessageRate: '100',
  RepeatedExecution: '10',
  DuplicateOrder: '2000',
  Position: '1000',
  Concentration: '0.5',
  GrossExposure: '5000',
  NetExposure: '3000',
  Leverage: '2',
  OrderValue: '1000',
  DailyLoss: '500',
  DrawdownFromPeak: '0.2',
  DrawdownFromStart: '0.1',
  ValueAtRisk: '400',
  VarBreaches: '4',
  DailyVolumeShare: '0.01',
  VenueCounterparty: '20000',
  StalePrice: '1500',
};

const SCOPE_OF: Readonly<Record<LimitLevel, string>> = {
  firm: 'firm',
  client: CLIENT,
  account: ACCOUNT,
  strategy: STRATEGY,
  instrument: BTC,
  venue: VENUE,
};

export function limit(
  kind: LimitKind,
  value = LIMIT_VALUES[kind],
  level: LimitLevel = 'client',
): Limit {
  return {
    id: `${kind}-${level}` as LimitId,
    level,
    scope: SCOPE_OF[level],
    instrument: null,
    kind,
    value: decimal(value),
    from: AT,
    until: null,
    approval: APPROVAL,
  };
}

export const LIMITS: readonly Limit[] = (Object.keys(LIMIT_VALUES) as LimitKind[]).map((kind) =>
  limit(kind),
);

export const FIGURES: ScopeFigures = {
  position: decimal('0'),
  workingBuy: decimal('0'),
  workingSell: decimal('0'),
  grossElsewhere: decimal('0'),
  netElsewhere: { low: decimal('0'), high: decimal('0') },
  equity: decimal('10000'),
  dayPnl: decimal('0'),
  peakEquity: decimal('10000'),
  startEquity: decimal('10000'),
  tradedToday: decimal('0'),
  heldAtVenue: decimal('1000'),
  messages: 0,
  valueAtRisk: decimal('100'),
  varBreaches: 0,
};

/** The same figures on every level, with what differs. */
export function scopes(change: Partial<ScopeFigures> = {}): Facts['scopes'] {
  const figures = { ...FIGURES, ...change };
  return {
    firm: figures,
    client: figures,
    account: figures,
    strategy: figures,
    instrument: figures,
    venue: figures,
  };
}

const reading = (level: StateReading['level'], scope: string, state: LevelState): StateReading => ({
  level,
  scope,
  state,
});

export function states(
  change: Partial<Record<StateReading['level'], LevelState | null>> = {},
): readonly StateReading[] {
  const all = [
    reading('firm', 'firm', { grade: null }),
    reading('client', CLIENT, { grade: null }),
    reading('account', ACCOUNT, { grade: null }),
    reading('strategy', STRATEGY, { grade: null }),
    reading('venueKey', 'key-1', { grade: null }),
  ];
  return all.map((one) => {
    const changed = change[one.level];
    return changed === undefined ? one : { ...one, state: changed };
  });
}

export const FACTS: Facts = {
  at: AT,
  limits: LIMITS,
  states: states(),
  terms: {
    tickSize: price('0.01'),
    stepSize: qty('0.001'),
    minQty: qty('0.01'),
    maxQty: qty('100'),
    minNotional: decimal('10'),
  },
  reference: price('100'),
  periodReference: price('100'),
  quote: { bid: price('99.99'), ask: price('100.01'), ageMs: 10 },
  worstPrice: price('101'),
  quoteValue: decimal('1'),
  feeRate: decimal('0.001'),
  base: { total: decimal('5'), held: decimal('0') },
  quoteAsset: { total: decimal('1000'), held: decimal('0') },
  median: { qty: decimal('1'), count: 50 },
  throttle: { repeats: 0, isOff: false },
  sentOrders: [],
  openOrders: [],
  dailyVolume: decimal('10000'),
  maxLeverage: { tier: decimal('4'), regime: decimal('5'), product: decimal('10') },
  scopes: scopes(),
};

export const POLICY: CheckPolicy = { checks: CHECK_CODES, approval: APPROVAL };

export const COMPLIANT: ComplianceVerdicts = {
  clOrdId: ORDER.clOrdId,
  checks: COMPLIANCE_CHECK_CODES.map((code) => checkOf(code, 'Pass', 'Within')),
};

export interface Changes {
  readonly order?: Partial<OrderToCheck>;
  readonly facts?: Partial<Facts>;
}

export function changed({ order, facts }: Changes = {}) {
  return subjectOf({ ...ORDER, ...order }, { ...FACTS, ...facts });
}

/** The one answer of a check: with one limit there is one. */
export function answer(run: RunCheck, changes: Changes = {}): Check {
  const [only, ...more] = run(changed(changes));
  if (only === undefined || more.length > 0) throw new Error('One answer was expected.');
  return only;
}

export const verdict = (run: RunCheck, changes: Changes = {}) => answer(run, changes).verdict;

/** `[verdict, reason, limit, actual]`: what most tests look at. */
export function told(run: RunCheck, changes: Changes = {}) {
  const { verdict: said, reason, limit: most, actual } = answer(run, changes);
  return [said, reason, most, actual];
}

export const figures = (change: Partial<ScopeFigures>): Changes => ({
  facts: { scopes: scopes(change) },
});

export const dec = (text: string): Decimal => decimal(text);
