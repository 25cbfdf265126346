import { venueName } from '@ultrathink/domain/market-data';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import { Severity } from '@/ui/tag.tsx';
import { Age } from '@/ui/time.tsx';
import type { BreakRow } from './acts.ts';
import type { Naming } from './use-lists.ts';

/** `BalanceDrift` is "Balance drift". */
export const breakName = (kind: string): string => {
  const words = kind.replace(
    /([a-z])([A-Z])/g,
    (_, last: string, next: string) => `${last} ${next}`,
  );
  return words.slice(0, 1) + words.slice(1).toLowerCase();
};

const whatColumns = (naming: Naming): readonly Column<BreakRow>[] =>
  defineColumns<BreakRow>([
    {
      id: 'opened',
      kind: 'time',
      header: 'Opened',
      detail: 'day-and-minute',
      width: 104,
      list: 'when',
      value: ({ openedAt }) => openedAt,
    },
    {
      id: 'kind',
      kind: 'text',
      header: 'What',
      width: 170,
      list: 'title',
      value: ({ kind }) => breakName(kind),
    },
    {
      id: 'venue',
      kind: 'text',
      header: 'Venue',
      width: 90,
      list: 'detail',
      value: ({ venue }) => venue && venueName(venue),
    },
    {
      id: 'client',
      kind: 'text',
      header: 'Client',
      width: 160,
      from: 760,
      list: 'hidden',
      value: ({ clientId }) =>
        clientId === null ? null : (naming.clients.get(clientId) ?? clientId.slice(-8)),
    },
    {
      id: 'subject',
      kind: 'text',
      header: 'About',
      width: 140,
      from: 560,
      list: 'detail',
      value: ({ subject }) => subject,
    },
    {
      id: 'ours',
      kind: 'text',
      header: 'Ours',
      width: 110,
      from: 980,
      value: ({ ours }) => ours,
    },
    {
      id: 'theirs',
      kind: 'text',
      header: 'Theirs',
      width: 110,
      from: 980,
      value: ({ theirs }) => theirs,
    },
  ]);

const WORTH = defineColumns<BreakRow>([
  {
    id: 'value',
    kind: 'money',
    header: 'Value',
    unit: 'USD',
    width: 116,
    total: true,
    value: ({ value }) => value,
  },
  {
    id: 'age',
    kind: 'text',
    header: 'Age',
    width: 84,
    from: 640,
    sortable: false,
    filterable: false,
    value: ({ openedAt }) => openedAt,
    cell: ({ openedAt }) => <Age since={openedAt} />,
  },
  {
    id: 'owner',
    kind: 'text',
    header: 'Seen to by',
    width: 120,
    from: 1180,
    value: ({ owner }) => owner?.person.name ?? null,
  },
  {
    id: 'severity',
    kind: 'status',
    header: 'Severity',
    width: 86,
    list: 'state',
    options: ['Low', 'Medium', 'High'],
    value: ({ severity }) => severity,
    cell: ({ severity }) => <Severity level={severity} />,
  },
]);

export const breakColumns = (naming: Naming) =>
  defineColumns<BreakRow>([...whatColumns(naming), ...WORTH]);
