'use client';

import { venueName } from '@ultrathink/domain/market-data';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { CHILD_COLUMNS, FILL_COLUMNS } from '../order-parts.tsx';
import type { Allotment, Trail, TrailEntry, Whole } from './model.ts';

const PARTS = ['fills', 'children', 'allocation', 'postings'] as const;
type Part = (typeof PARTS)[number];
type Names = ReadonlyMap<string, string>;

/** What was traded, by whom it was worked, whose it became, and what the ledger booked of it. */
export function OrderFills({
  whole,
  trail,
  names,
}: {
  readonly whole: Whole;
  readonly trail: Trail | undefined;
  readonly names: Names;
}) {
  const [part, setPart] = useQueryState('part', parseAsStringLiteral(PARTS).withDefault('fills'));
  return (
    <section aria-label="Fills and what came of them" className="min-w-0">
      <SectionHeading title="Fills">
        <Segmented<Part>
          label="What came of it"
          value={part}
          onValueChange={(next) => void setPart(next)}
          options={[
            { value: 'fills', label: 'Fills' },
            { value: 'children', label: 'Children' },
            { value: 'allocation', label: 'Allocation' },
            { value: 'postings', label: 'Postings' },
          ]}
        />
      </SectionHeading>
      <PartOf part={part} whole={whole} trail={trail} names={names} />
    </section>
  );
}

function PartOf({
  part,
  whole,
  trail,
  names,
}: {
  readonly part: Part;
  readonly whole: Whole;
  readonly trail: Trail | undefined;
  readonly names: Names;
}) {
  switch (part) {
    case 'fills':
      return (
        <Rows
          title="Fills"
          empty={
            whole.order.endedAt === null
              ? 'Nothing has been traded of it yet.'
              : 'Nothing was traded of it.'
          }
          columns={FILL_COLUMNS}
          rows={whole.executions}
          idOf={({ venueAccount, execId }) => `${venueAccount} ${execId}`}
        />
      );
    case 'children':
      return (
        <Rows
          title="Children"
          empty="No venue was sent anything of it."
          columns={CHILD_COLUMNS}
          rows={whole.children}
          idOf={({ clOrdId }) => clOrdId}
        />
      );
    case 'allocation':
      return (
        <Rows
          title="Allocation"
          empty={`All of it is for one account: ${names.get(whole.order.account) ?? 'the house’s'}.`}
          columns={allocationColumns(names)}
          rows={trail?.allotments ?? []}
          idOf={({ execId, account }) => `${execId} ${account}`}
        />
      );
    case 'postings':
      return (
        <Rows
          title="Postings"
          empty="The ledger has booked nothing of it yet."
          columns={postingColumns(names, whole)}
          rows={(trail?.entries ?? []).flatMap(postingsOf)}
          idOf={({ id }) => id}
        />
      );
  }
}

function Rows<Row extends object>({
  title,
  empty,
  columns,
  rows,
  idOf,
}: {
  readonly title: string;
  readonly empty: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
}) {
  if (rows.length === 0) return <EmptyState>{empty}</EmptyState>;
  return <PlainTable title={title} columns={columns} rows={rows} idOf={idOf} />;
}

const allocationColumns = (names: Names) =>
  defineColumns<Allotment>([
    { id: 'execId', kind: 'id', header: 'ExecID', value: ({ execId }) => execId },
    {
      id: 'account',
      kind: 'text',
      header: 'Account',
      value: ({ account }) => names.get(account) ?? account,
    },
    { id: 'lastQty', kind: 'quantity', header: 'LastQty', value: ({ lastQty }) => lastQty },
    { id: 'lastPx', kind: 'price', header: 'LastPx', value: ({ lastPx }) => lastPx },
    {
      id: 'fee',
      kind: 'quantity',
      header: 'Fee',
      decimals: 6,
      value: ({ fee }) => fee?.amount ?? null,
    },
    { id: 'asset', kind: 'text', header: 'In', value: ({ fee }) => fee?.asset ?? null },
  ]);

type PostingLine = TrailEntry['postings'][number] & {
  readonly id: string;
  readonly at: string;
  readonly entry: string;
};

const postingsOf = ({ id, at, postings }: TrailEntry): readonly PostingLine[] =>
  postings.map((posting, n) => ({ ...posting, id: `${id} ${n}`, at, entry: id }));

/** Places of a venue are told by the venue whose account it is. */
function postingColumns(names: Names, { executions }: Whole) {
  const venues = new Map(executions.map(({ venueAccount, venue }) => [venueAccount, venue]));
  const placeOf = ({ place, placeKind }: PostingLine): string => {
    const venue = venues.get(place);
    return venue === undefined ? placeKind : venueName(venue);
  };
  return defineColumns<PostingLine>([
    { id: 'at', kind: 'time', header: 'Time', detail: 'millisecond', value: ({ at }) => at },
    { id: 'entry', kind: 'id', header: 'Entry', value: ({ entry }) => entry.slice(-8) },
    {
      id: 'account',
      kind: 'text',
      header: 'Account',
      value: ({ account, kind }) => (account === null ? kind : (names.get(account) ?? kind)),
    },
    { id: 'place', kind: 'text', header: 'Held at', value: placeOf },
    {
      id: 'amount',
      kind: 'quantity',
      header: 'Amount',
      decimals: 8,
      value: ({ amount }) => amount,
    },
    { id: 'asset', kind: 'text', header: 'Asset', value: ({ asset }) => asset },
  ]);
}
