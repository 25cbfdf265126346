'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Drawer } from '@/ui/drawer.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { VenueKeys } from '../keys/venue-keys.tsx';
import { CapabilityMatrix } from './capability-matrix.tsx';
import { useVenues } from './use-venues.ts';
import { venuesHeadline } from './venue-look.ts';
import { VenueTable } from './venue-table.tsx';
import { VenueView } from './venue-view.tsx';

/** The firm's connections to its venues: how they are, what they can do, and the keys they use. */
export function VenuesPage() {
  const { listed, rows } = useVenues();
  const [open, setOpen] = useQueryState('venue', parseAsString);
  const state = dataStateOf(listed, 'The venues could not be read.');
  const row = rows.find(({ venue }) => venue === open);
  const isKnown = listed.data !== undefined;
  return (
    <div className="flex flex-1 flex-col pb-6">
      <div className="px-gutter pt-4.5 pb-3">
        <h1 className="text-title">
          {isKnown ? venuesHeadline(rows.map(({ report }) => report)) : 'Venues'}
        </h1>
        <p className="pt-1 text-ink-2">
          {isKnown && !listed.data.isLive
            ? 'The engine does not answer. What it kept is shown; nothing is known of now.'
            : 'Each connection as the engine sees it: what it answers in, what is left of its limits, what was missed.'}
        </p>
      </div>
      <section aria-label="Connections" className="px-gutter">
        <VenueTable rows={rows} state={state} onOpen={({ venue }) => void setOpen(venue)} />
      </section>
      <VenueKeys />
      <section aria-label="Capabilities" className="mt-4 border-t px-gutter">
        <SectionHeading title="Capabilities" about="probed at start, per instrument" />
        <CapabilityMatrix rows={rows} state={state} />
      </section>
      <Drawer
        open={row !== undefined}
        onOpenChange={(isOpen) => !isOpen && void setOpen(null)}
        title="Venue"
      >
        {row !== undefined && <VenueView row={row} />}
      </Drawer>
    </div>
  );
}
