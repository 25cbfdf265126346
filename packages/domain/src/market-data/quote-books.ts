/**
 * Quotes as books of one level, so that whoever has quotes alone values by the same code as the engine,
 * which has the whole books. The best prices are the same in both, and so are the ages of their venues.
 */
import {
  add,
  type Decimal,
  decimal,
  multiply,
  ONE,
  subtract,
  toPrice,
  toQuantity,
  ZERO,
} from '../kernel/index.ts';
import type { ConsolidatedLevel } from './consolidated.ts';
import { parseInstrument, type VenueId } from './instrument.ts';
import type { InstrumentBook } from './valuation.ts';
import type { Quote } from './wire.ts';

/** What taking costs, as a share of the notional, by venue; one that is missing costs nothing. */
type TakerRates = ReadonlyMap<string, Decimal>;

function levelOf(
  side: Quote['bid'],
  allIn: (price: Decimal, rate: Decimal) => Decimal,
  rates: TakerRates,
): readonly ConsolidatedLevel[] {
  if (side === null) return [];
  const [price, quantity] = [toPrice(decimal(side.price)), toQuantity(decimal(side.quantity))];
  if (!price.ok || !quantity.ok) return [];
  const venue = side.venue as VenueId;
  const rate = rates.get(side.venue) ?? ZERO;
  return [{ venue, price: price.value, quantity: quantity.value, allIn: allIn(price.value, rate) }];
}

const whenSold = (price: Decimal, rate: Decimal) => multiply(price, subtract(ONE, rate));
const whenBought = (price: Decimal, rate: Decimal) => multiply(price, add(ONE, rate));

/** Null for a name that is no pair. */
export function bookOfQuote(quote: Quote, rates: TakerRates): InstrumentBook | null {
  const instrument = parseInstrument(quote.instrument);
  if (!instrument.ok) return null;
  return {
    instrument: instrument.value,
    book: {
      at: quote.at,
      bids: levelOf(quote.bid, whenSold, rates),
      asks: levelOf(quote.ask, whenBought, rates),
      parts: quote.venues.map(({ venue, ageMs }) => ({
        venue: venue as VenueId,
        ageMs,
        // Who has no part in the best prices stands in none of the levels.
        excluded: null,
      })),
    },
  };
}
