/**
 * Prices that behave like the real ones: log prices in US dollars with a common factor (so that coins
 * move together), a part of their own, rare jumps, and a day with busier hours. Stablecoins and
 * currencies are pulled back to their value. The same seed and the same steps give the same prices.
 *
 * Floats are right here: a model's price is an opinion. It becomes exact where it becomes an order.
 */
import type { Random } from '../kernel/random.ts';

export interface AssetModel {
  readonly asset: string;
  /** US dollars at the start. */
  readonly startPrice: number;
  /** Annual standard deviation of log returns, jumps apart. */
  readonly volatility: number;
  /** Correlation with the common factor: that of two coins is the product of theirs. */
  readonly factorLoading: number;
  /** Jumps a year, and the standard deviation of their size in log price. */
  readonly jumpsPerYear: number;
  readonly jumpSize: number;
  /** Share of the distance to the start price that is made up for per day; 0 for a free price. */
  readonly pullPerDay: number;
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/**
 * How busy each hour of the day (UTC) is against the average: quiet in the Asian night, busiest when
 * Europe and America overlap. The squares average to one, so that a day has the variance it should.
 */
const HOURS: readonly number[] = normalised([
  0.95, 0.9, 0.85, 0.8, 0.78, 0.78, 0.82, 0.9, 0.98, 1.0, 0.98, 0.98, 1.05, 1.25, 1.4, 1.42, 1.3,
  1.15, 1.08, 1.05, 1.02, 0.98, 0.95, 0.98,
]);

function normalised(shape: readonly number[]): number[] {
  const meanSquare = shape.reduce((sum, value) => sum + value * value, 0) / shape.length;
  return shape.map((value) => value / Math.sqrt(meanSquare));
}

/** Unix ms to the factor by which prices move more or less than on average. */
export function activityAt(at: number): number {
  const hour = (at % DAY_MS) / (DAY_MS / 24);
  const [from, to] = [Math.floor(hour), Math.ceil(hour) % 24];
  const share = hour - Math.floor(hour);
  return (HOURS[from] ?? 1) * (1 - share) + (HOURS[to] ?? 1) * share;
}

export class PriceModel {
  readonly #assets: readonly AssetModel[];
  readonly #random: Random;
  readonly #logPrices: Float64Array;
  #at: number;

  constructor(assets: readonly AssetModel[], random: Random, at: number) {
    this.#assets = assets;
    this.#random = random;
    this.#logPrices = Float64Array.from(assets, ({ startPrice }) => Math.log(startPrice));
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** Moves on to this Unix ms; an earlier one changes nothing. */
  stepTo(at: number): void {
    const years = (at - this.#at) / YEAR_MS;
    if (years <= 0) return;
    const activity = activityAt(at);
    this.#at = at;
    const factor = this.#random.normal();
    const [root, days] = [Math.sqrt(years), years * 365];
    for (let n = 0; n < this.#assets.length; n += 1) {
      const model = this.#assets[n] as AssetModel;
      const { volatility, factorLoading: loading, jumpsPerYear, jumpSize } = model;
      const shock = loading * factor + Math.sqrt(1 - loading * loading) * this.#random.normal();
      let log = this.#logPrices[n] ?? 0;
      log += volatility * activity * root * shock - (volatility ** 2 / 2) * years;
      if (this.#random.unit() < jumpsPerYear * years) log += jumpSize * this.#random.normal();
      const pull = 1 - (1 - model.pullPerDay) ** days;
      log += (Math.log(model.startPrice) - log) * pull;
      this.#logPrices[n] = log;
    }
  }

  /** US dollars. @throws for an asset that the model doesn't have. */
  price(asset: string): number {
    const at = this.#assets.findIndex((model) => model.asset === asset);
    const log = this.#logPrices[at];
    if (log === undefined) throw new Error(`The model has no price of ${asset}.`);
    return Math.exp(log);
  }

  /** Without a list of its own, for who keeps many of them. */
  writeLogPrices(into: Float64Array, place: number): void {
    into.set(this.#logPrices, place);
  }

  /** For a restart. */
  logPrices(): readonly number[] {
    return [...this.#logPrices];
  }

  restore(at: number, logPrices: readonly number[]): void {
    this.#at = at;
    this.#logPrices.set(logPrices.slice(0, this.#logPrices.length));
  }
}
