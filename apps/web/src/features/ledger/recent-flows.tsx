'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Link } from '@/ui/link.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { Amounts } from './amounts.tsx';
import { causeWord } from './words.ts';

const SHOWN = 4;

/** What came in and went out last. */
export function RecentFlows() {
  const trpc = useTRPC();
  const listed = useQuery(
    trpc.ledger.listMovements.queryOptions({ causes: ['Deposit', 'Withdrawal'], most: SHOWN }),
  );
  const state = dataStateOf(listed, 'Your flows could not be read.');
  const movements = listed.data?.movements ?? [];
  return (
    <section aria-label="Flows">
      <SectionHeading title="Deposits and withdrawals">
        <Link href="/client/activity">All activity</Link>
      </SectionHeading>
      {(state.kind === 'error' || state.kind === 'forbidden') && (
        <EmptyState>{state.sentence}</EmptyState>
      )}
      {state.kind === 'ready' && movements.length === 0 && (
        <EmptyState>Nothing came in or went out yet.</EmptyState>
      )}
      <ul>
        {movements.map(({ entry, account, cause, at, amounts, trade }) => (
          <li
            key={`${entry} ${account}`}
            className="flex items-start justify-between gap-4 border-line-faint border-b py-2.5"
          >
            <div>
              <span className="font-medium">{causeWord(cause)}</span>
              <p className="text-ink-2 text-label">
                <DayTime at={at} /> <Zone at={at} />
              </p>
            </div>
            <Amounts movement={{ amounts, trade }} />
          </li>
        ))}
      </ul>
    </section>
  );
}
