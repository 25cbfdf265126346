import { Status } from '@/ui/status.tsx';
import type { StatusLook } from '@/ui/status-words.ts';
import { defineColumns } from '@/ui/table/columns.ts';
import type { BreakRow, StandingRow, UnconfirmedRow } from './model.ts';
import { RunningClock } from './running-clock.tsx';
import { Said } from './said.tsx';
import { kindName, orderText, REQUEST_WORDS, venueName } from './words.ts';

const SEVERITY: Readonly<Record<BreakRow['severity'], StatusLook>> = {
  High: { shape: 'square', tone: 'danger', word: 'High' },
  Medium: { shape: 'diamond', tone: 'warn', word: 'Medium' },
  Low: { shape: 'ring', tone: 'ink-3', word: 'Low' },
};

/** What each side says, in words or as a figure. */
const SIDES = defineColumns<BreakRow>([
  {
    id: 'ours',
    header: 'Our books',
    kind: 'text',
    align: 'right',
    width: 140,
    from: 1000,
    value: ({ ours }) => ours,
    cell: ({ ours }) => <Said text={ours} />,
  },
  {
    id: 'theirs',
    header: 'The venue',
    kind: 'text',
    align: 'right',
    width: 140,
    from: 1000,
    value: ({ theirs }) => theirs,
    cell: ({ theirs }) => <Said text={theirs} />,
  },
]);

export const breakColumns = (nameOf: (scope: string) => string) =>
  defineColumns<BreakRow>([
    {
      id: 'opened',
      header: 'Opened',
      kind: 'time',
      detail: 'day-and-minute',
      width: 120,
      list: 'when',
      value: ({ openedAt }) => openedAt,
    },
    {
      id: 'kind',
      header: 'Kind',
      kind: 'text',
      width: 150,
      always: true,
      list: 'title',
      value: ({ kind }) => kindName(kind),
      cell: ({ kind }) => <span className="font-medium">{kindName(kind)}</span>,
    },
    {
      id: 'venue',
      header: 'Venue',
      kind: 'text',
      width: 100,
      value: ({ venue }) => venueName(venue),
    },
    {
      id: 'subject',
      header: 'About',
      kind: 'id',
      width: 150,
      list: 'detail',
      value: ({ subject }) => subject,
    },
    {
      id: 'client',
      header: 'Client',
      kind: 'text',
      width: 160,
      from: 1100,
      value: ({ clientId }) => (clientId === null ? null : nameOf(clientId)),
    },
    ...SIDES,
    {
      id: 'value',
      header: 'Worth',
      kind: 'money',
      unit: 'USD',
      width: 110,
      value: ({ value }) => value,
    },
    {
      id: 'owner',
      header: 'Owner',
      kind: 'text',
      width: 130,
      from: 700,
      value: ({ owner }) => owner?.person.name ?? null,
      cell: ({ owner }) =>
        owner === null ? <span className="text-ink-3">nobody</span> : owner.person.name,
    },
    {
      id: 'severity',
      header: 'Severity',
      kind: 'status',
      width: 100,
      list: 'state',
      options: ['High', 'Medium', 'Low'],
      value: ({ severity }) => severity,
      cell: ({ severity }) => <Status look={SEVERITY[severity]} />,
    },
  ]);

export const unconfirmedColumns = (nameOf: (scope: string) => string) =>
  defineColumns<UnconfirmedRow>([
    {
      id: 'since',
      header: 'Since',
      kind: 'time',
      detail: 'day-and-minute',
      width: 120,
      list: 'when',
      value: ({ since }) => since,
    },
    {
      id: 'order',
      header: 'Order',
      kind: 'text',
      width: 260,
      always: true,
      list: 'title',
      value: orderText,
      cell: (row) => <span className="font-medium">{orderText(row)}</span>,
    },
    {
      id: 'account',
      header: 'Account',
      kind: 'text',
      width: 200,
      list: 'detail',
      value: ({ account }) => nameOf(account),
    },
    {
      id: 'venue',
      header: 'Venue',
      kind: 'text',
      width: 100,
      value: ({ venue }) => venueName(venue),
    },
    {
      id: 'request',
      header: 'Not answered',
      kind: 'text',
      width: 120,
      value: ({ request }) => REQUEST_WORDS[request],
    },
    {
      id: 'held',
      header: 'On hold',
      kind: 'text',
      width: 150,
      from: 800,
      value: ({ held }) => (held === null ? null : `${held.amount} ${held.asset}`),
    },
    {
      id: 'who',
      header: 'Who settles it',
      kind: 'text',
      width: 130,
      from: 800,
      value: ({ isWithHuman }) => (isWithHuman ? 'two people' : 'the venue'),
    },
    {
      id: 'clock',
      header: 'Clock',
      kind: 'status',
      width: 130,
      list: 'state',
      value: ({ since }) => since,
      cell: ({ since }) => (
        <Status look={{ shape: 'diamond-mark', tone: 'warn', word: '' }}>
          <RunningClock since={since} />
        </Status>
      ),
    },
  ]);

const AGREES: StatusLook = { shape: 'check', tone: 'accent', word: 'Agrees' };
const RECONCILING: StatusLook = { shape: 'ring-dashed', tone: 'warn', word: 'Reconciling' };
const NO_KEY: StatusLook = { shape: 'dash', tone: 'ink-3', word: 'No key' };
const UNKNOWN: StatusLook = { shape: 'dash', tone: 'ink-3', word: 'Unknown' };

function standingLook({ standing }: StandingRow): StatusLook {
  if (standing === null) return UNKNOWN;
  if (!standing.hasKey) return NO_KEY;
  return standing.isReconciled ? AGREES : RECONCILING;
}

export const standingColumns = (
  nameOf: (scope: string) => string,
  act: ((row: StandingRow) => React.ReactNode) | null,
) =>
  defineColumns<StandingRow>([
    {
      id: 'venue',
      header: 'Venue',
      kind: 'text',
      width: 110,
      value: ({ venue }) => venueName(venue),
    },
    {
      id: 'label',
      header: 'Account there',
      kind: 'text',
      width: 200,
      always: true,
      list: 'title',
      value: ({ label }) => label,
      cell: ({ label }) => <span className="font-medium">{label}</span>,
    },
    {
      id: 'whose',
      header: 'Whose',
      kind: 'text',
      width: 180,
      list: 'detail',
      value: ({ clientId }) => (clientId === null ? 'the house' : nameOf(clientId)),
    },
    { id: 'mode', header: 'Mode', kind: 'text', width: 80, value: ({ mode }) => mode },
    {
      id: 'compared',
      header: 'Compared up to',
      kind: 'time',
      detail: 'second',
      width: 130,
      list: 'when',
      value: ({ standing }) => standing?.comparedUpTo ?? null,
    },
    {
      id: 'state',
      header: 'State',
      kind: 'status',
      width: 130,
      list: 'state',
      value: (row) => standingLook(row).word,
      cell: (row) => <Status look={standingLook(row)} />,
    },
    {
      id: 'act',
      header: 'Act',
      kind: 'actions',
      width: 150,
      cell: (row) => act?.(row) ?? null,
    },
  ]);
