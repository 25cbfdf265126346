'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { CopyButton } from '@/ui/copy-button.tsx';
import { type Fact, FactList } from '@/ui/facts.tsx';
import { Link } from '@/ui/link.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { Hash } from '@/ui/value.tsx';
import { Diff } from './diff.tsx';
import { EventTimeline } from './event-timeline.tsx';
import type { AuditEvent, AuditEventRow, Party } from './model.ts';
import { PaneHeading } from './pane-heading.tsx';
import { ProofPart, type ReceiptState } from './proof-part.tsx';
import type { AuditWays } from './ways.ts';
import { kindWords, partyWords } from './words.ts';

/** One event whole: what happened, what it changed, what it belongs to, and the proof of it. */
export function EventView({
  event,
  correlated,
  receipt,
  ways,
}: {
  readonly event: AuditEvent;
  /** Every event of the same correlation, oldest first; null while they are on their way. */
  readonly correlated: readonly AuditEventRow[] | null;
  readonly receipt: ReceiptState;
  readonly ways: AuditWays;
}) {
  return (
    <>
      <FactList names="narrow" facts={factsOf(event, ways)} />
      <Diff before={event.before} after={event.after} />
      <section aria-label="What belongs together">
        <PaneHeading
          title="What belongs together"
          about={correlated === null ? undefined : countWords(correlated.length)}
        >
          <Link href={ways.correlation(event.correlationId)}>Timeline</Link>
        </PaneHeading>
        <EventTimeline
          events={correlated}
          current={event.id}
          ways={ways}
          label="Same correlation"
        />
      </section>
      <SealPart event={event} />
      <ProofPart event={event} receipt={receipt} />
    </>
  );
}

function countWords(count: number): string {
  return count === 1 ? 'this event alone' : `${count} events of one act`;
}

function PartyName({ party }: { readonly party: Party }) {
  return (
    <>
      {partyWords(party)}
      {party.name !== null && <span className="text-ink-3"> {kindWords(party.kind)}</span>}
    </>
  );
}

function factsOf(event: AuditEvent, ways: AuditWays): readonly Fact[] {
  const { actor, onBehalfOf, client, subject, reason } = event;
  const maybe = (name: string, value: ReactNode | null): readonly Fact[] =>
    value === null ? [] : [{ name, value }];
  return [
    {
      name: 'When',
      value: (
        <>
          <DayTime at={event.at} precision="millisecond" /> <Zone at={event.at} />
        </>
      ),
    },
    { name: 'Who', value: <PartyName party={actor} /> },
    ...maybe('On behalf of', onBehalfOf && <PartyName party={onBehalfOf} />),
    ...maybe('With', event.apiKey && `API key ${event.apiKey}`),
    { name: 'What', value: <code className="font-mono">{event.action}</code> },
    {
      name: 'Subject',
      value: (
        <span className="group/copy inline-flex max-w-full flex-wrap items-center gap-x-1.5">
          <Link href={ways.subject(subject)}>{partyWords(subject)}</Link>
          <span className="text-ink-3">{kindWords(subject.kind)}</span>
          <CopyButton text={subject.id} label="Copy the subject's id" quiet />
        </span>
      ),
    },
    ...maybe('Client', client && <PartyName party={client} />),
    ...maybe('Reason', reason && <q className="break-words">{reason}</q>),
  ];
}

/** Where the event stands in its chain and what holds it there. */
function SealPart({ event }: { readonly event: AuditEvent }) {
  const { locale } = useLocale();
  const { leafIndex } = event;
  return (
    <section aria-label="Seal">
      <PaneHeading
        title="Seal"
        about={`chain ${event.chain}, event ${formatInteger(event.sequence, locale)}`}
      />
      <FactList
        names="narrow"
        className="gap-y-1.5"
        facts={[
          { name: 'Hash', value: <Hash value={event.hash} label="hash of this event" /> },
          {
            name: 'Previous',
            value: <Hash value={event.previousHash} label="hash of the previous event" />,
          },
          {
            name: 'Leaf',
            value: leafIndex === null ? 'not numbered yet' : formatInteger(leafIndex, locale),
          },
          { name: 'Command', value: <Hash value={event.commandId} label="id of the command" /> },
          { name: 'Written by', value: <code className="font-mono">{event.writer}</code> },
        ]}
      />
    </section>
  );
}
