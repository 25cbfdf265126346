import { type Column, headerText } from './columns.ts';
import css from './list-row.module.css';
import { listSlots } from './list-slots.ts';
import type { DataTableModel } from './use-data-table.ts';

/**
 * What the two lines of a narrow screen's rows hold, in their order: a figure without its unit, or a
 * time without its zone, says nothing.
 */
export function ListHead<Row extends object>({ table }: { readonly table: DataTableModel<Row> }) {
  const { title, state, details, when } = listSlots(
    table.columns.shown.map(({ column }) => column),
  );
  const wordsOf = (columns: readonly (Column<Row> | undefined)[]) =>
    columns
      .flatMap((column) =>
        column === undefined || column.kind === 'actions' ? [] : [headerText(column, table.zone)],
      )
      .filter((words) => words !== '')
      .join(', ');
  return (
    <p className={css['names']}>
      <span>{wordsOf([title, ...details])}</span>
      <span>{wordsOf([state, when])}</span>
    </p>
  );
}
