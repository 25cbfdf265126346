'use client';

import { formatInteger, shortHash } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { Link } from '@/ui/link.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { ProofState } from '@/ui/status.tsx';
import { ScrollRegion } from '@/ui/table/scroll-region.tsx';
import { Time } from '@/ui/time.tsx';
import type { Trail, TrailEvent, Whole } from './model.ts';
import { readSealed } from './sealed.ts';

const SHOWN_FIRST = 8;

/** The sealed events of the order, its children and its entries; the chosen one is proven beside. */
export function OrderEvents({
  whole,
  trail,
  audit,
  chosen,
  onChoose,
}: {
  readonly whole: Whole;
  readonly trail: Trail | undefined;
  readonly audit: string | null;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}) {
  const [isWhole, showWhole] = useState(false);
  const events = trail?.events ?? [];
  const shown = isWhole ? events : events.slice(0, SHOWN_FIRST);
  const subject = `${audit}/subjects/Order/${whole.order.clOrdId}`;
  return (
    <section aria-label="AuditEvents">
      <SectionHeading title="AuditEvents" about={`${events.length} of the order and its children`}>
        {audit !== null && <Link href={subject}>Open in Audit</Link>}
      </SectionHeading>
      <ScrollRegion label="AuditEvents">
        <table className="w-full whitespace-nowrap tabular-nums">
          <caption className="sr-only">AuditEvents</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Sequence</th>
              <th scope="col">Action</th>
              <th scope="col">Time</th>
              <th scope="col">By</th>
              <th scope="col">Hash</th>
              <th scope="col">Proof</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                isChosen={event.id === chosen}
                onChoose={() => onChoose(event.id)}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {events.length > SHOWN_FIRST && (
        <Button variant="quiet" size="small" className="mt-1.5" onClick={() => showWhole(!isWhole)}>
          {isWhole ? `Show the first ${SHOWN_FIRST}` : `Show all ${events.length}`}
        </Button>
      )}
    </section>
  );
}

/** Who did it, as the timeline says it. */
const ACTORS: Readonly<Record<string, string>> = {
  System: 'engine',
  Person: 'a person',
  ApiKey: 'a program’s key',
};

function EventRow({
  event,
  isChosen,
  onChoose,
}: {
  readonly event: TrailEvent;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const { locale } = useLocale();
  const cell = 'h-row border-line-faint border-b pr-3 first:border-t-0';
  const who = readSealed(event)?.actor.kind ?? 'System';
  return (
    <tr className={cn(isChosen && 'bg-accent-wash')}>
      <td className={cell}>
        <button
          type="button"
          onClick={onChoose}
          aria-pressed={isChosen}
          className="h-6 min-w-6 text-left underline-offset-3 hover:underline"
        >
          {formatInteger(event.sequence, locale)}
        </button>
      </td>
      <td className={cell}>{event.action}</td>
      <td className={cn(cell, 'text-ink-2')}>
        <Time at={event.at} precision="millisecond" />
      </td>
      <td className={cn(cell, 'text-ink-2')}>{ACTORS[who] ?? who}</td>
      <td className={cn(cell, 'text-right font-mono text-label')} title={event.hash}>
        {shortHash(event.hash)}
      </td>
      <td className={cn(cell, 'w-20 text-right')}>
        <ProofState state={event.index === null ? 'pending' : 'sealed'} />
      </td>
    </tr>
  );
}
