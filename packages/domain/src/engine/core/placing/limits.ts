/** The limits that an order is checked against, as they are now. */
import { tierAt } from '../../../clients/index.ts';
import { type Asset, type Decimal, mapGet, multiply, ONE } from '../../../kernel/index.ts';
import type { VenueId } from '../../../market-data/index.ts';
import {
  type Facts,
  type Limit,
  type LimitId,
  type LimitLevel,
  limitNow,
  limitsNow,
  type StateReading,
  type StrategyId,
} from '../../../risk/index.ts';
import { FIRM, markingOf, valueOfAsset } from '../apply/figures.ts';
import type { ClientTerms } from '../config.ts';
import { limitsInShard } from '../sharing.ts';
import type { Sight } from './sight.ts';
import { HOUSE, type Part } from './work.ts';

const USD = 'USD' as Asset;

export function clientTermsOf({ state, work }: Sight, part: Part | null): ClientTerms | null {
  return mapGet(state.config.clients, part?.client ?? work.client) ?? null;
}

const isHouse = ({ work }: Sight, part: Part | null) => (part?.client ?? work.client) === HOUSE;

type ByPlace = Map<string, readonly Limit[] | null>;
/** The router asks for each venue, and each child again. */
const LIMITS = new WeakMap<Sight, ByPlace>();

/** Tightened by the instrument's volatility; null where the rule for it, or a tier, is not known. */
export function limitsOf(sight: Sight, venue: VenueId, part: Part | null): readonly Limit[] | null {
  const known: ByPlace = LIMITS.get(sight) ?? new Map();
  LIMITS.set(sight, known);
  const key = `${venue}|${part?.holder.account ?? ''}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = limitsAt(sight, venue, part);
  known.set(key, made);
  return made;
}

function limitsAt(sight: Sight, venue: VenueId, part: Part | null): readonly Limit[] | null {
  const { state, work, isMarked } = sight;
  const { tightening, limits } = state.config;
  const tier = isHouse(sight, part) ? [] : tierLimit(sight, part);
  if (tightening === null || tier === null) return null;
  const keys: readonly (readonly [LimitLevel, string | null])[] = [
    ['firm', FIRM],
    ['client', part?.client ?? work.client],
    ['account', part?.holder.account ?? work.account],
    ['strategy', work.strategy],
    ['instrument', work.instrument],
    ['venue', venue],
  ];
  const mark = isMarked ? mapGet(state.marks.instruments, work.instrument) : undefined;
  const volatility = mark?.volatility ?? null;
  const found: Limit[] = [];
  for (const [level, scope] of keys) {
    const set = scope === null ? undefined : mapGet(limits, `${level}|${scope}`);
    if (set === undefined) continue;
    found.push(...limitsNow(limitsInShard(state.config, set), tightening, volatility));
  }
  for (const limit of tier) found.push(limitNow(limit, tightening, volatility));
  return found;
}

/** The tier's largest position, as a limit of the client beside those that were set. */
function tierLimit(sight: Sight, part: Part | null): readonly Limit[] | null {
  const { state, at, work } = sight;
  const { tiers, policy } = state.config;
  const client = clientTermsOf(sight, part);
  const row = tiers === null || client === null ? undefined : tierAt(tiers, client.tier, at);
  const dollar = inDollars(sight);
  const approval = row?.approval ?? policy?.approval;
  if (row === undefined || client === null || dollar === undefined || approval === undefined) {
    return null;
  }
  return [
    {
      id: `tier:${client.tier}` as LimitId,
      level: 'client',
      scope: part?.client ?? work.client,
      instrument: null,
      kind: 'Position',
      value: multiply(row.maxPosition, dollar),
      from: row.from,
      until: row.until,
      approval,
    },
  ];
}

/** Currency of valuation for one dollar, in which tiers are told. */
function inDollars({ state, isMarked }: Sight): Decimal | undefined {
  if (state.config.currency === USD) return ONE;
  return isMarked ? valueOfAsset(markingOf(state), USD) : undefined;
}

/** Spot is 1. The house has no tier and no regime that would let it borrow. */
export function maxLeverageOf(sight: Sight, part: Part | null): Facts['maxLeverage'] {
  if (isHouse(sight, part)) return { tier: ONE, regime: ONE, product: ONE };
  const { tiers, regimeLeverage } = sight.state.config;
  const client = clientTermsOf(sight, part);
  const row = tiers === null || client === null ? undefined : tierAt(tiers, client.tier, sight.at);
  return {
    tier: row?.maxLeverage ?? null,
    regime: client === null ? null : (regimeLeverage[client.category] ?? null),
    product: ONE,
  };
}

/** A level that nobody stopped has no entry, and is Active. */
export function readingsOf(
  { state, work }: Sight,
  venueKey: string,
  part: Part | null,
): readonly StateReading[] {
  const keys: Pick<StateReading, 'level' | 'scope'>[] = [
    { level: 'firm', scope: FIRM },
    { level: 'client', scope: part?.client ?? work.client },
    { level: 'account', scope: part?.holder.account ?? work.account },
    { level: 'venueKey', scope: venueKey },
  ];
  if (work.strategy !== null) keys.push({ level: 'strategy', scope: work.strategy as StrategyId });
  return keys.map(({ level, scope }) => ({
    level,
    scope,
    state: mapGet(state.risk.states, `${level}|${scope}`) ?? { grade: null },
  }));
}
