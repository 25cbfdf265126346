'use client';

import { parseDecimal, toText } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { Checkbox } from '../checkbox.tsx';
import { DateTimeInput } from '../date/date-time-input.tsx';
import { Field } from '../field.tsx';
import { Icon } from '../icon.tsx';
import { readNumber } from '../number-reading.ts';
import { Popover } from '../popover.tsx';
import { SearchInput, TextInput } from '../text-input.tsx';
import { fromUnit, inUnit } from './cell-text.ts';
import { type DecimalColumn, isDecimalColumn, isValueColumn, type ValueColumn } from './columns.ts';
import { valueCounts } from './filter.ts';
import { filterWords } from './filter-words.ts';
import { ToolButton } from './tool-button.tsx';
import type { DataTableModel } from './use-data-table.ts';
import type { ColumnFilter } from './view.ts';

/** One line per column; a press unfolds what it can be filtered by. */
export function FilterMenu<Row extends object>({ table }: { readonly table: DataTableModel<Row> }) {
  const [open, setOpen] = useState<string | null>(null);
  const { view } = table.control;
  const active = Object.keys(view.filters).length;
  const columns = table.options.columns.filter(isValueColumn).filter((c) => c.filterable !== false);
  return (
    <Popover
      bare
      title="Filter"
      align="end"
      className="w-80"
      trigger={
        <ToolButton icon="filter" narrow="sign" on={active > 0}>
          Filter{active > 0 && <span className="pl-1 font-normal text-ink-3">{active}</span>}
        </ToolButton>
      }
    >
      <div className="border-line border-b px-4 md:hidden">
        <SearchInput
          label={`Find in ${table.options.title.toLowerCase()}`}
          placeholder="Find"
          value={view.quick}
          onValueChange={(quick) => table.control.change({ quick })}
          className="border-transparent has-[:focus-visible]:shadow-none"
        />
      </div>
      <ul className="py-1">
        {columns.map((column) => (
          <FilterItem
            key={column.id}
            table={table}
            column={column}
            open={open === column.id}
            onToggle={() => setOpen(open === column.id ? null : column.id)}
          />
        ))}
      </ul>
    </Popover>
  );
}

interface ItemProps<Row extends object> {
  readonly table: DataTableModel<Row>;
  readonly column: ValueColumn<Row>;
}

function useFilter<Row extends object>({ table, column }: ItemProps<Row>) {
  const { view, change } = table.control;
  const filter = view.filters[column.id];
  const set = (next: ColumnFilter | null) => {
    const { [column.id]: _, ...others } = view.filters;
    change({ filters: next === null ? others : { ...others, [column.id]: next } });
  };
  return [filter, set] as const;
}

function FilterItem<Row extends object>({
  open,
  onToggle,
  ...item
}: ItemProps<Row> & { readonly open: boolean; readonly onToggle: () => void }) {
  const [filter] = useFilter(item);
  const words = filter && filterWords(item.column, filter, item.table.style);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex h-7.5 w-full items-center gap-3 px-4 text-left hover:bg-hover max-md:h-11"
      >
        <span className={words === undefined ? undefined : 'font-medium'}>
          {item.column.header}
        </span>
        <span className="min-w-0 flex-1 truncate text-right text-accent text-label">
          {words?.slice(item.column.header.length)}
        </span>
        <Icon name={open ? 'chevron-up' : 'chevron-down'} size={12} className="text-ink-3" />
      </button>
      {open && (
        <div className="px-4 pt-1 pb-3">
          <Editor {...item} />
        </div>
      )}
    </li>
  );
}

function Editor<Row extends object>(item: ItemProps<Row>) {
  const { column, table } = item;
  if (isDecimalColumn(column)) return <FigureEditor {...item} column={column} />;
  if (column.kind === 'time') return <TimeEditor {...item} />;
  const values = column.options
    ? column.options.map((value) => ({ value, count: null }))
    : valueCounts(table.options.rows, column, 12);
  if (values.length > 0) return <ValuesEditor {...item} values={values} />;
  return <WordsEditor {...item} />;
}

