/** Balances of the venue's customers: free, and held for what works. Neither is ever negative. */
import type { Fixed } from '../kernel/fixed.ts';

export interface Balance {
  readonly free: Fixed;
  readonly held: Fixed;
}

const NOTHING: Balance = { free: 0n, held: 0n };

export class Funds {
  readonly #balances = new Map<string, Map<string, Balance>>();
  readonly #changed = new Map<string, Set<string>>();

  of(owner: string, asset: string): Balance {
    return this.#balances.get(owner)?.get(asset) ?? NOTHING;
  }

  all(owner: string): ReadonlyMap<string, Balance> {
    return this.#balances.get(owner) ?? new Map();
  }

  /** Adds to what is free, or takes from it. @throws when more would be taken than is there. */
  move(owner: string, asset: string, amount: Fixed): void {
    const { free, held } = this.of(owner, asset);
    this.#set(owner, asset, { free: free + amount, held });
  }

  /** False when less is free; nothing is held then. */
  hold(owner: string, asset: string, amount: Fixed): boolean {
    const { free, held } = this.of(owner, asset);
    if (free < amount) return false;
    this.#set(owner, asset, { free: free - amount, held: held + amount });
    return true;
  }

  release(owner: string, asset: string, amount: Fixed): void {
    const { free, held } = this.of(owner, asset);
    this.#set(owner, asset, { free: free + amount, held: held - amount });
  }

  /** Takes from what is held: it leaves the owner. */
  spend(owner: string, asset: string, amount: Fixed): void {
    const { free, held } = this.of(owner, asset);
    this.#set(owner, asset, { free, held: held - amount });
  }

  entries(): { owner: string; asset: string; free: Fixed; held: Fixed }[] {
    return [...this.#balances].flatMap(([owner, assets]) =>
      [...assets].map(([asset, { free, held }]) => ({ owner, asset, free, held })),
    );
  }

  restore(entries: ReturnType<Funds['entries']>): void {
    for (const { owner, asset, free, held } of entries) this.#set(owner, asset, { free, held });
    this.#changed.clear();
  }

  /** Owners and assets that are different from when this was last asked. */
  takeChanges(): { owner: string; assets: string[] }[] {
    const changes = [...this.#changed].map(([owner, assets]) => ({ owner, assets: [...assets] }));
    this.#changed.clear();
    return changes;
  }

  #set(owner: string, asset: string, balance: Balance): void {
    if (balance.free < 0n || balance.held < 0n) {
      throw new Error(`${owner} would have less than nothing of ${asset}.`);
    }
    const assets = this.#balances.get(owner) ?? new Map<string, Balance>();
    assets.set(asset, balance);
    this.#balances.set(owner, assets);
    const changed = this.#changed.get(owner) ?? new Set<string>();
    changed.add(asset);
    this.#changed.set(owner, changed);
  }
}
