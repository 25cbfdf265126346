/**
 * A subscriber's view of a book: the best levels of each side. Kraken tells levels that changed or came
 * into view, and zero for those that are gone; what fell out of view the reader cuts off himself. The
 * checksum covers the ten best of each side as they then stand.
 */
import { type Fixed, formatFixed, placesOf } from '../kernel/fixed.ts';
import type { Level, Market, Side } from '../matching/index.ts';

export interface SideChanges {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

const CHECKED = 10;

export class BookView {
  readonly #market: Market;
  readonly #depth: number;
  readonly #told: Record<Side, Map<Fixed, Fixed>> = { Buy: new Map(), Sell: new Map() };

  constructor(market: Market, depth: number) {
    this.#market = market;
    this.#depth = depth;
  }

  /** The whole view; from now on changes are told against it. */
  snapshot(): SideChanges {
    this.#told.Buy.clear();
    this.#told.Sell.clear();
    return this.changes();
  }

  changes(): SideChanges {
    return { bids: this.#changesOf('Buy'), asks: this.#changesOf('Sell') };
  }

  checksum(): number {
    const { tickSize } = this.#market.instrument;
    const digits = (value: Fixed, places: number) =>
      formatFixed(value, places).replace('.', '').replace(/^0+/, '');
    const side = (one: Side) =>
      this.#market.book
        .levels(one, CHECKED)
        .map(({ price, qty }) => digits(price, placesOf(tickSize)) + digits(qty, 8))
        .join('');
    return crc32(side('Sell') + side('Buy'));
  }

  #changesOf(side: Side): Level[] {
    const { book } = this.#market;
    const now = book.levels(side, this.#depth);
    const told = this.#told[side];
    const changed = now.filter(({ price, qty }) => told.get(price) !== qty);
    const shown = new Set(now.map(({ price }) => price));
    const worst = now.at(-1)?.price;
    for (const price of told.keys()) {
      if (shown.has(price)) continue;
      // Beyond the worst level in view it may still stand in the book: the reader has cut it off.
      const isBeyond =
        now.length === this.#depth &&
        worst !== undefined &&
        (side === 'Buy' ? price < worst : price > worst);
      if (!isBeyond) changed.push({ price, qty: 0n, orders: 0 });
    }
    told.clear();
    for (const { price, qty } of now) told.set(price, qty);
    return changed;
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 of ASCII text (ISO 3309). */
export function crc32(text: string): number {
  let value = 0xffffffff;
  for (let n = 0; n < text.length; n += 1) {
    value = (TABLE[(value ^ text.charCodeAt(n)) & 0xff] ?? 0) ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
}
