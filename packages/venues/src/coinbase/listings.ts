/** What Coinbase's product ids mean, by its own list of products and by nothing else. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { TradingStatus, VenueInstrument } from '../contract/capabilities.ts';

export interface ListedProduct extends VenueInstrument {
  /**
   * What the public channels call its book. `BTC-USDC` is an alias: it shares one book with `BTC-USD`,
   * and its channels tell it under that name.
   */
  readonly bookSymbol: string;
}

export interface Listing {
  readonly listed: readonly ListedProduct[];
  readonly refused: readonly { readonly symbol: string; readonly detail: string }[];
  /** Of every product whose assets could be read, those included whose figures could not. */
  readonly ids: ReadonlyMap<string, InstrumentId>;
}

type TellStatus = (instrument: InstrumentId, status: TradingStatus) => void;

export class Listings {
  #bySymbol: ReadonlyMap<string, InstrumentId> = new Map();
  #byId: ReadonlyMap<InstrumentId, ListedProduct> = new Map();
  #at: UtcTime | null = null;
  readonly #told = new Set<TellStatus>();

  get at(): UtcTime | null {
    return this.#at;
  }

  replace({ listed, ids }: Listing, at: UtcTime): void {
    this.#bySymbol = ids;
    this.#set(new Map(listed.map((one) => [one.instrument.id, one])), at);
  }

  /** What was read of some products alone; of the others nothing changes. */
  update(listed: readonly ListedProduct[], at: UtcTime): void {
    this.#set(
      new Map([...this.#byId, ...listed.map((one) => [one.instrument.id, one] as const)]),
      at,
    );
  }

  #set(byId: ReadonlyMap<InstrumentId, ListedProduct>, at: UtcTime): void {
    const before = this.#byId;
    this.#byId = byId;
    this.#at = at;
    for (const [id, { status }] of before) {
      // What is listed no more is closed.
      const now = byId.get(id)?.status ?? 'Closed';
      if (now !== status) for (const tell of this.#told) tell(id, now);
    }
  }

  /** Told of each instrument whose status is another than before; answers with what ends that. */
  onStatus(tell: TellStatus): () => void {
    this.#told.add(tell);
    return () => this.#told.delete(tell);
  }

  readonly idOf = (symbol: string): InstrumentId | undefined => this.#bySymbol.get(symbol);

  find(id: InstrumentId): ListedProduct | undefined {
    return this.#byId.get(id);
  }
}
