/** What everything is worth, and the turn of the day. */
import {
  type Asset,
  add,
  addMs,
  type Decimal,
  emptyMap,
  greaterThan,
  greatest,
  integerDigitsOf,
  isZero,
  mapDelete,
  mapEach,
  mapFilter,
  mapGet,
  mapSet,
  msBetween,
  NUMERIC_INTEGER_DIGITS,
  NUMERIC_SCALE,
  type PersistentMap,
  roundTo,
  signOf,
  subtract,
  type UtcTime,
  ZERO,
} from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import type { EngineEvent } from '../event.ts';
import type { AssetValue, InstrumentMark } from '../input.ts';
import type {
  EngineState,
  Exposure,
  KnownFill,
  Marks,
  RiskMemory,
  ScopeMoney,
  ScopeSums,
} from '../state.ts';
import { stillCorrectable } from './blocks.ts';
import { baseOf, markingOf, NO_SUMS, partOf, sumsWith, withSums } from './figures.ts';

type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;

/** The collar looks back so far, at prices so far apart. */
const HISTORY_MS = 300_000;
const HISTORY_STEP_MS = 5_000;
const DAY_MS = 86_400_000;

export function onMarked(state: EngineState, event: EventOf<'Marked'>): EngineState {
  const marks: Marks = {
    at: event.at,
    instruments: mapOf(event.instruments.map((mark) => [mark.instrument, mark])),
    values: valuesOf(event.values),
    volatilities: volatilitiesOf(event.instruments),
    history: historyOf(state.marks.history, event.instruments, event.at),
  };
  const marked = { ...state, marks };
  return { ...marked, risk: { ...state.risk, money: moneyAnew(marked) } };
}

const mapOf = <K extends string, V>(entries: readonly (readonly [K, V])[]): PersistentMap<K, V> =>
  entries.reduce<PersistentMap<K, V>>((map, [key, value]) => mapSet(map, key, value), emptyMap());

/** As amounts are kept: more decimals are rounded, more digits than any amount has are no value. */
function amountOf(value: Decimal): Decimal | null {
  if (signOf(value) < 0 || integerDigitsOf(value) > NUMERIC_INTEGER_DIGITS) return null;
  return roundTo(value, NUMERIC_SCALE, 'HalfEven');
}

const valuesOf = (values: readonly AssetValue[]): Marks['values'] =>
  mapOf(
    values.flatMap(({ asset, value }): readonly (readonly [Asset, Decimal])[] => {
      const kept = amountOf(value);
      return kept === null ? [] : [[asset, kept]];
    }),
  );

function volatilitiesOf(instruments: readonly InstrumentMark[]): Marks['volatilities'] {
  let found = emptyMap<Asset, Decimal>();
  for (const { instrument, volatility } of instruments) {
    const kept = volatility === null ? null : amountOf(volatility);
    const asset = baseOf(instrument);
    const before = mapGet(found, asset);
    if (kept === null) continue;
    found = mapSet(found, asset, before === undefined ? kept : greatest(before, kept));
  }
  return found;
}

function historyOf(
  history: Marks['history'],
  instruments: readonly InstrumentMark[],
  at: UtcTime,
): Marks['history'] {
  return instruments.reduce((all, { instrument, price }) => {
    const kept = (mapGet(all, instrument) ?? []).filter((past) => isWithin(past.at, at));
    const last = kept.at(-1);
    const isDue = last === undefined || msBetween(last.at, at) >= HISTORY_STEP_MS;
    return mapSet(all, instrument, isDue ? [...kept, { at, price }] : kept);
  }, history);
}

/** A time of day that was set back leaves prices of the future: they go, too. */
const isWithin = (from: UtcTime, at: UtcTime): boolean => {
  const ageMs = msBetween(from, at);
  return ageMs >= 0 && ageMs <= HISTORY_MS;
};

