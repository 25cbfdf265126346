'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { handOver } from '@/ui/hand-over.ts';
import { Icon } from '@/ui/icon.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { Hash } from '@/ui/value.tsx';
import { ConsistencyPicture } from './consistency-picture.tsx';
import { LogPanel } from './log-panel.tsx';
import type { CheckpointRow, LogHead } from './model.ts';
import { PaneHeading } from './pane-heading.tsx';

const still = { sortable: false, filterable: false } as const;

function checkpointColumns(locale: string): readonly Column<CheckpointRow>[] {
  return defineColumns<CheckpointRow>([
    {
      id: 'at',
      kind: 'time',
      header: 'Signed',
      width: 150,
      list: 'when',
      ...still,
      value: ({ at }) => at,
      cell: ({ at }) => <DayTime at={at} precision="second" className="text-ink-2" />,
    },
    {
      id: 'size',
      kind: 'quantity',
      header: 'Events signed',
      decimals: 0,
      width: 110,
      always: true,
      list: 'title',
      ...still,
      value: ({ size }) => String(size),
    },
    {
      id: 'root',
      kind: 'text',
      header: 'Root',
      width: 110,
      list: 'detail',
      ...still,
      value: ({ root }) => root,
      cell: ({ root }) => <Hash value={root} copyable={false} className="text-ink-2" />,
    },
    {
      id: 'signed',
      kind: 'text',
      header: 'Signed with',
      width: 160,
      list: 'hidden',
      ...still,
      value: ({ algorithms }) => algorithms.join(' and '),
    },
    {
      id: 'note',
      kind: 'actions',
      header: 'Keep',
      width: 64,
      list: 'state',
      cell: (row) => (
        <button
          type="button"
          aria-label={`Keep the checkpoint over ${formatInteger(row.size, locale)} events`}
          onClick={() => keep(row)}
          className="inline-flex h-6 items-center gap-1.5 text-ink-2 underline-offset-3 hover:text-ink hover:underline"
        >
          <Icon name="download" size={12} />
          Keep
        </button>
      ),
    },
  ]);
}

/** The signed note as a file of its own: what proves later that nothing before it was rewritten. */
function keep({ size, note }: CheckpointRow): void {
  handOver(note, `checkpoint-${size}.txt`, 'text/plain');
}

/** Every signed statement about the log, newest first, and what two of them say about each other. */
export function CheckpointsView({
  rows,
  state,
  onNearEnd,
  head,
  headState,
}: {
  readonly rows: readonly CheckpointRow[];
  readonly state: DataState;
  readonly onNearEnd: () => void;
  readonly head: LogHead | null;
  readonly headState: DataState;
}) {
  const { locale } = useLocale();
  const [chosen, setChosen] = useState<number | null>(null);
  const newest = rows[0];
  const older = rows.find(({ size }) => size === chosen) ?? rows[1];
  return (
    <div className="grid flex-1 xl:grid-cols-[minmax(0,1fr)_25.5rem]">
      <div className="min-w-0 px-gutter pb-5">
        {newest !== undefined && older !== undefined && (
          <Consistency older={older} newer={newest} />
        )}
        <DataTable
          id="checkpoints"
          title="Checkpoints"
          address={null}
          lead={<h2 className="font-medium">Checkpoints</h2>}
          summary={`${rows.length} checkpoints, newest first`}
          columns={checkpointColumns(locale)}
          rows={rows}
          idOf={({ size }) => String(size)}
          onOpen={({ size }) => setChosen(size === newest?.size ? null : size)}
          onNearEnd={onNearEnd}
          state={state}
          empty={{
            sentence: 'No checkpoint yet.',
            next: 'One is signed each minute while there are events.',
          }}
          tools={false}
        />
      </div>
      <div className="min-w-0 border-line px-5 pb-5 max-xl:border-t max-xl:px-gutter xl:border-l">
        <LogPanel head={head} state={headState} />
      </div>
    </div>
  );
}

function Consistency({
  older,
  newer,
}: {
  readonly older: CheckpointRow;
  readonly newer: CheckpointRow;
}) {
  const { locale } = useLocale();
  const count = (value: number) => formatInteger(value, locale);
  return (
    <section aria-label="Growth" className="pb-3">
      <PaneHeading title="From one checkpoint to another" about="choose an earlier one below">
        <Button variant="quiet" onClick={() => keep(older)}>
          <Icon name="download" />
          Keep the earlier
        </Button>
      </PaneHeading>
      <div className="max-w-200">
        <ConsistencyPicture older={older.size} newer={newer.size} />
      </div>
      <p className="max-w-reading pt-2 text-ink-2">
        What was signed at <DayTime at={older.at} precision="second" /> <Zone at={older.at} /> is
        the beginning of what was signed at <DayTime at={newer.at} precision="second" />{' '}
        <Zone at={newer.at} />: the {count(older.size)} events stand in both as the same subtrees.
        Keep a checkpoint, and the offline programs prove it against any later export.
      </p>
    </section>
  );
}
