/** What may be traded, read again from time to time; whoever asked is told of what changed. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { TradingStatus, VenueInstrument } from '../contract/capabilities.ts';

type Tell = (instrument: InstrumentId, status: TradingStatus) => void;

export class Statuses {
  readonly #known = new Map<InstrumentId, TradingStatus>();
  readonly #told = new Set<Tell>();

  readonly onStatus = (tell: Tell): (() => void) => {
    this.#told.add(tell);
    return () => this.#told.delete(tell);
  };

  learn(listed: readonly VenueInstrument[]): void {
    for (const { instrument, status } of listed) this.#set(instrument.id, status);
  }

  /** The whole list: an instrument that is on it no more is closed. */
  learnAll(listed: readonly VenueInstrument[]): void {
    const there = new Set(listed.map(({ instrument }) => instrument.id));
    this.learn(listed);
    for (const instrument of this.#known.keys()) {
      if (!there.has(instrument)) this.#set(instrument, 'Closed');
    }
  }

  #set(instrument: InstrumentId, status: TradingStatus): void {
    const before = this.#known.get(instrument);
    this.#known.set(instrument, status);
    if (before === undefined || before === status) return;
    for (const tell of this.#told) tell(instrument, status);
  }
}
