'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { Button } from '@/ui/button.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { EmptyState } from '@/ui/states.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import { DayTime, Zone } from '@/ui/time.tsx';
import { EventTimeline } from './event-timeline.tsx';
import type { AuditEventRow } from './model.ts';
import { StateNotice } from './state-notice.tsx';
import type { AuditWays } from './ways.ts';

/** Everything that happened to one subject, or belonged to one act, in its order. */
export function TimelineView({
  title,
  about,
  events,
  state,
  more,
  ways,
}: {
  readonly title: ReactNode;
  readonly about: ReactNode;
  /** Oldest first. */
  readonly events: readonly AuditEventRow[] | null;
  readonly state: DataState;
  /** Fetches what follows; null when all of it stands here. */
  readonly more: (() => void) | null;
  readonly ways: AuditWays;
}) {
  const { locale } = useLocale();
  const first = events?.[0];
  return (
    <div className="max-w-200 px-gutter pb-7">
      <div className="pt-4.5 pb-2">
        <h2 className="text-title">{title}</h2>
        <p className="text-ink-2">{about}</p>
      </div>
      {first !== undefined && events !== null && (
        <p className="border-b pb-2 text-ink-3 text-label">
          {formatInteger(events.length, locale)} {events.length === 1 ? 'event' : 'events'} from{' '}
          <DayTime at={first.at} precision="millisecond" /> <Zone at={first.at} /> on, with how long
          after the first each came
        </p>
      )}
      <div className="pt-2">
        <Body events={events} state={state} ways={ways} />
      </div>
      {more !== null && (
        <div className="pt-3">
          <Button onClick={more}>Show what followed</Button>
        </div>
      )}
    </div>
  );
}

function Body({
  events,
  state,
  ways,
}: {
  readonly events: readonly AuditEventRow[] | null;
  readonly state: DataState;
  readonly ways: AuditWays;
}) {
  if (state.kind === 'error' || state.kind === 'forbidden') return <StateNotice state={state} />;
  if (events?.length === 0) {
    return (
      <EmptyState next="It may be another's, or nothing has happened to it.">
        No event here.
      </EmptyState>
    );
  }
  return <EventTimeline events={events} ways={ways} label="Events in their order" />;
}
