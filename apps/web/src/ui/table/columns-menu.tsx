'use client';

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { Checkbox } from '../checkbox.tsx';
import { cn } from '../cn.ts';
import { Icon } from '../icon.tsx';
import { Popover } from '../popover.tsx';
import { Segmented } from '../segmented.tsx';
import { SearchInput } from '../text-input.tsx';
import type { Column } from './columns.ts';
import { moveColumn } from './move-column.ts';
import { ToolButton } from './tool-button.tsx';
import type { TableViewControl } from './use-table-view.ts';

const ROW_HEIGHT = 30;

interface ColumnsMenuProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly control: TableViewControl;
  /** Wanted, but the container is too narrow for them. */
  readonly dropped: ReadonlySet<string>;
}

/** Which columns show, in which order, and which stay in sight; the height of rows at the foot. */
export function ColumnsMenu<Row>({ columns, control, dropped }: ColumnsMenuProps<Row>) {
  const [wanted, setWanted] = useState('');
  const { view, change } = control;
  const byId = new Map(columns.map((column) => [column.id, column]));
  const found = view.order.filter((id) =>
    (byId.get(id)?.header ?? '').toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  return (
    <Popover
      bare
      title="Columns"
      align="end"
      className="flex w-90 flex-col"
      trigger={
        <ToolButton icon="columns" narrow="sign">
          Columns
        </ToolButton>
      }
    >
      <div className="shrink-0 border-line border-b px-4">
        <SearchInput
          label="Find a column"
          placeholder="Find a column"
          value={wanted}
          onValueChange={setWanted}
          size="cell"
          className="h-10 border-transparent has-[:focus-visible]:shadow-none"
        />
      </div>
      <ul className="min-h-0 overflow-y-auto py-1">
        {found.map((id) => (
          <ColumnItem
            key={id}
            column={byId.get(id)}
            control={control}
            shown={found}
            dropped={dropped.has(id)}
          />
        ))}
        {found.length === 0 && (
          <li className="px-4 py-1.5 text-ink-2">No column is called that.</li>
        )}
      </ul>
      <div className="flex h-10 shrink-0 items-center justify-between border-line border-t px-4">
        <span>Rows</span>
        <Segmented
          label="Height of rows"
          value={view.density}
          onValueChange={(density) => change({ density })}
          options={[
            { value: 'compact', label: 'Compact 28' },
            { value: 'comfortable', label: 'Comfortable 40' },
          ]}
        />
      </div>
    </Popover>
  );
}

interface ColumnItemProps<Row> {
  readonly column: Column<Row> | undefined;
  readonly control: TableViewControl;
  /** The ids listed, in order: what a drag moves between. */
  readonly shown: readonly string[];
  readonly dropped: boolean;
}

function ColumnItem<Row>({ column, control, shown, dropped }: ColumnItemProps<Row>) {
  if (column === undefined) return null;
  const { view, change } = control;
  const { id } = column;
  const hidden = view.hidden.includes(id);
  const pinned = view.pinned.includes(id);
  const toggle = (list: readonly string[]) =>
    list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
  const note = column.always === true ? 'always' : dropped && !hidden ? 'too narrow' : undefined;
  return (
    <li className="group/column flex h-7.5 items-center gap-1 pr-3 pl-4 hover:bg-hover max-md:h-11">
      <Checkbox
        checked={!hidden}
        disabled={column.always === true}
        onCheckedChange={() => change({ hidden: toggle(view.hidden) })}
        className="min-w-0 flex-1 items-center"
      >
        <span className="block truncate">{column.header || 'Actions'}</span>
      </Checkbox>
      {note !== undefined && <span className="text-ink-3 text-label">{note}</span>}
      <button
        type="button"
        aria-pressed={pinned}
        aria-label={`Keep ${column.header} in sight`}
        onClick={() => change({ pinned: toggle(view.pinned) })}
        className={cn(
          'flex h-6 min-w-6 items-center justify-center gap-1.5 text-ink-3 text-label hover:text-ink',
          !pinned && 'opacity-0 focus-visible:opacity-100 group-hover/column:opacity-100',
        )}
      >
        {pinned ? 'pinned' : <Icon name="pin" size={12} />}
      </button>
      <Grip column={column} control={control} shown={shown} />
    </li>
  );
}

/** Dragged by pointer or finger, moved by arrow keys. The list is put in order while it moves. */
function Grip<Row>({
  column,
  control,
  shown,
}: {
  readonly column: Column<Row>;
  readonly control: TableViewControl;
  readonly shown: readonly string[];
}) {
  const { view, change } = control;
  const from = useRef<{ y: number; place: number } | null>(null);
  const move = (place: number) => {
    const now = shown.indexOf(column.id);
    const target = shown[Math.min(shown.length - 1, Math.max(0, place))];
    if (target === undefined || target === column.id) return;
    const side = shown.indexOf(target) > now ? 'after' : 'before';
    change({ order: moveColumn(view.order, column.id, target, side) });
  };
  const onMove = (event: PointerEvent<HTMLElement>) => {
    const start = from.current;
    if (start === null) return;
    move(start.place + Math.round((event.clientY - start.y) / ROW_HEIGHT));
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(shown.indexOf(column.id) + step);
  };
  return (
    <button
      type="button"
      aria-label={`Move ${column.header || 'Actions'}, with arrow keys`}
      className="grid size-6 cursor-grab touch-none place-items-center text-ink-3 hover:text-ink active:cursor-grabbing"
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { y: event.clientY, place: shown.indexOf(column.id) };
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        from.current = null;
      }}
    >
      <Icon name="grip" strokeWidth={1.8} />
    </button>
  );
}
