'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { useLocale } from '@/ui/locale.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { EventView } from './event-view.tsx';
import { StateNotice } from './state-notice.tsx';
import type { EventParts } from './use-event.ts';
import type { AuditWays } from './ways.ts';
import { actionWords, partyWords } from './words.ts';

/** The name of an open event: its place, and what it was. */
export function EventTitle({ parts }: { readonly parts: EventParts }) {
  const { event } = parts;
  const { locale } = useLocale();
  if (event === null) {
    return (
      <>
        <span className="sr-only">Event</span>
        {parts.state.kind === 'loading' ? <Skeleton className="w-32" /> : 'Not shown'}
      </>
    );
  }
  return (
    <>
      <span>{formatInteger(event.sequence, locale)}</span>
      <span className="truncate font-normal text-ink-2">
        {actionWords(event.action)} by {partyWords(event.actor)}
      </span>
    </>
  );
}

/** An open event, or why there is none to show. */
export function EventPart({
  parts,
  ways,
}: {
  readonly parts: EventParts;
  readonly ways: AuditWays;
}) {
  const { event, state, correlated, receipt } = parts;
  if (event !== null) {
    return (
      <EventView
        key={event.id}
        event={event}
        correlated={correlated}
        receipt={receipt}
        ways={ways}
      />
    );
  }
  if (state.kind !== 'ready' && state.kind !== 'loading') return <StateNotice state={state} />;
  return (
    <div role="status" aria-label="Loading the event" className="flex flex-col gap-3 py-2">
      <Skeleton className="w-3/5" />
      <Skeleton className="w-4/5" />
      <Skeleton className="w-2/5" />
    </div>
  );
}
