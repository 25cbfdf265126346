/** The figures of each level that a child stands on, out of what is kept with every event. */
import { type Asset, add, type Decimal, least, subtract, ZERO } from '../../../kernel/index.ts';
import type { Side, VenueId } from '../../../market-data/index.ts';
import type { Facts, LimitLevel, ScopeFigures } from '../../../risk/index.ts';
import { exposureOf, FIRM, markingOf, moneyOf, partOf } from '../apply/figures.ts';
import type { Exposure, ScopeMoney } from '../state.ts';
import { messagesAt } from '../working.ts';
import { type Sight, shareOf } from './sight.ts';
import { HOUSE, type Part } from './work.ts';

/** A child of a plan, or one beneficiary's part of it: whose figures are asked for. */
export interface Figured {
  readonly venue: VenueId;
  readonly side: Side;
  readonly quantity: Decimal;
  /** Of the same plan at the same venue, this one in it. */
  readonly atVenue: Decimal;
  /** Messages of the same plan that leave before it. */
  readonly messagesBefore: number;
  /** Of a block: whose part is judged; null: the order itself. */
  readonly part: Part | null;
}

/** Of an account of the firm's own the client's level is the firm's: its equity stands for it. */
function scopesOf(sight: Sight, { venue, part }: Figured): Record<LimitLevel, string | null> {
  const { client, account, strategy, instrument } = sight.work;
  return {
    firm: FIRM,
    client: part?.client ?? client,
    account: part?.holder.account ?? account,
    strategy,
    instrument,
    venue,
  };
}

export function scopeFiguresOf(sight: Sight, figured: Figured): Facts['scopes'] {
  const scopes = scopesOf(sight, figured);
  const of = (level: LimitLevel): ScopeFigures | null => {
    const scope = scopes[level];
    return scope === null ? null : figuresAt(sight, figured, level, scope);
  };
  return {
    firm: of('firm'),
    client: of('client'),
    account: of('account'),
    strategy: of('strategy'),
    instrument: of('instrument'),
    venue: of('venue'),
  };
}

function figuresAt(sight: Sight, figured: Figured, level: LimitLevel, scope: string): ScopeFigures {
  const { state, at, base } = sight;
  const key = level === 'client' && scope === HOUSE ? (['firm', FIRM] as const) : null;
  const [kept, keptScope] = key ?? [level, scope];
  const exposure = exposureOf(state.risk, kept, keptScope, base as Asset);
  const working = withOrder(sight, figured, level, exposure);
  const isBuy = figured.side === 'Buy';
  const { workingBuy, workingSell } = working;
  return {
    position: exposure.position,
    workingBuy: isBuy ? lessOwn(workingBuy, figured) : workingBuy,
    workingSell: isBuy ? workingSell : lessOwn(workingSell, figured),
    tradedToday: exposure.traded,
    heldAtVenue: heldAt(sight, figured.venue),
    messages: messagesAt(state.messages, `${level}|${scope}`, at) + figured.messagesBefore,
    varBreaches: moneyOf(state.risk, kept, keptScope)?.varBreaches.length ?? null,
    ...moneyWith(sight, moneyOf(state.risk, kept, keptScope), exposure, working),
  };
}

/** The check adds the order itself: what is left is everything else, the rest of its own whole too. */
function lessOwn(working: Decimal, { quantity }: Figured): Decimal {
  return subtract(working, least(working, quantity));
}

/** The exposure once the whole order works. */
function withOrder(
  { work }: Sight,
  figured: Figured,
  level: LimitLevel,
  exposure: Exposure,
): Exposure {
  const more = addedAt(work, figured, level);
  return figured.side === 'Buy'
    ? { ...exposure, workingBuy: add(exposure.workingBuy, more) }
    : { ...exposure, workingSell: add(exposure.workingSell, more) };
}

/** A venue's working orders are children, which are new; elsewhere a parent may stand there already. */
function addedAt(work: Sight['work'], figured: Figured, level: LimitLevel): Decimal {
  if (level === 'venue') return figured.atVenue;
  if (work.isCounted) return ZERO;
  const isOwn = level === 'client' || level === 'account';
  return isOwn && figured.part !== null ? shareOf(figured.part, work.leaves) : work.leaves;
}

type Money = Pick<
  ScopeFigures,
  | 'grossElsewhere'
  | 'netElsewhere'
  | 'equity'
  | 'dayPnl'
  | 'peakEquity'
  | 'startEquity'
  | 'valueAtRisk'
>;

const UNKNOWN: Money = {
  grossElsewhere: null,
  netElsewhere: null,
  equity: null,
  dayPnl: null,
  peakEquity: null,
  startEquity: null,
  valueAtRisk: null,
};

/** A scope that nothing is known of has nothing; of figures made at old marks nothing is known. */
function moneyWith(
  sight: Sight,
  money: ScopeMoney | null,
  before: Exposure,
  after: Exposure,
): Money {
  if (!sight.isMarked) return UNKNOWN;
  const marking = markingOf(sight.state);
  const asset = sight.base as Asset;
  const own = partOf(marking, asset, before);
  const next = partOf(marking, asset, after);
  const isRated = next.unvalued === 0 && next.unrated === 0;
  const gross = money === null ? ZERO : money.gross;
  const [low, high] = money === null ? [ZERO, ZERO] : [money.netLow, money.netHigh];
  const risk = money === null ? ZERO : money.valueAtRisk;
  return {
    grossElsewhere: gross === null ? null : subtract(gross, own.gross),
    netElsewhere:
      low === null || high === null
        ? null
        : { low: subtract(low, own.netLow), high: subtract(high, own.netHigh) },
    equity: money?.equity ?? null,
    dayPnl: dayPnlOf(money),
    peakEquity: money?.peakEquity ?? null,
    startEquity: money?.startEquity ?? null,
    valueAtRisk:
      risk === null || !isRated ? null : add(subtract(risk, own.valueAtRisk), next.valueAtRisk),
  };
}

function dayPnlOf(money: ScopeMoney | null): Decimal | null {
  const equity = money?.equity ?? null;
  const start = money?.dayStartEquity ?? null;
  if (money === null || equity === null || start === null) return null;
  return subtract(subtract(equity, start), money.flowToday);
}

/** Everybody's at the venue, whichever level asks: never too little. Null: not known. */
export function heldAt({ state, isMarked }: Sight, venue: VenueId): Decimal | null {
  if (!isMarked) return null;
  const money = moneyOf(state.risk, 'venue', venue);
  return money === null ? ZERO : money.equity;
}
