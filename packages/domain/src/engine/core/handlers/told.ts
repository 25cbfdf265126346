/** What the shell measures, and what adapters say of their venues. */
import { absolute, equals, lessThan, mapGet, ONE } from '../../../kernel/index.ts';
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import type { EngineState } from '../state.ts';
import { armSwitches, readAtMarks, readBreaker } from '../stopping/index.ts';

type Of<Kind extends Input['kind']> = Extract<Input, { kind: Kind }>;

/** A table that says the same is the same version; one that no venue could mean is not taken. */
export function onFeesTold(draft: Draft, { id, venueAccount, rates }: Of<'FeesTold'>): void {
  if (rates.length === 0 || isKnown(draft.state, venueAccount, rates)) return;
  const isShare = rates.every(
    ({ maker, taker }) => lessThan(absolute(maker), ONE) && lessThan(absolute(taker), ONE),
  );
  if (isShare) {
    draft.add({ type: 'FeesTold', venueAccount, rates, version: id });
    return;
  }
  draft.perform({
    kind: 'Alert',
    code: 'FeesImpossible',
    severity: 'Warning',
    venue: mapGet(draft.state.config.venueAccounts, venueAccount)?.venue ?? null,
    subject: venueAccount,
  });
}

function isKnown(
  { venues }: EngineState,
  venueAccount: Of<'FeesTold'>['venueAccount'],
  rates: Of<'FeesTold'>['rates'],
): boolean {
  const fees = mapGet(venues, venueAccount)?.fees;
  if (fees === undefined || fees.size !== rates.length) return false;
  return rates.every(({ instrument, maker, taker }) => {
    const known = mapGet(fees, instrument);
    return known !== undefined && equals(known.maker, maker) && equals(known.taker, taker);
  });
}

export function onVenueStateTold(
  draft: Draft,
  { venueAccount, state }: Of<'VenueStateTold'>,
): void {
  if (mapGet(draft.state.venues, venueAccount)?.state === state) return;
  draft.add({ type: 'VenueStateTold', venueAccount, state });
}

/** About once a second: figures anew by the fold, the turn of the day, and what breakers read of them. */
export function onMarked(draft: Draft, { instruments, values }: Of<'Marked'>): void {
  const { at } = draft.moment;
  const { marks, risk } = draft.state;
  const before = risk.day ?? marks.at?.slice(0, 10) ?? null;
  draft.add({ type: 'Marked', at, instruments, values });
  const day = at.slice(0, 10);
  // A clock that was set back begins no day again.
  if (before === null || before < day) draft.add({ type: 'DayRolled', at, day });
  readAtMarks(draft);
}

export function onReadingTold(draft: Draft, { breaker, scope, value }: Of<'ReadingTold'>): void {
  readBreaker(draft, breaker, scope, value);
}

export function onVenueTraitsTold(
  draft: Draft,
  { venueAccount, traits }: Of<'VenueTraitsTold'>,
): void {
  draft.add({ type: 'VenueTraitsTold', venueAccount, traits });
  if (traits.deadManSeconds !== null) armSwitches(draft);
}
