/**
 * Exposures and figures of money, kept with each event, so that no check has to sum.
 *
 * - Position: what the ledger has of an asset for the scope's holders at every place, less what they
 *   owe of it; of a strategy, what its orders traded. Holders of the house count at the firm.
 * - Working: what may yet be traded of parents (at a venue: of children). Of a block the accounts it
 *   was sealed for have their shares of it, rounded up, and the house account none.
 * - Money: each asset's part is rounded half-even to 18 decimals, so that what is kept in between is
 *   what summing anew would give.
 */
import {
  type Asset,
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  greatest,
  isZero,
  mapDelete,
  mapGet,
  mapSet,
  multiply,
  NUMERIC_SCALE,
  ONE,
  type PersistentMap,
  roundTo,
  subtract,
  ZERO,
} from '../../../kernel/index.ts';
import type { InstrumentId } from '../../../market-data/index.ts';
import type { LimitLevel } from '../../../risk/index.ts';
import {
  type EngineState,
  type Exposure,
  type Marks,
  NO_EXPOSURE,
  type RiskMemory,
  type ScopeMoney,
  type ScopeSums,
} from '../state.ts';

export const FIRM = 'firm';

/** What is paid with: to hold it is no position that a limit of exposure is about. */
const CASH: ReadonlySet<string> = new Set([
  ...['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'CAD', 'AUD', 'SGD', 'BRL', 'TRY', 'PLN'],
  ...['USDT', 'USDC', 'FDUSD', 'TUSD', 'DAI', 'PYUSD', 'USDS', 'EURC', 'EURT'],
]);

export const isCash = (asset: Asset, currency: Asset): boolean =>
  CASH.has(asset) || asset === currency;

/** 99 % of a normal distribution, one side: 2.326 rounded up. */
const NINETY_NINE = decimal('2.33');

export function baseOf(instrument: InstrumentId): Asset {
  const end = instrument.indexOf('/');
  return (end < 0 ? instrument : instrument.slice(0, end)) as Asset;
}

const keyOf = (level: LimitLevel, scope: string, asset: string) => `${level}|${scope}|${asset}`;
const scopeOf = (level: LimitLevel, scope: string) => `${level}|${scope}`;

/** What a scope has and may get of an asset; of an instrument the position is the whole firm's. */
export function exposureOf(
  { exposures }: Pick<RiskMemory, 'exposures'>,
  level: LimitLevel,
  scope: string,
  asset: Asset,
): Exposure {
  const here = mapGet(exposures, keyOf(level, scope, asset)) ?? NO_EXPOSURE;
  if (level !== 'instrument') return here;
  const firm = mapGet(exposures, keyOf('firm', FIRM, asset)) ?? NO_EXPOSURE;
  return { ...here, position: firm.position };
}

export function moneyOf(
  { money }: Pick<RiskMemory, 'money'>,
  level: LimitLevel,
  scope: string,
): ScopeMoney | null {
  return mapGet(money, scopeOf(level, scope)) ?? null;
}

export const NO_SUMS: ScopeSums = {
  gross: ZERO,
  netLow: ZERO,
  netHigh: ZERO,
  equity: ZERO,
  valueAtRisk: ZERO,
  unvalued: 0,
  unrated: 0,
};

interface Marking extends Pick<Marks, 'values' | 'volatilities'> {
  readonly currency: Asset;
}

export const markingOf = ({ marks, config }: EngineState): Marking => ({
  values: marks.values,
  volatilities: marks.volatilities,
  currency: config.currency,
});

export function valueOfAsset({ values, currency }: Marking, asset: Asset): Decimal | undefined {
  return mapGet(values, asset) ?? (asset === currency ? ONE : undefined);
}

const times = (a: Decimal, b: Decimal): Decimal =>
  isZero(a) ? ZERO : roundTo(multiply(a, b), NUMERIC_SCALE, 'HalfEven');

const further = (a: Decimal, b: Decimal): Decimal =>
  compare(absolute(b), absolute(a)) > 0 ? absolute(b) : absolute(a);

/** One asset's part of a scope's sums. */
export function partOf(marking: Marking, asset: Asset, exposure: Exposure): ScopeSums {
  const { position, workingBuy, workingSell } = exposure;
  const isHeld = !isZero(position);
  const isExposed =
    !isCash(asset, marking.currency) && (isHeld || !isZero(workingBuy) || !isZero(workingSell));
  if (!isHeld && !isExposed) return NO_SUMS;
  const value = valueOfAsset(marking, asset);
  if (value === undefined) return { ...NO_SUMS, unvalued: 1, unrated: isExposed ? 1 : 0 };
  const equity = times(position, value);
  if (!isExposed) return { ...NO_SUMS, equity };
  const high = isZero(workingBuy) ? equity : times(add(position, workingBuy), value);
  const low = isZero(workingSell) ? equity : times(subtract(position, workingSell), value);
  const gross = further(high, low);
  const volatility = mapGet(marking.volatilities, asset);
  return {
    gross,
    netLow: low,
    netHigh: high,
    equity,
    valueAtRisk: volatility === undefined ? ZERO : times(times(gross, volatility), NINETY_NINE),
    unvalued: 0,
    unrated: volatility === undefined ? 1 : 0,
  };
}

const plus = (a: Decimal, b: Decimal): Decimal => (isZero(b) ? a : add(a, b));
const minus = (a: Decimal, b: Decimal): Decimal => (isZero(b) ? a : subtract(a, b));

export function sumsWith(all: ScopeSums, part: ScopeSums): ScopeSums {
  if (part === NO_SUMS) return all;
  return {
    gross: plus(all.gross, part.gross),
    netLow: plus(all.netLow, part.netLow),
    netHigh: plus(all.netHigh, part.netHigh),
    equity: plus(all.equity, part.equity),
    valueAtRisk: plus(all.valueAtRisk, part.valueAtRisk),
    unvalued: all.unvalued + part.unvalued,
    unrated: all.unrated + part.unrated,
  };
}

function sumsWithout(all: ScopeSums, part: ScopeSums): ScopeSums {
  if (part === NO_SUMS) return all;
  return {
    gross: minus(all.gross, part.gross),
    netLow: minus(all.netLow, part.netLow),
    netHigh: minus(all.netHigh, part.netHigh),
    equity: minus(all.equity, part.equity),
    valueAtRisk: minus(all.valueAtRisk, part.valueAtRisk),
    unvalued: all.unvalued - part.unvalued,
    unrated: all.unrated - part.unrated,
  };
}

const EMPTY_MONEY: ScopeMoney = {
  sums: NO_SUMS,
  gross: ZERO,
  netLow: ZERO,
  netHigh: ZERO,
  equity: null,
  dayStartEquity: null,
  startEquity: null,
  peakEquity: null,
  valueAtRisk: ZERO,
  flowToday: ZERO,
  dayStartValueAtRisk: null,
  varBreaches: [],
};

/** The scope's figures with these sums; the first equity that is known is where it starts. */
export function withSums(before: ScopeMoney | undefined, key: string, sums: ScopeSums): ScopeMoney {
  const money = before ?? EMPTY_MONEY;
  const isKnown = sums.unvalued === 0;
  const equity = isKnown && !key.startsWith('strategy|') ? sums.equity : null;
  return {
    ...money,
    sums,
    gross: isKnown ? sums.gross : null,
    netLow: isKnown ? sums.netLow : null,
    netHigh: isKnown ? sums.netHigh : null,
    equity,
    dayStartEquity: money.dayStartEquity ?? equity,
    startEquity: money.startEquity ?? equity,
    peakEquity:
      equity === null || money.peakEquity === null
        ? (money.peakEquity ?? equity)
        : greatest(money.peakEquity, equity),
    valueAtRisk: isKnown && sums.unrated === 0 ? sums.valueAtRisk : null,
  };
}

/** A flow of unknown value: nobody can tell gains from it, so they are counted from anew. */
function withFlow(money: ScopeMoney, flow: Decimal | null): ScopeMoney {
  if (flow === null) {
    const none = { dayStartEquity: null, startEquity: null, peakEquity: null };
    return { ...money, ...none, flowToday: ZERO };
  }
  const { dayStartEquity, startEquity, peakEquity, flowToday } = money;
  return {
    ...money,
    startEquity: startEquity === null ? null : add(startEquity, flow),
    peakEquity: peakEquity === null ? null : add(peakEquity, flow),
    flowToday: dayStartEquity === null ? flowToday : add(flowToday, flow),
  };
}

interface ExposureChange {
  readonly position?: Decimal;
  readonly workingBuy?: Decimal;
  readonly workingSell?: Decimal;
  readonly traded?: Decimal;
}

const isNothing = ({ position, workingBuy, workingSell, traded }: Exposure): boolean =>
  isZero(position) && isZero(workingBuy) && isZero(workingSell) && isZero(traded);

/** Changes of one event, put together before money is settled: half a trade is no equity. */
export class Figures {
  readonly #risk: RiskMemory;
  readonly #marking: Marking;
  readonly #sums = new Map<string, ScopeSums>();
  readonly #flows = new Map<string, Decimal | null>();
  #exposures: PersistentMap<string, Exposure>;

  constructor(state: EngineState) {
    this.#risk = state.risk;
    this.#marking = markingOf(state);
    this.#exposures = state.risk.exposures;
  }

  move(level: LimitLevel, scope: string, asset: Asset, change: ExposureChange): void {
    const key = keyOf(level, scope, asset);
    const before = mapGet(this.#exposures, key) ?? NO_EXPOSURE;
    const after: Exposure = {
      position: plus(before.position, change.position ?? ZERO),
      workingBuy: plus(before.workingBuy, change.workingBuy ?? ZERO),
      workingSell: plus(before.workingSell, change.workingSell ?? ZERO),
      traded: plus(before.traded, change.traded ?? ZERO),
    };
    this.#exposures = isNothing(after)
      ? mapDelete(this.#exposures, key)
      : mapSet(this.#exposures, key, after);
    if (level !== 'instrument') this.#value(scopeOf(level, scope), asset, before, after);
  }

  #value(scope: string, asset: Asset, before: Exposure, after: Exposure): void {
    const isSame =
      before.position === after.position &&
      before.workingBuy === after.workingBuy &&
      before.workingSell === after.workingSell;
    if (isSame) return;
    const sums = this.#sums.get(scope) ?? mapGet(this.#risk.money, scope)?.sums ?? NO_SUMS;
    const without = sumsWithout(sums, partOf(this.#marking, asset, before));
    this.#sums.set(scope, sumsWith(without, partOf(this.#marking, asset, after)));
  }

  /** What came in, in money, or went out; null where nothing says its value. */
  flow(level: LimitLevel, scope: string, asset: Asset, amount: Decimal): void {
    const key = scopeOf(level, scope);
    const value = valueOfAsset(this.#marking, asset);
    const before = this.#flows.get(key);
    const isLost = value === undefined || before === null;
    this.#flows.set(key, isLost ? null : add(before ?? ZERO, times(amount, value)));
  }

  done(): RiskMemory {
    let { money } = this.#risk;
    for (const [key, sums] of this.#sums) {
      const flow = this.#flows.get(key);
      const before = mapGet(money, key);
      const moved = before === undefined || flow === undefined ? before : withFlow(before, flow);
      money = mapSet(money, key, withSums(moved, key, sums));
    }
    return { ...this.#risk, exposures: this.#exposures, money };
  }
}
