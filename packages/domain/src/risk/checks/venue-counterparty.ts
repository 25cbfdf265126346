/**
 * What would be lost with the venue. An order turns one asset there into another, so what counts is what
 * is held there already: over the cap nothing new is begun at it, and what closes a position goes on.
 */
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { againstLimits } from './measure.ts';

export const venueCounterparty = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'VenueCounterparty', (_level, figures) => {
    const actual = figures?.heldAtVenue ?? null;
    if (actual === null) return 'heldAtVenue';
    return { actual, reduces: subject.reach.account?.reduces ?? false };
  });
