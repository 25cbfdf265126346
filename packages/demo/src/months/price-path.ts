/** Prices of some months, a point a minute, by the simulator's own model: the same seed, the same prices. */
import { ASSETS, createRandom, PriceModel } from '@ultrathink/venue-simulator/past';

const MINUTE_MS = 60_000;
const DOLLAR = 'USD';

export class PricePath {
  readonly #fromMs: number;
  readonly #points: number;
  readonly #logs: Float64Array;
  readonly #places = new Map<string, number>(ASSETS.map(({ asset }, n) => [asset, n]));

  constructor(seed: string, fromMs: number, untilMs: number) {
    this.#fromMs = fromMs - (fromMs % MINUTE_MS);
    this.#points = Math.ceil((untilMs - this.#fromMs) / MINUTE_MS) + 1;
    this.#logs = new Float64Array(this.#points * ASSETS.length);
    const model = new PriceModel(ASSETS, createRandom(`${seed}/prices`), this.#fromMs);
    for (let n = 0; n < this.#points; n += 1) {
      model.stepTo(this.#fromMs + n * MINUTE_MS);
      model.writeLogPrices(this.#logs, n * ASSETS.length);
    }
  }

  /** Of one unit, in quote asset. */
  price(base: string, quote: string, atMs: number): number {
    return this.usd(base, atMs) / this.usd(quote, atMs);
  }

  usd(asset: string, atMs: number): number {
    if (asset === DOLLAR) return 1;
    const place = this.#places.get(asset);
    if (place === undefined) throw new Error(`The model has no price of ${asset}.`);
    const minutes = Math.max(0, (atMs - this.#fromMs) / MINUTE_MS);
    const before = Math.min(Math.floor(minutes), this.#points - 1);
    const share = Math.min(1, minutes - before);
    const [from, to] = [this.#log(before, place), this.#log(before + 1, place)];
    return Math.exp(from * (1 - share) + to * share);
  }

  /** As they stood in the end, in the order of the model's assets. */
  logPrices(): readonly number[] {
    return ASSETS.map((_, place) => this.#log(this.#points - 1, place));
  }

  #log(point: number, place: number): number {
    return this.#logs[Math.min(point, this.#points - 1) * ASSETS.length + place] ?? 0;
  }
}
