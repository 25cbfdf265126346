'use client';

import { Button } from '@/ui/button.tsx';
import { Status } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import type { VenueAccount, VenueKey } from '../model.ts';
import { venueName } from '../words.ts';
import { KEY_STATUS, permissionsText } from './key-words.ts';

export interface KeyLine extends VenueKey {
  readonly account: VenueAccount;
}

export type KeyAct = 'Propose' | 'Rotate' | 'Suspend' | 'Retire';

const idOf = ({ id }: KeyLine) => id;
const ENDED: ReadonlySet<VenueKey['status']> = new Set(['Refused', 'Retired']);

/** What can be done to it now, the next step first. */
export function actsOf({ next, status }: Pick<VenueKey, 'next' | 'status'>): readonly KeyAct[] {
  const acts: KeyAct[] = [];
  if (next.kind !== 'None') acts.push(next.kind);
  if (status === 'Active') acts.push('Suspend');
  if (!ENDED.has(status) && status !== 'Draining') acts.push('Retire');
  return acts;
}

const COLUMNS = defineColumns<KeyLine>([
  {
    id: 'venue',
    header: 'Venue',
    kind: 'text',
    width: 100,
    list: 'detail',
    value: ({ account }) => venueName(account.venue),
  },
  {
    id: 'account',
    header: 'Account',
    kind: 'text',
    width: 120,
    value: ({ account }) => account.label,
  },
  {
    id: 'label',
    header: 'Key',
    kind: 'text',
    width: 120,
    always: true,
    list: 'title',
    value: ({ label }) => label,
  },
  { id: 'name', header: 'Name', kind: 'id', width: 110, value: ({ maskedName }) => maskedName },
  {
    id: 'status',
    header: 'Status',
    kind: 'status',
    width: 150,
    list: 'state',
    options: Object.values(KEY_STATUS).map(({ word }) => word),
    value: ({ status }) => KEY_STATUS[status].word,
    cell: ({ status }) => <Status look={KEY_STATUS[status]} />,
  },
  {
    id: 'may',
    header: 'May',
    kind: 'text',
    width: 210,
    from: 900,
    value: ({ permissions }) => permissionsText(permissions),
  },
  {
    id: 'age',
    header: 'Age days',
    kind: 'quantity',
    decimals: 0,
    width: 75,
    value: ({ ageDays }) => String(ageDays),
  },
  {
    id: 'used',
    header: 'Last used',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    list: 'when',
    restless: true,
    value: ({ lastUsedAt }) => lastUsedAt,
  },
  {
    id: 'look',
    header: 'To note',
    kind: 'text',
    width: 180,
    from: 1000,
    value: ({ reasons, warnings }) =>
      [...reasons, ...warnings].map(({ sentence }) => sentence).join(' ') || null,
  },
]);

/** The keys our accounts use at venues: what each may do, how old it is, and what can be done. */
export function KeysTable({
  accounts,
  state,
  onAct,
}: {
  readonly accounts: readonly VenueAccount[];
  readonly state: DataState;
  readonly onAct: (line: KeyLine, act: KeyAct) => void;
}) {
  const rows = accounts.flatMap((account) => account.keys.map((key) => ({ ...key, account })));
  return (
    <DataTable<KeyLine>
      id="venue-keys"
      address="k"
      title="Venue keys"
      summary={`${rows.length} keys of ${accounts.length} accounts`}
      columns={[...COLUMNS, actColumn(onAct)]}
      rows={rows}
      idOf={idOf}
      toneOf={({ reasons, status }) =>
        reasons.length > 0 && !ENDED.has(status) ? 'warn' : undefined
      }
      state={state}
      empty={{ sentence: 'No venue has a key of ours yet.', next: 'Connect the first.' }}
      expectedRows={3}
    />
  );
}

const actColumn = (onAct: (line: KeyLine, act: KeyAct) => void) =>
  ({
    id: 'act',
    header: 'Act',
    kind: 'actions',
    width: 190,
    cell: (line: KeyLine) => (
      <span className="inline-flex items-center gap-2 align-middle">
        {actsOf(line).map((act) => (
          <Button
            key={act}
            size="small"
            variant={act === 'Propose' || act === 'Rotate' ? 'quiet' : 'danger-quiet'}
            aria-label={`${act} ${line.label}`}
            onClick={() => onAct(line, act)}
          >
            {act}
          </Button>
        ))}
      </span>
    ),
  }) as const;
