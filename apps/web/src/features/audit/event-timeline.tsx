'use client';

import { formatInteger, formatOffset } from '@ultrathink/domain/kernel';
import { Link } from '@/ui/link.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { Timeline, type TimelineEvent } from '@/ui/timeline.tsx';
import type { AuditEventRow } from './model.ts';
import type { AuditWays } from './ways.ts';
import { actionWords, partyWords } from './words.ts';

/** Events in their order on one line, each with how long after the first it came. */
export function EventTimeline({
  events,
  current = null,
  ways,
  label,
}: {
  /** Oldest first; null while they are on their way. */
  readonly events: readonly AuditEventRow[] | null;
  /** The event this timeline stands beside. */
  readonly current?: string | null;
  readonly ways: AuditWays;
  readonly label: string;
}) {
  const { locale } = useLocale();
  if (events === null) return <Skeleton className="h-10 w-full" />;
  const start = Date.parse(events[0]?.at ?? '');
  return (
    <Timeline
      label={label}
      events={events.map((event): TimelineEvent => {
        const here = event.id === current;
        const title = actionWords(event.action);
        const who = `by ${partyWords(event.actor)}, on ${partyWords(event.subject)}`;
        return {
          id: event.id,
          shape: here ? 'square' : 'square-outline',
          tone: here ? 'accent' : 'ink-3',
          title: here ? (
            <span aria-current="true">{title}</span>
          ) : (
            <Link href={ways.event(event.id)} variant="plain">
              {title}
            </Link>
          ),
          offset: formatOffset(Date.parse(event.at) - start, locale),
          evidence: `${who}, ${event.chain} ${formatInteger(event.sequence, locale)}`,
        };
      })}
    />
  );
}
