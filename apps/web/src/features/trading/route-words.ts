/** Why no venue could have an order, as the engine says it; what older engines said by codes is put in words. */
import { venueName } from '@ultrathink/domain/market-data';

/** Reasons of the router by code; their figures stand in the order's receipt. */
const REASONS: Readonly<Record<string, string>> = {
  Used: 'had funds for a part of it: move funds there, or lower the quantity',
  NotAllowed: 'no account there, or the mandate leaves it out',
  NotOpen: 'took no new orders then',
  NoBook: 'no prices from there',
  BookBroken: 'its prices had a gap',
  Stale: 'its prices were too old',
  OffMarket: 'its prices were away from all others',
  FeeUnknown: 'its fees were not known',
  FundsUnknown: 'funds there were not known',
  CapUnknown: 'what its cap leaves is not known',
  TooSlow: 'answered too slowly',
  RefusesTooMuch: 'refused too many orders',
  NotSupported: 'takes no such order: change the type or time in force',
  BeyondLimit: 'its price was beyond the limit: change the limit',
  BelowMinimum: 'funds, cap or quantity are below what it takes at the least',
  WouldTake: 'a post-only order would have traded at once: change the price',
  TooManyVenues: 'venues with better prices came first',
  Dearer: 'dearer than the others',
  NotNeeded: 'nothing of it fitted its step or minimum',
  RestsElsewhere: 'could hold it, but another was preferred',
};

const CODED = /^unrouted ([\d.]+); (.+)$/s;

export function noRouteText(detail: string): string {
  const [, quantity, venues] = CODED.exec(detail) ?? [];
  if (quantity === undefined || venues === undefined) return sentence(detail);
  return sentence(
    [`No venue could take ${quantity} of it`, ...venues.split('; ').map(venueText)].join('. '),
  );
}

function venueText(text: string): string {
  const [venue = '', reasons = ''] = text.split(': ');
  const codes = reasons.split(', ');
  // An order that may rest is not kept away by a price that it would not take.
  const others = codes.filter((code) => code !== 'BeyondLimit');
  const told = (others.length > 0 ? others : codes).map((code) => REASONS[code] ?? code);
  return `${venueName(venue)}: ${told.join('; ')}`;
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
