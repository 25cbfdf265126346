'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ProposalId } from '@ultrathink/domain/access';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Drawer } from '@/ui/drawer.tsx';
import { Link } from '@/ui/link.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { useApprovalsAddress, type View } from './address.ts';
import { PROPOSAL_COLUMNS } from './columns.tsx';
import type { ProposalRow } from './model.ts';
import { ProposalView } from './proposal-view.tsx';

const SENTENCE = 'The proposals could not be read.';
const EMPTY: Readonly<Record<View, { sentence: string; next?: string }>> = {
  decide: {
    sentence: 'Nothing waits for your decision.',
    next: 'What others propose in your groups comes here by itself.',
  },
  mine: { sentence: 'Nothing of yours waits for others.' },
  open: { sentence: 'No proposal is open.' },
  ended: { sentence: 'No proposal has ended yet.' },
};
/** Who may not read them is told so without being asked. */
const NOT_YOURS = {
  kind: 'forbidden',
  sentence: 'Proposals are for those who administer or decide them.',
} as const;
const POLL_MS = 15_000;

const idOf = ({ id }: ProposalRow) => id;

/** What waits for consent: to decide, one's own, everything open, and what has ended. */
export function ApprovalsPage({
  policyPath = null,
}: {
  /** Where the rules of consent are read, in shells that have no tab for them. */
  readonly policyPath?: '/compliance/approvals/policy' | null;
}) {
  const mayPolicy = useMay('approval.readPolicy');
  const trpc = useTRPC();
  const { view, proposal, show, open } = useApprovalsAddress();
  const mayRead = useMay('approval.read');
  const inbox = useQuery(
    trpc.approval.inbox.queryOptions(undefined, { refetchInterval: POLL_MS, enabled: mayRead }),
  );
  const ended = useQuery(
    trpc.approval.list.queryOptions(
      { statuses: ['Executed', 'Refused', 'Expired', 'Stale'], most: 200 },
      { enabled: mayRead && view === 'ended', placeholderData: keepPreviousData },
    ),
  );
  const counts = inbox.data?.counts;
  const rows = rowsOf(view, inbox.data?.proposals ?? [], ended.data?.proposals ?? []);
  const count = (n: number | undefined) => (n === undefined ? {} : { count: n });
  return (
    <div className="flex flex-1 flex-col">
      <PageHead
        title="Approvals"
        about="What one person proposes, others agree to. Their consent is bound to the hash of exactly what will be done."
      >
        {policyPath !== null && mayPolicy && <Link href={policyPath}>Policy</Link>}
      </PageHead>
      <Tabs<View>
        label="Proposals"
        className="px-gutter"
        value={view}
        onValueChange={show}
        tabs={[
          {
            value: 'decide',
            label: 'To decide',
            ...count(counts?.toDecide),
            ...((counts?.toDecide ?? 0) > 0 && { tone: 'warn' as const }),
          },
          { value: 'mine', label: 'Mine', ...count(counts?.mine) },
          { value: 'open', label: 'All open', ...count(counts?.open) },
          { value: 'ended', label: 'Ended' },
        ]}
      />
      <div className="px-gutter pb-7">
        <DataTable<ProposalRow>
          id="proposals"
          title="Proposals"
          summary={`${rows.length} proposals`}
          columns={PROPOSAL_COLUMNS}
          rows={rows}
          idOf={idOf}
          onOpen={({ id }) => open(id)}
          state={mayRead ? dataStateOf(view === 'ended' ? ended : inbox, SENTENCE) : NOT_YOURS}
          empty={EMPTY[view]}
          expectedRows={4}
        />
      </div>
      <Drawer
        open={proposal !== null}
        onOpenChange={(isOpen) => !isOpen && open(null)}
        title="Proposal"
      >
        {proposal !== null && <ProposalView key={proposal} id={proposal as ProposalId} />}
      </Drawer>
    </div>
  );
}

function rowsOf(
  view: View,
  open: readonly ProposalRow[],
  ended: readonly ProposalRow[],
): readonly ProposalRow[] {
  switch (view) {
    case 'decide':
      return open.filter(({ canDecideFor }) => canDecideFor.length > 0);
    case 'mine':
      return open.filter(({ isMine }) => isMine);
    case 'open':
      return open;
    case 'ended':
      return ended;
  }
}
