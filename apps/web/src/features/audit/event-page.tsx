'use client';

import { Link } from '@/ui/link.tsx';
import { EventPart, EventTitle } from './event-part.tsx';
import { useEvent } from './use-event.ts';
import { useLog } from './use-log.tsx';

/** One event on a page of its own: what a link to it leads to. */
export function EventPage({ id }: { readonly id: string }) {
  const log = useLog();
  const parts = useEvent(log, id);
  return (
    <div className="max-w-200 px-gutter pb-7">
      <div className="flex items-baseline gap-4 pt-4.5 pb-3">
        <h2 className="flex min-w-0 flex-1 items-baseline gap-2.5 truncate text-title">
          <EventTitle parts={parts} />
        </h2>
        <Link href={`${log.ways.events}?event=${encodeURIComponent(id)}`}>In the log</Link>
      </div>
      <EventPart parts={parts} ways={log.ways} />
    </div>
  );
}