function moneyAnew(state: EngineState): RiskMemory['money'] {
  const marking = markingOf(state);
  const sums = new Map<string, ScopeSums>();
  mapEach(state.risk.money, (_, key) => sums.set(key, NO_SUMS));
  mapEach(state.risk.exposures, (exposure, key) => {
    if (key.startsWith('instrument|')) return;
    const end = key.lastIndexOf('|');
    const scope = key.slice(0, end);
    const part = partOf(marking, key.slice(end + 1) as Asset, exposure);
    sums.set(scope, sumsWith(sums.get(scope) ?? NO_SUMS, part));
  });
  let { money } = state.risk;
  for (const [key, of] of sums) money = mapSet(money, key, withSums(mapGet(money, key), key, of));
  return money;
}

/** Figures of a day begin anew, and what is older than a day is forgotten. */
export function onDayRolled(state: EngineState, { at, day }: EventOf<'DayRolled'>): EngineState {
  const isYoung = (time: UtcTime) => msBetween(time, at) <= DAY_MS;
  const { risk } = state;
  return {
    ...state,
    execIds: mapFilter(state.execIds, (fill, key) => mayComeAgain(state, fill, key, at)),
    blocks: stillCorrectable(state.blocks, at),
    commands: mapFilter(state.commands, (command) => isYoung(command.at)),
    risk: {
      ...risk,
      day,
      exposures: untraded(risk.exposures),
      money: dayBegun(risk.money, day),
      sent: mapFilter(risk.sent, (sent) => sent.some((each) => isYoung(each.at))),
    },
  };
}

/** More than any comparison reaches back that begins anew. */
const TOLD_AGAIN_MS = 2 * DAY_MS;
/** What was compared is told once more, and venues' lists lag. */
const OVERLAP_MS = 1_200_000;

/** An account that was away is asked for everything since it was last compared, however long ago that is. */
function mayComeAgain(
  { venues }: EngineState,
  { heardAt }: KnownFill,
  key: string,
  at: UtcTime,
): boolean {
  const venueAccount = key.slice(0, key.indexOf('|')) as VenueAccountId;
  const watermark = mapGet(venues, venueAccount)?.watermark ?? null;
  const since = addMs(at, -TOLD_AGAIN_MS);
  const asked = watermark === null ? since : addMs(watermark, -OVERLAP_MS);
  return heardAt >= since || heardAt >= asked;
}

function untraded(exposures: RiskMemory['exposures']): RiskMemory['exposures'] {
  let left = exposures;
  mapEach(exposures, (exposure, key) => {
    if (isNothing(exposure)) left = mapDelete(left, key);
    else if (!isZero(exposure.traded)) left = mapSet(left, key, { ...exposure, traded: ZERO });
  });
  return left;
}

function dayBegun(money: RiskMemory['money'], day: string): RiskMemory['money'] {
  let begun = money;
  mapEach(money, (scope, key) => {
    begun = mapSet(begun, key, {
      ...scope,
      dayStartEquity: scope.equity,
      flowToday: ZERO,
      dayStartValueAtRisk: scope.valueAtRisk,
      varBreaches: backtested(scope, day),
    });
  });
  return begun;
}

/**
 * Whether the day that ends lost more than its value at risk said; at 99 % that is two or three of 250
 * days. A day of which a figure is missing tells nothing and counts for nothing.
 */
function backtested(scope: ScopeMoney, day: string): readonly string[] {
  const { equity, dayStartEquity, flowToday, dayStartValueAtRisk: most } = scope;
  const since = dayOf(addMs(startOf(day), -BACKTEST_DAYS * DAY_MS));
  const kept = scope.varBreaches.filter((breach) => breach >= since);
  if (equity === null || dayStartEquity === null || most === null) return kept;
  const loss = subtract(add(dayStartEquity, flowToday), equity);
  // A new day's first mark is the first to tell what the last one came to.
  return greaterThan(loss, most) ? [...kept, dayOf(addMs(startOf(day), -DAY_MS))] : kept;
}

const BACKTEST_DAYS = 250;
const dayOf = (at: UtcTime): string => at.slice(0, 10);
const startOf = (day: string): UtcTime => `${day}T00:00:00.000Z` as UtcTime;

const isNothing = ({ position, workingBuy, workingSell }: Exposure): boolean =>
  isZero(position) && isZero(workingBuy) && isZero(workingSell);
