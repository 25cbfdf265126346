/** How fast a venue answers orders, and how many of them it refuses: what routes are weighed with. */
import { type Decimal, decimal } from '@ultrathink/domain/kernel';
import type { VenueId } from '@ultrathink/domain/market-data';

const REMEMBERED = 200;
/** Fewer than these say nothing. */
const FEWEST = 5;
const SHARE = 0.95;

interface Act {
  readonly roundTripMs: number;
  readonly isRefused: boolean;
}

export class ActsMeter {
  readonly #acts = new Map<VenueId, Act[]>();

  note(venue: VenueId, act: Act): void {
    const acts = this.#acts.get(venue) ?? [];
    acts.push(act);
    if (acts.length > REMEMBERED) acts.shift();
    this.#acts.set(venue, acts);
  }

  /** Of the last 200 orders sent there; null before five. */
  latencyP95Ms(venue: VenueId): number | null {
    const acts = this.#acts.get(venue) ?? [];
    if (acts.length < FEWEST) return null;
    const sorted = acts.map(({ roundTripMs }) => roundTripMs).sort((a, b) => a - b);
    return Math.round(sorted[Math.ceil(sorted.length * SHARE) - 1] ?? 0);
  }

  rejectRate(venue: VenueId): Decimal | null {
    const acts = this.#acts.get(venue) ?? [];
    if (acts.length < FEWEST) return null;
    const refused = acts.filter(({ isRefused }) => isRefused).length;
    return decimal((refused / acts.length).toFixed(4));
  }
}
