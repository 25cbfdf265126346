/** What Binance's symbols mean, by its own list of base and quote assets and by nothing else. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { VenueInstrument } from '../contract/capabilities.ts';

export interface Listing {
  readonly listed: readonly VenueInstrument[];
  readonly refused: readonly { readonly symbol: string; readonly detail: string }[];
  /** Of every symbol whose assets could be read, those included whose figures could not. */
  readonly ids: ReadonlyMap<string, InstrumentId>;
  /** Those of which no order can be canceled and placed anew at once. */
  readonly fixed: ReadonlySet<InstrumentId>;
}

export class Symbols {
  #bySymbol: ReadonlyMap<string, InstrumentId> = new Map();
  #byId: ReadonlyMap<InstrumentId, VenueInstrument> = new Map();
  #fixed: ReadonlySet<InstrumentId> = new Set();
  #at: UtcTime | null = null;

  get at(): UtcTime | null {
    return this.#at;
  }

  replace({ listed, ids, fixed }: Listing, at: UtcTime): void {
    this.#bySymbol = ids;
    this.#byId = new Map(listed.map((one) => [one.instrument.id, one]));
    this.#fixed = fixed;
    this.#at = at;
  }

  /** What was read of some instruments alone; of the others nothing changes. */
  update(listed: readonly VenueInstrument[], at: UtcTime): void {
    const byId = new Map(this.#byId);
    for (const one of listed) byId.set(one.instrument.id, one);
    this.#byId = byId;
    this.#at = at;
  }

  readonly idOf = (symbol: string): InstrumentId | undefined => this.#bySymbol.get(symbol);

  mayReplace(id: InstrumentId): boolean {
    return !this.#fixed.has(id);
  }

  find(id: InstrumentId): VenueInstrument | undefined {
    return this.#byId.get(id);
  }
}
