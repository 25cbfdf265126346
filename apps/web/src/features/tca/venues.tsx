import { dataStateOf } from '@/trpc/data-state.ts';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { venueColumns } from './columns.tsx';
import type { VenueCard } from './model.ts';
import type { useCosts } from './use-costs.ts';

/** How each venue served in the span. */
export function Venues({ asked }: { readonly asked: ReturnType<typeof useCosts>['venues'] }) {
  return (
    <>
      <SectionHeading title="Venues" about="What each was sent, how it answered, what it cost" />
      <DataTable<VenueCard>
        id="tca-venues"
        title="Venues"
        columns={venueColumns}
        rows={asked.data?.venues ?? []}
        idOf={({ venue }) => venue}
        state={dataStateOf(asked, 'The venues could not be read.')}
        empty={{ sentence: 'No venue was sent an order in this span.' }}
        expectedRows={3}
      />
    </>
  );
}
