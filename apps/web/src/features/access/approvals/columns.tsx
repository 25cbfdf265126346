import { Status } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { actTitle, PROPOSAL_STATUS, personName } from '../words.ts';
import type { ProposalRow } from './model.ts';

/** `1 of 2` for each group that has to agree. */
export function quorumText({ groups }: ProposalRow): string {
  return groups
    .map(({ name, approvals, needed }) => `${name} ${approvals} of ${needed}`)
    .join(', ');
}

export const PROPOSAL_COLUMNS = defineColumns<ProposalRow>([
  {
    id: 'what',
    header: 'Proposal',
    kind: 'text',
    width: 240,
    always: true,
    list: 'title',
    value: ({ act, phrase }) => actTitle(act, phrase),
    cell: ({ act, phrase }) => <span className="font-medium">{actTitle(act, phrase)}</span>,
  },
  {
    id: 'reason',
    header: 'Reason',
    kind: 'text',
    width: 280,
    from: 900,
    list: 'detail',
    value: ({ reason }) => reason,
  },
  {
    id: 'by',
    header: 'Proposed by',
    kind: 'text',
    width: 150,
    value: ({ proposer }) => personName(proposer),
  },
  {
    id: 'agreed',
    header: 'Agreed',
    kind: 'text',
    width: 190,
    from: 760,
    value: quorumText,
  },
  {
    id: 'proposed',
    header: 'Proposed',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    from: 1100,
    list: 'when',
    value: ({ proposedAt }) => proposedAt,
  },
  {
    id: 'ends',
    header: 'Ends',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    value: ({ expiresAt }) => expiresAt,
  },
  {
    id: 'status',
    header: 'Status',
    kind: 'status',
    width: 110,
    list: 'state',
    options: Object.keys(PROPOSAL_STATUS),
    value: ({ status }) => status,
    cell: ({ status }) => <Status look={PROPOSAL_STATUS[status]} />,
  },
]);
