/**
 * What Kraken's names mean, by its own lists of assets and pairs and by nothing else. One pair has
 * four: `XXBTZEUR` (id), `XBTEUR` (altname, on the REST wire), `XBT/EUR` (wsname) and `BTC/EUR` (on
 * the streams of version 2).
 */
import { type Asset, parseAsset, type UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { TradingStatus, VenueInstrument } from '../contract/capabilities.ts';

/**
 * Tickers that mean something else at Kraken than everywhere else. The first two are the venue's old
 * letters, which its streams of version 2 have given up; the others are coins that were renamed
 * elsewhere after a collapse or a migration (ccxt, kraken.js, `commonCurrencies`): without them
 * another coin of the same ticker would stand in one book with it.
 */
const ELSEWHERE: Readonly<Record<string, string>> = {
  XBT: 'BTC',
  XDG: 'DOGE',
  LUNA: 'LUNC',
  LUNA2: 'LUNA',
  UST: 'USTC',
  REP: 'REPV1',
  REPV2: 'REP',
};

/** An asset by the venue's short name for it (`XBT`, or `BTC` as streams say); null for none. */
export function assetOfShortName(shortName: string): Asset | null {
  const read = parseAsset(ELSEWHERE[shortName] ?? shortName);
  return read.ok ? read.value : null;
}

const STREAM_NAMES: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' };

/** `XBT/EUR` as the streams of version 2 call it. */
export function streamSymbol(wsname: string): string {
  return wsname
    .split('/')
    .map((one) => STREAM_NAMES[one] ?? one)
    .join('/');
}

export interface ListedPair extends VenueInstrument {
  /** `XXBTZEUR`. */
  readonly pairId: string;
  /** `BTC/EUR`. */
  readonly streamSymbol: string;
  readonly priceDecimals: number;
  readonly lotDecimals: number;
}

export interface ReadListing {
  readonly pairs: readonly ListedPair[];
  readonly refused: readonly { readonly symbol: string; readonly detail: string }[];
  /** Every name of every pair whose assets could be read, those included whose figures could not. */
  readonly ids: ReadonlyMap<string, InstrumentId>;
  /** By asset id (`XXBT`) and by short name (`XBT`). */
  readonly assets: ReadonlyMap<string, Asset>;
}

type Tell = (instrument: InstrumentId, status: TradingStatus) => void;

/** Strictest last. */
const STRICTNESS: readonly TradingStatus[] = ['Open', 'PostOnly', 'CancelOnly', 'Closed'];

const stricter = (a: TradingStatus, b: TradingStatus): TradingStatus =>
  STRICTNESS.indexOf(a) >= STRICTNESS.indexOf(b) ? a : b;

export class Listings {
  #read: ReadListing = { pairs: [], refused: [], ids: new Map(), assets: new Map() };
  #byId: ReadonlyMap<InstrumentId, ListedPair> = new Map();
  #at: UtcTime | null = null;
  /** Of each pair by itself; the system's stands over them. */
  #statuses = new Map<InstrumentId, TradingStatus>();
  #system: TradingStatus = 'Open';
  readonly #told = new Set<Tell>();

  get at(): UtcTime | null {
    return this.#at;
  }

  /** With the status that counts: the stricter of the pair's and the system's. */
  pairs(): ListedPair[] {
    return this.#read.pairs.map((pair) => ({ ...pair, status: this.statusOf(pair.instrument.id) }));
  }

  find(id: InstrumentId): ListedPair | undefined {
    const found = this.#byId.get(id);
    return found === undefined ? undefined : { ...found, status: this.statusOf(id) };
  }

  /** By any of its names. */
  readonly idOf = (name: string): InstrumentId | undefined => this.#read.ids.get(name);

  readonly assetOf = (code: string): Asset | undefined => this.#read.assets.get(code);

  /** What is listed no more is closed. */
  statusOf(id: InstrumentId): TradingStatus {
    return stricter(this.#system, this.#statuses.get(id) ?? 'Closed');
  }

  replace(read: ReadListing, system: TradingStatus, at: UtcTime): void {
    this.#change(() => {
      this.#read = read;
      this.#byId = new Map(read.pairs.map((one) => [one.instrument.id, one]));
      this.#statuses = new Map(read.pairs.map((one) => [one.instrument.id, one.status]));
      this.#system = system;
      this.#at = at;
    });
  }

  setSystem(status: TradingStatus): void {
    this.#change(() => {
      this.#system = status;
    });
  }

  setPair(id: InstrumentId, status: TradingStatus): void {
    if (this.#byId.has(id)) this.#change(() => this.#statuses.set(id, status));
  }

  /** Told of every instrument whose status is another than before; answers with what ends that. */
  onStatus(tell: Tell): () => void {
    this.#told.add(tell);
    return () => this.#told.delete(tell);
  }

  #change(change: () => void): void {
    const before = new Map([...this.#byId.keys()].map((id) => [id, this.statusOf(id)]));
    change();
    for (const [id, status] of before) {
      const now = this.statusOf(id);
      if (now !== status) for (const tell of this.#told) tell(id, now);
    }
  }
}
