/** How each account at a venue stands, as people are told of it. */
import type { VenueStandingView } from '@ultrathink/domain/engine';
import type { EngineState } from '@ultrathink/domain/engine/core';
import { mapEntries, mapGet } from '@ultrathink/domain/kernel';

/** In the order of their ids. */
export function standingsOf({ config, venues }: EngineState): readonly VenueStandingView[] {
  return mapEntries(config.venueAccounts)
    .map(([venueAccount, { venue, mode, key }]) => {
      const standing = mapGet(venues, venueAccount);
      return {
        venueAccount,
        venue,
        mode,
        hasKey: key !== null,
        isReconciled: standing?.isReconciled ?? false,
        comparedUpTo: standing?.watermark ?? null,
      };
    })
    .sort((a, b) => (a.venueAccount < b.venueAccount ? -1 : 1));
}
