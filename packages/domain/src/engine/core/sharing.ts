/**
 * Limits above the client, shared out to shards. A shard decides alone within its allotments, and their
 * sum is kept within the approved value by whoever allots: so no order ever asks another shard.
 *
 * A platform of one shard has no sharing, and the whole limit. From the moment that this shard is told
 * of another (`ShardsSet`, in its turn among what people decided) a shared limit without an allotment is
 * nothing, and what adds to it is refused.
 */
import {
  absolute,
  add,
  type Decimal,
  decimal,
  divide,
  equals,
  greatest,
  least,
  mapEntries,
  mapGet,
  multiply,
  NUMERIC_SCALE,
  negate,
  roundTo,
  signOf,
  subtract,
  type UtcTime,
  ZERO,
} from '../../kernel/index.ts';
import {
  isShared,
  type Limit,
  type LimitKey,
  type LimitLevel,
  limitInShard,
  limitKeyOf,
} from '../../risk/index.ts';
import { baseOf, exposureOf, isCash, markingOf, moneyOf, valueOfAsset } from './apply/figures.ts';
import type { Config } from './config.ts';
import type { Draft } from './draft.ts';
import type { Sharing } from './shares.ts';
import type { EngineState, Exposure } from './state.ts';
import { messagesAt } from './working.ts';

interface Seen {
  readonly allotments: Sharing['allotments'];
  readonly limits: readonly Limit[];
}
/** By the list that people set. Another shard's core in one process has its own: one is enough. */
const SEEN = new WeakMap<readonly Limit[], Seen>();

/** The limits as this shard may use them. */
export function limitsInShard({ sharing }: Config, limits: readonly Limit[]): readonly Limit[] {
  if (sharing === undefined) return limits;
  const { allotments } = sharing;
  const known = SEEN.get(limits);
  if (known?.allotments === allotments) return known.limits;
  const made = limits.map((limit) =>
    limitInShard(limit, mapGet(allotments, limitKeyOf(limit))?.amount),
  );
  SEEN.set(limits, { allotments, limits: made });
  return made;
}

interface SharedLimit {
  readonly of: Pick<Limit, 'level' | 'scope' | 'kind' | 'instrument'>;
  /** The least of those that people set under its key, whenever each is in force. */
  readonly cap: Decimal;
}

const SHARED = new WeakMap<Config['limits'], ReadonlyMap<LimitKey, SharedLimit>>();

/** Every limit that shards share. */
export function sharedLimitsOf({
  limits,
}: Pick<Config, 'limits'>): ReadonlyMap<LimitKey, SharedLimit> {
  const known = SHARED.get(limits);
  if (known !== undefined) return known;
  const made = new Map<LimitKey, SharedLimit>();
  for (const [, set] of mapEntries(limits)) {
    for (const limit of set.filter(isShared)) {
      const key = limitKeyOf(limit);
      const { level, scope, kind, instrument } = limit;
      const cap = least(made.get(key)?.cap ?? limit.value, limit.value);
      made.set(key, { of: { level, scope, kind, instrument }, cap });
    }
  }
  SHARED.set(limits, made);
  return made;
}

/** What this shard has of a limit; null: it was never allotted any. */
export const heldOf = ({ sharing }: Pick<Config, 'sharing'>, limit: LimitKey): Decimal | null =>
  (sharing === undefined ? undefined : mapGet(sharing.allotments, limit)?.amount) ?? null;

/**
 * A value that people lowered is lowered here at once, before anybody is asked: by all that is free, up to
 * the whole difference. Each shard does so, so that together they have no more than the new value; or, if
 * no one of them has so much free, no more than what is in use, and nothing can be added.
 */
export function takeBack(draft: Draft, level: LimitLevel, scope: string): void {
  const { sharing } = draft.state.config;
  if (sharing === undefined) return;
  const { at } = draft.moment;
  for (const [limit, { of, cap }] of sharedLimitsOf(draft.state.config)) {
    if (of.level !== level || of.scope !== scope) continue;
    const had = mapGet(sharing.allotments, limit);
    if (had === undefined || equals(had.cap, cap)) continue;
    const less = subtract(had.cap, cap);
    const used = usedOf(draft.state, of, at) ?? ZERO;
    const left = greatest(ZERO, subtract(had.amount, less));
    const amount = signOf(less) <= 0 ? had.amount : least(had.amount, greatest(left, used));
    draft.add({ type: 'AllotmentSet', at, limit, cap, amount });
  }
}

// ------------------------------------------------------------------ what is in use

