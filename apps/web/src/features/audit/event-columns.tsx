import { formatInteger } from '@ultrathink/domain/kernel';
import { cn } from '@/ui/cn.ts';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import { Day, Time } from '@/ui/time.tsx';
import { Hash } from '@/ui/value.tsx';
import type { AuditEventRow } from './model.ts';
import { actionWords, contextOf, partyWords } from './words.ts';

/**
 * The chain drawn through its events: one square an event, on the line that holds them together. It
 * stands on the row and not in the cell, so that the line runs on from row to row.
 */
function ChainMark({ sealed }: { readonly sealed: boolean }) {
  return (
    <span
      aria-hidden="true"
      className="absolute inset-y-0 left-(--inset) w-3.5 in-data-[form=list]:hidden"
    >
      <span className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
      <span
        className={cn(
          'absolute top-1/2 left-1/2 size-1.75 -translate-1/2 border border-line-strong bg-paper',
          'in-data-active:border-accent in-data-active:bg-accent',
          sealed && 'border-ink bg-ink',
        )}
      />
    </span>
  );
}

/** Newest first is the log's own order, so no column sorts; the search and the facets find. */
const still = { sortable: false, filterable: false } as const;

/** The columns of the log; that of the chain shows by itself where there is more than one. */
export function eventColumns(
  locale: string,
  { chains }: { readonly chains: boolean },
): readonly Column<AuditEventRow>[] {
  return defineColumns<AuditEventRow>([
    sequenceColumn(locale),
    ...WHO_AND_WHAT,
    { ...CHAIN, hiddenAtFirst: !chains },
    HASH,
  ]);
}

function sequenceColumn(locale: string): Column<AuditEventRow> {
  return {
    id: 'sequence',
    kind: 'text',
    header: 'Sequence',
    align: 'right',
    width: 96,
    always: true,
    list: 'state',
    ...still,
    value: ({ sequence }) => String(sequence),
    cell: ({ sequence, subject }) => (
      <>
        <ChainMark sealed={subject.kind === 'Checkpoint'} />
        {formatInteger(sequence, locale)}
      </>
    ),
  };
}

const WHO_AND_WHAT: readonly Column<AuditEventRow>[] = [
  {
    id: 'time',
    kind: 'time',
    header: 'Time',
    width: 176,
    list: 'when',
    ...still,
    value: ({ at }) => at,
    cell: ({ at }) => (
      <span className="text-ink-2">
        <Day at={at} className="text-ink-3" /> <Time at={at} precision="millisecond" />
      </span>
    ),
  },
  {
    id: 'actor',
    kind: 'text',
    header: 'Actor',
    width: 112,
    list: 'detail',
    ...still,
    value: ({ actor }) => partyWords(actor),
  },
  {
    id: 'action',
    kind: 'text',
    header: 'Action',
    width: 140,
    always: true,
    list: 'title',
    ...still,
    value: ({ action }) => action,
    cell: ({ action }) => (
      <>
        {actionWords(action)} <span className="text-ink-3">{contextOf(action)}</span>
      </>
    ),
  },
  {
    id: 'subject',
    kind: 'text',
    header: 'Subject',
    width: 132,
    list: 'detail',
    ...still,
    value: ({ subject }) => partyWords(subject),
    cell: ({ subject }) => <span className="text-ink-2">{partyWords(subject)}</span>,
  },
  {
    id: 'client',
    kind: 'text',
    header: 'Client',
    width: 120,
    from: 860,
    list: 'hidden',
    ...still,
    value: ({ client }) => client && partyWords(client),
  },
];

const CHAIN: Column<AuditEventRow> = {
  id: 'chain',
  kind: 'text',
  header: 'Chain',
  width: 72,
  from: 780,
  list: 'hidden',
  ...still,
  value: ({ chain }) => chain,
};

const HASH: Column<AuditEventRow> = {
  id: 'hash',
  kind: 'text',
  header: 'Hash',
  width: 90,
  from: 700,
  list: 'hidden',
  ...still,
  value: ({ hash }) => hash,
  cell: ({ hash }) => <Hash value={hash} copyable={false} className="text-ink-2" />,
};
