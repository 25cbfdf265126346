/** The instrument channel: assets and pairs as the streams of version 2 call them. */
import { formatFixed, placesOf } from '../kernel/fixed.ts';
import type { Listing, VenueWorld } from '../world/venue-world.ts';
import { pairStatus } from './public.ts';
import { plain } from './wire.ts';

export function assetInfos(world: VenueWorld): unknown[] {
  const all = new Set(world.listings().flatMap(({ base, quote }) => [base, quote]));
  return [...all].map((id) => ({
    id,
    status: 'enabled',
    precision: 10,
    precision_display: 5,
    borrowable: false,
    collateral_value: plain(0n, 1),
  }));
}

/** Small steps are written with an exponent, as the venue writes them. */
const step = (places: number): number => Number(`1e-${places}`);

export function instrumentInfo(world: VenueWorld, listing: Listing) {
  const { tickSize, stepSize } = listing;
  const tick = plain(tickSize, placesOf(tickSize));
  return {
    symbol: listing.id,
    base: listing.base,
    quote: listing.quote,
    status: pairStatus(world, listing) as string,
    qty_precision: placesOf(stepSize),
    qty_increment: step(placesOf(stepSize)),
    price_precision: placesOf(tickSize),
    cost_precision: 5,
    marginable: false,
    has_index: true,
    cost_min: Number(formatFixed(listing.minNotional)),
    tick_size: tick,
    price_increment: tick,
    qty_min: Number(formatFixed(listing.minQty)),
  };
}
