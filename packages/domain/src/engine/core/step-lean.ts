/**
 * A decision with no more of the market than it needs. What a venue reports is judged by the best price
 * of each book and nothing deeper, unless something is routed because of it: so most records, which
 * are reports, hold the best levels alone. What is routed is decided again with the whole books.
 */
import type { Digest } from '../../kernel/index.ts';
import type { Input } from './input.ts';
import type { MarketSlice, MarketVenue, Moment } from './market.ts';
import type { EngineState } from './state.ts';
import { type Stepped, step } from './step.ts';

export interface SteppedLean extends Stepped {
  /** What it was judged by: what its record holds. */
  readonly market: MarketSlice | null;
}

const REPORTS: ReadonlySet<Input['kind']> = new Set<Input['kind']>([
  'Sent',
  'OrderReported',
  'FillReported',
  'Answered',
]);

export function stepLean(
  state: EngineState,
  input: Input,
  moment: Moment,
  digest: Digest | null = null,
): SteppedLean {
  const { market } = moment;
  if (market !== null && REPORTS.has(input.kind)) {
    const best = bestOf(market);
    const stepped = step(state, input, { ...moment, market: best }, digest);
    // Whatever looked for a route says so, found or not.
    const isRouted = stepped.events.some(({ type }) => type === 'OrderDecided');
    if (!isRouted) return { ...stepped, market: best };
  }
  return { ...step(state, input, moment, digest), market };
}

/** Many reports are judged by one slice. */
const BEST = new WeakMap<MarketSlice, MarketSlice>();

function bestOf(market: MarketSlice): MarketSlice {
  const known = BEST.get(market);
  if (known !== undefined) return known;
  const best = { ...market, venues: market.venues.map(bestAt) };
  BEST.set(market, best);
  return best;
}

function bestAt(venue: MarketVenue): MarketVenue {
  const { book } = venue;
  if (book.kind !== 'Good') return venue;
  const [bids, asks] = [book.bids.slice(0, 1), book.asks.slice(0, 1)];
  return { ...venue, book: { ...book, bids, asks } };
}