function WordsEditor<Row extends object>(item: ItemProps<Row>) {
  const [filter, set] = useFilter(item);
  return (
    <TextInput
      size="cell"
      aria-label={`${item.column.header} has`}
      placeholder="Has the letters"
      value={filter?.kind === 'has' ? filter.text : ''}
      onValueChange={(text) => set(text === '' ? null : { kind: 'has', text })}
    />
  );
}

function ValuesEditor<Row extends object>({
  values,
  ...item
}: ItemProps<Row> & { readonly values: readonly { value: string; count: number | null }[] }) {
  const [filter, set] = useFilter(item);
  const chosen = filter?.kind === 'in' ? filter.values : [];
  return (
    <ul className="flex flex-col">
      {values.map(({ value, count }) => (
        <li key={value} className="flex items-center justify-between gap-3">
          <Checkbox
            checked={chosen.includes(value)}
            onCheckedChange={(on) => {
              const next = on ? [...chosen, value] : chosen.filter((other) => other !== value);
              set(next.length === 0 ? null : { kind: 'in', values: next });
            }}
          >
            {value || 'empty'}
          </Checkbox>
          {count !== null && <span className="text-ink-3 text-label tabular-nums">{count}</span>}
        </li>
      ))}
    </ul>
  );
}

function FigureEditor<Row extends object>(
  item: ItemProps<Row> & { readonly column: DecimalColumn<Row> },
) {
  const [filter, set] = useFilter(item);
  const range = filter?.kind === 'range' ? filter : { from: null, to: null };
  const put = (end: 'from' | 'to', value: string | null) => {
    const next = { kind: 'range' as const, ...range, [end]: value };
    set(next.from === null && next.to === null ? null : next);
  };
  return (
    <div className="grid grid-cols-2 gap-4">
      <BoundInput {...item} label="From" value={range.from} onValue={(v) => put('from', v)} />
      <BoundInput {...item} label="To" value={range.to} onValue={(v) => put('to', v)} />
    </div>
  );
}

/** Typed under the column's unit, kept as the column keeps it; unreadable text filters nothing. */
function BoundInput<Row extends object>({
  column,
  table,
  label,
  value,
  onValue,
}: {
  readonly column: DecimalColumn<Row>;
  readonly table: DataTableModel<Row>;
  readonly label: string;
  readonly value: string | null;
  readonly onValue: (value: string | null) => void;
}) {
  const kept = value === null ? null : parseDecimal(value);
  const [text, setText] = useState(kept?.ok ? toText(inUnit(column, kept.value)) : '');
  const reading = readNumber(text, { locale: table.style.locale, allowNegative: true });
  const unit = column.kind === 'percent' ? '%' : column.kind === 'bps' ? 'bps' : column.unit;
  return (
    <Field label={label} error={reading.kind === 'wrong' ? reading.sentence : undefined}>
      <TextInput
        size="cell"
        inputMode="decimal"
        value={text}
        onValueChange={(typed) => {
          setText(typed);
          const read = readNumber(typed, { locale: table.style.locale, allowNegative: true });
          const plain = read.kind === 'value' ? parseDecimal(read.plain) : null;
          onValue(plain?.ok ? fromUnit(column, plain.value) : null);
        }}
        after={unit !== undefined && <span className="text-ink-3 text-label">{unit}</span>}
      />
    </Field>
  );
}

function TimeEditor<Row extends object>(item: ItemProps<Row>) {
  const [filter, set] = useFilter(item);
  const range = filter?.kind === 'range' ? filter : { from: null, to: null };
  const { zone } = item.table.style;
  const put = (end: 'from' | 'to', value: string | null) => {
    const next = { kind: 'range' as const, ...range, [end]: value };
    set(next.from === null && next.to === null ? null : next);
  };
  return (
    <div className="flex flex-col gap-3">
      <DateTimeInput
        label="From"
        zone={zone}
        value={range.from}
        onValueChange={(v) => put('from', v)}
      />
      <DateTimeInput label="To" zone={zone} value={range.to} onValueChange={(v) => put('to', v)} />
    </div>
  );
}
