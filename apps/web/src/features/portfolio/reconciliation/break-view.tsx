'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '@/features/identity/session-context.ts';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { ProposedLine } from '@/trpc/proposed-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { FactList } from '@/ui/facts.tsx';
import { DayTime } from '@/ui/time.tsx';
import { Money, Quantity } from '@/ui/value.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { Evidence } from './evidence.tsx';
import type { BreakRow } from './model.ts';
import { RunningClock } from './running-clock.tsx';
import { Said } from './said.tsx';
import { kindMeans, kindName, venueName } from './words.ts';

/** One difference: what each side says, what would mend it, who sees to it, and the ways to end it. */
export function BreakView({ row }: { readonly row: BreakRow }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { nameOf } = useScopes();
  const me = useSession().person.id;
  const mayTake = useMay('portfolio.explainBreak');
  const mayClose = useMay('portfolio.proposeBreakClose');
  const [isClosing, setClosing] = useState(false);
  const [proposal, setProposal] = useState<string | null>(null);
  const take = useAct(trpc.portfolio.takeBreak, {
    onDone: () => queryClient.invalidateQueries(trpc.portfolio.listBreaks.pathFilter()),
  });
  const { proposed, owner, closedAt } = row;
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h2 className="text-title">{kindName(row.kind)}</h2>
        <p className="text-ink-2">{kindMeans(row.kind)}</p>
      </div>
      <FactList
        facts={[
          { name: 'Venue', value: `${venueName(row.venue)}, ${row.venueAccountLabel ?? ''}` },
          { name: 'About', value: <span className="break-all font-mono">{row.subject}</span> },
          { name: 'Client', value: row.clientId === null ? 'not known' : nameOf(row.clientId) },
          { name: 'Severity', value: row.severity },
          { name: 'Our books', value: <Said text={row.ours} /> },
          {
            name: 'The venue',
            value: (
              <span className="break-all">
                <Said text={row.theirs} />
              </span>
            ),
          },
          {
            name: 'Worth',
            value:
              row.value === null ? (
                'not known'
              ) : (
                <Money value={row.value} asset="USD" decimals={2} />
              ),
          },
          { name: 'Opened', value: <DayTime at={row.openedAt} precision="second" /> },
          closedAt === null
            ? { name: 'Open for', value: <RunningClock since={row.openedAt} /> }
            : { name: 'Closed', value: <DayTime at={closedAt} precision="second" /> },
          { name: 'Owner', value: owner === null ? 'nobody' : (owner.person.name ?? 'somebody') },
          {
            name: 'Proposed entry',
            value:
              proposed === null ? (
                'none: it heals, or explains itself'
              ) : (
                <>
                  <Quantity value={proposed.amount} /> {proposed.asset} from suspense to whom it
                  belongs
                </>
              ),
          },
        ]}
      />
      {closedAt === null && (
        <div className="flex flex-wrap gap-2">
          {mayClose && (
            <Button variant="primary" onClick={() => setClosing(true)}>
              Propose to close
            </Button>
          )}
          {mayTake && owner?.person.id !== me && (
            <Button
              busy={take.isPending}
              busyLabel="Taking it"
              onClick={() => take.mutate({ breakId: row.id as never, clientId: row.clientId })}
            >
              Take ownership
            </Button>
          )}
        </div>
      )}
      <FailureLine error={take.error} />
      {proposal !== null && !isClosing && closedAt === null && (
        <ProposedLine proposalId={proposal} />
      )}
      <Evidence
        venueAccountId={row.venueAccountId}
        mentions={row.subject}
        since={hourBefore(row)}
      />
      {isClosing && (
        <CloseDialog row={row} onClose={() => setClosing(false)} onProposed={setProposal} />
      )}
    </div>
  );
}

const HOUR_MS = 3_600_000;
/** What led to a break left some time before it was seen. */
const hourBefore = ({ openedAt }: BreakRow): string =>
  new Date(Date.parse(openedAt) - HOUR_MS).toISOString();
