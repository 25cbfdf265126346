/** What the shell measures. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';

export function onFeesTold(_draft: Draft, _input: Extract<Input, { kind: 'FeesTold' }>): void {}

export function onVenueStateTold(
  _draft: Draft,
  _input: Extract<Input, { kind: 'VenueStateTold' }>,
): void {}

export function onMarked(_draft: Draft, _input: Extract<Input, { kind: 'Marked' }>): void {}

export function onReadingTold(
  _draft: Draft,
  _input: Extract<Input, { kind: 'ReadingTold' }>,
): void {}

export function onVenueTraitsTold(
  draft: Draft,
  { venueAccount, traits }: Extract<Input, { kind: 'VenueTraitsTold' }>,
): void {
  draft.add({ type: 'VenueTraitsTold', venueAccount, traits });
}
