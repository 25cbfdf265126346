'use client';

import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Link } from '@/ui/link.tsx';
import { NotReady } from '@/ui/not-ready.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { actTitle, personName } from '../words.ts';
import { quorumText } from './columns.tsx';

const POLL_MS = 15_000;
const MOST_SHOWN = 6;
const COLUMNS = { count: 2, className: 'grid-cols-[1fr_80px] gap-3' };

/** What waits for the reader's own decision, the one that ends first above. */
export function WaitingForYou({ base }: { readonly base: '/compliance' }) {
  const mayRead = useMay('approval.read');
  const trpc = useTRPC();
  const inbox = useQuery(
    trpc.approval.inbox.queryOptions(undefined, { refetchInterval: POLL_MS, enabled: mayRead }),
  );
  if (!mayRead) return null;
  const state = dataStateOf(inbox, 'What waits for you could not be read.');
  const rows = (inbox.data?.proposals ?? [])
    .filter(({ canDecideFor }) => canDecideFor.length > 0)
    .toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1));
  return (
    <section aria-label="Waiting for you">
      <SectionHeading
        title="Waiting for you"
        about={rows.length > MOST_SHOWN ? `the first ${MOST_SHOWN} of ${rows.length}` : undefined}
      >
        <Link href={`${base}/approvals`}>All approvals</Link>
      </SectionHeading>
      {state.kind !== 'ready' ? (
        <NotReady state={state} rows={3} columns={COLUMNS} />
      ) : rows.length === 0 ? (
        <EmptyState next="What others propose in your groups comes here by itself.">
          Nothing waits for your decision.
        </EmptyState>
      ) : (
        <ul className="border-t">
          {rows.slice(0, MOST_SHOWN).map((row) => (
            <li
              key={row.id}
              className="flex items-start justify-between gap-4 border-line-faint border-b py-2.25"
            >
              <div className="min-w-0">
                <p className="font-medium">{actTitle(row.act, row.phrase)}</p>
                <p className="text-ink-2">{row.reason}</p>
                <p className="text-ink-3 text-label">
                  Proposed by {personName(row.proposer)}. {quorumText(row)}. Ends{' '}
                  <DayTime at={row.expiresAt} /> <Zone at={row.expiresAt} />
                </p>
              </div>
              <Link className="shrink-0" href={`${base}/approvals?proposal=${row.id}`}>
                Review
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
