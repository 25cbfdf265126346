'use client';

import { useState } from 'react';
import { dataStateOf } from '@/trpc/data-state.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { NotReady } from '@/ui/not-ready.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { AskNow } from './ask-now.tsx';
import { BreakView } from './break-view.tsx';
import { RunningClock } from './running-clock.tsx';
import { UnconfirmedView } from './unconfirmed-view.tsx';
import { useBreaks, useUnconfirmed } from './use-doubts.ts';
import { kindName, orderText, REQUEST_WORDS, venueName } from './words.ts';

const COLUMNS = { count: 2, className: 'grid-cols-[1fr_80px] gap-3' };

/** Open doubts as the strip's drawer shows them. */
export function UnconfirmedList() {
  const found = useUnconfirmed();
  const { nameOf } = useScopes();
  const [open, setOpen] = useState<string | null>(null);
  const rows = found.data?.unconfirmed;
  if (rows === undefined) {
    return (
      <NotReady
        state={dataStateOf(found, 'Unconfirmed orders could not be read.')}
        rows={3}
        columns={COLUMNS}
      />
    );
  }
  const row = rows.find(({ clOrdId, request }) => `${clOrdId}|${request}` === open);
  if (row !== undefined) {
    return (
      <>
        <Button size="small" variant="quiet" onClick={() => setOpen(null)}>
          All unconfirmed
        </Button>
        <UnconfirmedView row={row} />
      </>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState next="A request without a proven outcome stands here until its venue tells.">
        Every request has its answer.
      </EmptyState>
    );
  }
  return (
    <ul>
      {rows.map((one) => (
        <li
          key={`${one.clOrdId}|${one.request}`}
          className="flex flex-col gap-1 border-line-faint border-b py-2"
        >
          <span className="flex justify-between gap-3">
            <span className="font-medium">{orderText(one)}</span>
            <span className="text-warn">
              <RunningClock since={one.since} />
            </span>
          </span>
          <span className="text-ink-2">
            {nameOf(one.account)}. {venueName(one.venue)} was asked for {REQUEST_WORDS[one.request]}
            {one.held !== null && `; ${one.held.amount} ${one.held.asset} on hold`}.
          </span>
          <span className="flex flex-wrap gap-2">
            <AskNow clOrdId={one.clOrdId} venue={venueName(one.venue)} />
            <Button
              size="small"
              variant="quiet"
              onClick={() => setOpen(`${one.clOrdId}|${one.request}`)}
            >
              Evidence
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Open breaks as the strip's drawer shows them. */
export function BreakList() {
  const found = useBreaks('Open');
  const [open, setOpen] = useState<string | null>(null);
  const rows = found.data?.breaks;
  if (rows === undefined) {
    return (
      <NotReady
        state={dataStateOf(found, 'Breaks could not be read.')}
        rows={3}
        columns={COLUMNS}
      />
    );
  }
  const row = rows.find(({ id }) => id === open);
  if (row !== undefined) {
    return (
      <>
        <Button size="small" variant="quiet" onClick={() => setOpen(null)}>
          All breaks
        </Button>
        <BreakView row={row} />
      </>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState next="Accounts are compared by themselves; a difference stands here at once.">
        Our books agree with every venue.
      </EmptyState>
    );
  }
  return (
    <ul>
      {rows.map((one) => (
        <li key={one.id} className="flex flex-col gap-1 border-line-faint border-b py-2">
          <span className="flex justify-between gap-3">
            <span className="font-medium">
              {kindName(one.kind)}, {one.severity.toLowerCase()}
            </span>
            <RunningClock since={one.openedAt} />
          </span>
          <span className="text-ink-2">
            {venueName(one.venue)}, {one.subject}
            {one.value !== null && `, worth ${one.value} USD`}.{' '}
            {one.owner === null ? 'Nobody has it.' : `${one.owner.person.name} has it.`}
          </span>
          <span>
            <Button size="small" variant="quiet" onClick={() => setOpen(one.id)}>
              Open
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}
