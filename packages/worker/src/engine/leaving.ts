/** What of a batch goes to venues, and in which order. */
import type { Effect } from '@ultrathink/domain/engine/core';
import type { VenueEffect } from './ports.ts';

export const isToVenue = (effect: Effect): effect is VenueEffect => 'venueAccount' in effect;

/** Cancels first: what is to end risk waits for nothing that makes more of it. */
export function leaving(effects: readonly Effect[]): VenueEffect[] {
  const isCancel = ({ kind }: VenueEffect) => kind === 'CancelOrder';
  const toVenues = effects.filter(isToVenue);
  return [...toVenues.filter(isCancel), ...toVenues.filter((effect) => !isCancel(effect))];
}
