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

  /** An instrument that is listed no more is closed. */
  learn(listed: readonly VenueInstrument[]): void {
    const gone = new Set(this.#known.keys());
    for (const { instrument, status } of listed) {
      gone.delete(instrument.id);
      this.#set(instrument.id, status);
    }
    for (const instrument of gone) this.#set(instrument, 'Closed');
  }

  #set(instrument: InstrumentId, status: TradingStatus): void {
    const before = this.#known.get(instrument);
    this.#known.set(instrument, status);
    if (before === undefined || before === status) return;
    for (const tell of this.#told) tell(instrument, status);
  }
}
