/**
 * What a paper account owns and holds, to the last digit. Nothing is ever below zero: a hold that is
 * not covered is refused, and what is settled was held before.
 */
import {
  type Asset,
  add,
  type Decimal,
  invariant,
  lessThan,
  subtract,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { VenueBalance } from '@ultrathink/domain/trading';

export class Funds {
  readonly #balances = new Map<Asset, VenueBalance>();

  constructor(opening: readonly VenueBalance[]) {
    for (const balance of opening) this.#put(balance);
  }

  all(): readonly VenueBalance[] {
    return [...this.#balances.values()];
  }

  of(asset: Asset): VenueBalance {
    return this.#balances.get(asset) ?? { asset, total: ZERO, held: ZERO };
  }

  free(asset: Asset): Decimal {
    const { total, held } = this.of(asset);
    return subtract(total, held);
  }

  /** False where there is not so much free; then nothing has changed. */
  hold(asset: Asset, amount: Decimal): boolean {
    if (lessThan(this.free(asset), amount)) return false;
    const { total, held } = this.of(asset);
    this.#put({ asset, total, held: add(held, amount) });
    return true;
  }

  release(asset: Asset, amount: Decimal): void {
    const { total, held } = this.of(asset);
    this.#put({ asset, total, held: subtract(held, amount) });
  }

  /** Adds to what is owned, or takes away what is free. */
  move(asset: Asset, amount: Decimal): void {
    const { total, held } = this.of(asset);
    this.#put({ asset, total: add(total, amount), held });
  }

  #put(balance: VenueBalance): void {
    const { asset, total, held } = balance;
    const isSound = !lessThan(held, ZERO) && !lessThan(total, held);
    invariant(isSound, `More ${asset} was used than there is.`);
    this.#balances.set(asset, balance);
  }
}
