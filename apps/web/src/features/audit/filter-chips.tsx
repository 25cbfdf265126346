'use client';

import type { ReactNode } from 'react';
import { Icon } from '@/ui/icon.tsx';
import { DayTime } from '@/ui/time.tsx';
import { type AuditAddress, isFiltered } from './address.ts';
import type { FacetGroup } from './facet-panel.tsx';
import type { FacetId, Facets } from './model.ts';

/** The filters in force, in words, each with a way out. Nothing is hidden without being said. */
export function FilterChips({
  groups,
  facets,
  address,
}: {
  readonly groups: readonly FacetGroup[];
  /** They know the names of what is chosen. */
  readonly facets: Facets | null;
  readonly address: AuditAddress;
}) {
  const { search, setChosen, setSpan, clear } = address;
  if (!isFiltered(search)) return null;
  const { chosen, span } = search;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-line-faint border-b py-1 text-label">
      {groups.flatMap(({ id, title, words }) =>
        chosen[id].map((value) => (
          <Chip
            key={`${id} ${value}`}
            label={`${title} ${words(value, nameIn(facets, id, value))}`}
            onLift={() =>
              setChosen(
                id,
                chosen[id].filter((other) => other !== value),
              )
            }
          >
            <span className="text-ink-3">{title}</span> {words(value, nameIn(facets, id, value))}
          </Chip>
        )),
      )}
      {span !== null && (
        <Chip label="Time" onLift={() => setSpan(null)}>
          <span className="text-ink-3">Time</span> <DayTime at={span.from} /> to{' '}
          <DayTime at={span.to} />
        </Chip>
      )}
      <button
        type="button"
        onClick={clear}
        className="min-h-6 font-medium text-accent underline-offset-3 hover:underline"
      >
        Show all events
      </button>
    </div>
  );
}

function nameIn(facets: Facets | null, id: FacetId, value: string): string | null {
  return facets?.[id].find((known) => known.value === value)?.name ?? null;
}

function Chip({
  label,
  onLift,
  children,
}: {
  readonly label: string;
  readonly onLift: () => void;
  readonly children: ReactNode;
}) {
  return (
    <span className="inline-flex items-center gap-0.5">
      <span>{children}</span>
      <button
        type="button"
        aria-label={`Lift the filter: ${label}`}
        onClick={onLift}
        className="grid size-6 place-items-center text-ink-3 hover:text-ink"
      >
        <Icon name="close" size={10} />
      </button>
    </span>
  );
}
