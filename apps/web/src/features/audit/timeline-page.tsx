'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Hash } from '@/ui/value.tsx';
import { dataStateOf } from './data-state.ts';
import type { TimelineOf } from './port.ts';
import { TimelineView } from './timeline-view.tsx';
import { useLog } from './use-log.tsx';
import { kindWords, partyWords } from './words.ts';

/** The timeline of one subject or of one act. */
export function TimelinePage({ of }: { readonly of: TimelineOf }) {
  const { port, ways } = useLog();
  const read = useInfiniteQuery({
    queryKey: ['audit', 'timeline', of],
    queryFn: ({ pageParam }) => port.timeline(of, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const events = read.data?.pages.flatMap(({ rows }) => rows) ?? null;
  const named = events?.at(-1)?.subject ?? null;
  return (
    <TimelineView
      title={
        of.kind === 'correlation'
          ? 'One act'
          : named === null
            ? kindWords(of.subjectKind)
            : partyWords(named)
      }
      about={
        <>
          {of.kind === 'correlation'
            ? 'Everything with the correlation '
            : `${kindWords(of.subjectKind)} `}
          <Hash value={of.id} label="id" />
        </>
      }
      events={events}
      state={dataStateOf({
        isRead: read.data !== undefined,
        error: read.error,
        retry: () => void read.refetch(),
      })}
      more={read.hasNextPage ? () => void read.fetchNextPage() : null}
      ways={ways}
    />
  );
}
