'use client';

import { dataStateOf } from '@/trpc/data-state.ts';
import { useVenues } from './use-venues.ts';
import { VenueTable } from './venue-table.tsx';

/** How each connection is now, and why, for a page that is about something else. */
export function VenuesWatched() {
  const { listed, rows } = useVenues();
  const state = dataStateOf(listed, 'The venues could not be read.');
  return (
    <section aria-label="Connections" className="px-gutter pb-2">
      <VenueTable rows={rows} state={state} onOpen={() => undefined} />
    </section>
  );
}
