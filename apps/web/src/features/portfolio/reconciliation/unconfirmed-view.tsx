'use client';

import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { ProposedLine } from '@/trpc/proposed-line.tsx';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { FactList } from '@/ui/facts.tsx';
import { DayTime } from '@/ui/time.tsx';
import { AskNow } from './ask-now.tsx';
import { Evidence } from './evidence.tsx';
import type { UnconfirmedRow } from './model.ts';
import { OutcomeDialog } from './outcome-dialog.tsx';
import { RunningClock } from './running-clock.tsx';
import { orderText, REQUEST_WORDS, venueName } from './words.ts';

/** One request without a proven outcome: what stands on it, what was asked, and what settles it. */
export function UnconfirmedView({ row }: { readonly row: UnconfirmedRow }) {
  const { nameOf } = useScopes();
  const mayPropose = useMay('trading.proposeOutcome');
  const [isDeciding, setDeciding] = useState(false);
  const [proposal, setProposal] = useState<string | null>(null);
  const venue = venueName(row.venue);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h2 className="text-title">{venue} has not answered. Nothing was sent again.</h2>
        <p className="text-ink-2">
          {orderText(row)} for {nameOf(row.account)}.{' '}
          {row.held === null
            ? 'What it holds stays reserved.'
            : `Until ${venue} answers, ${row.held.amount} ${row.held.asset} stays on hold.`}
        </p>
      </div>
      <FactList
        facts={[
          { name: 'Not answered', value: REQUEST_WORDS[row.request] },
          { name: 'For', value: <RunningClock since={row.since} /> },
          { name: 'Since', value: <DayTime at={row.since} precision="second" /> },
          { name: 'ClOrdID', value: <span className="break-all font-mono">{row.clOrdId}</span> },
          { name: 'Sent again', value: row.resends === 0 ? 'never' : `${row.resends} times` },
        ]}
      />
      <section aria-label="What settles it">
        <h3 className="border-b pb-1 font-medium">What settles it</h3>
        <FactList
          className="pt-1.5"
          facts={[
            { name: `${venue} answers`, value: 'The order becomes what it is there.' },
            {
              name: 'No answer',
              value: row.isWithHuman
                ? 'It was asked long enough: two people decide.'
                : 'It is asked on by itself; then two people decide.',
            },
          ]}
        />
      </section>
      <div className="flex flex-wrap gap-2">
        <AskNow clOrdId={row.clOrdId} venue={venue} />
        {mayPropose && (
          <Button size="small" onClick={() => setDeciding(true)}>
            Propose an outcome
          </Button>
        )}
      </div>
      {proposal !== null && !isDeciding && <ProposedLine proposalId={proposal} />}
      {row.venueAccount !== null && (
        <Evidence
          venueAccountId={row.venueAccount}
          mentions={row.clOrdId}
          since={new Date(Date.parse(row.since) - 86_400_000).toISOString()}
        />
      )}
      {isDeciding && (
        <OutcomeDialog row={row} onClose={() => setDeciding(false)} onProposed={setProposal} />
      )}
    </div>
  );
}