type Of = SharedLimit['of'];

/** So much of the limit this shard's positions and orders need, in the limit's unit; null: not known. */
export function usedOf(state: EngineState, of: Of, at: UtcTime): Decimal | null {
  const { level, scope } = of;
  const money = moneyOf(state.risk, level, scope);
  switch (of.kind) {
    case 'Position':
      return most(state, of, (asset, reach) => {
        const value = valueOfAsset(markingOf(state), asset);
        const exact = value === undefined ? null : multiply(worstOf(reach), value);
        return exact === null ? null : roundTo(exact, NUMERIC_SCALE, 'Up');
      });
    case 'DailyVolumeShare':
      return most(state, of, (asset, reach) => shareOfDay(state, asset, reach));
    case 'GrossExposure':
      return money === null ? ZERO : money.gross;
    case 'NetExposure':
      if (money === null) return ZERO;
      return money.netLow === null || money.netHigh === null
        ? null
        : greatest(absolute(money.netLow), absolute(money.netHigh));
    case 'ValueAtRisk':
      return money === null ? ZERO : money.valueAtRisk;
    case 'DailyLoss':
      return lossOf(money);
    case 'VenueCounterparty':
      return entrusted(state, of);
    case 'MessageRate':
      return decimal(String(messagesAt(state.messages, `${level}|${scope}`, at)));
    default:
      return null;
  }
}

type AssetOf = Parameters<typeof exposureOf>[3];

/** The largest over the scope's assets; null where one of them that counts is not known. */
function most(
  state: EngineState,
  { level, scope, instrument }: Of,
  figure: (asset: AssetOf, reach: Exposure) => Decimal | null,
): Decimal | null {
  const only = instrument === null ? null : baseOf(instrument);
  const start = `${level}|${scope}|`;
  let found: Decimal = ZERO;
  for (const [key] of mapEntries(state.risk.exposures)) {
    if (!key.startsWith(start)) continue;
    const asset = key.slice(start.length) as AssetOf;
    const reach = exposureOf(state.risk, level, scope, asset);
    if ((only !== null && asset !== only) || isNothing(reach)) continue;
    // Money that lies there is no position; it is one where it is what was traded.
    if (isCash(asset, state.config.currency) && !isActive(reach)) continue;
    if (valueOfAsset(markingOf(state), asset) === undefined) return null;
    const here = figure(asset, reach);
    if (here === null) return null;
    found = greatest(found, here);
  }
  return found;
}

const isNothing = (reach: Exposure): boolean => signOf(reach.position) === 0 && !isActive(reach);

const isActive = ({ workingBuy, workingSell, traded }: Exposure): boolean =>
  [workingBuy, workingSell, traded].some((one) => signOf(one) !== 0);

const worstOf = ({ position, workingBuy, workingSell }: Exposure): Decimal =>
  greatest(absolute(add(position, workingBuy)), absolute(subtract(position, workingSell)));

/** Of the instruments of an asset the one that trades least; null: how much it trades is not known. */
function shareOfDay(state: EngineState, asset: AssetOf, reach: Exposure): Decimal | null {
  const active = add(add(reach.traded, reach.workingBuy), reach.workingSell);
  if (signOf(active) === 0) return ZERO;
  const volumes = mapEntries(state.marks.instruments)
    .filter(([instrument]) => baseOf(instrument) === asset)
    .map(([, { dailyVolume }]) => dailyVolume);
  const [first, ...rest] = volumes.filter((volume) => volume !== null);
  if (first === undefined || rest.length + 1 < volumes.length) return null;
  const volume = rest.reduce(least, first);
  return signOf(volume) <= 0 ? null : divide(active, volume, NUMERIC_SCALE, 'Up');
}

function lossOf(money: ReturnType<typeof moneyOf>): Decimal | null {
  if (money === null) return ZERO;
  const { equity, dayStartEquity, flowToday } = money;
  if (equity === null || dayStartEquity === null) return null;
  return greatest(ZERO, negate(subtract(subtract(equity, dayStartEquity), flowToday)));
}

/** Of a venue its own; of a wider level the venue that has most, as each is held against the limit. */
function entrusted(state: EngineState, { level, scope }: Of): Decimal | null {
  let found: Decimal = ZERO;
  for (const [key, { equity }] of mapEntries(state.risk.money)) {
    const isMeant = level === 'venue' ? key === `venue|${scope}` : key.startsWith('venue|');
    if (!isMeant) continue;
    if (equity === null) return null;
    found = greatest(found, equity);
  }
  return found;
}
