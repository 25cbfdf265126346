import { NOT_APPLICABLE } from '@ultrathink/domain/kernel';
import { cn } from '../cn.ts';
import { figureOf } from './cell-text.ts';
import { isDecimalColumn } from './columns.ts';
import css from './data-table.module.css';
import { ROLES } from './roles.ts';
import type { DataTableModel } from './use-data-table.ts';

/** Exact sums under their columns. A sum that leaves rows out says so on hover and in words. */
export function TableFoot<Row extends object>({ table }: { readonly table: DataTableModel<Row> }) {
  const { columns, totals, style, options } = table;
  const rowIndex = table.arranged.rows.length + 2;
  return (
    <tfoot {...ROLES.group} className={css['foot']}>
      <tr {...ROLES.row} aria-rowindex={rowIndex} className={css['row']}>
        {options.bulk !== undefined && <td {...ROLES.cell} className={css['cell']} />}
        {columns.shown.map(({ column, pinnedAt, lastPinned }, index) => {
          const total = totals.get(column.id);
          const missing = total?.missing ?? 0;
          const figure =
            total === undefined || !isDecimalColumn(column)
              ? null
              : (figureOf(column, null, total.sum, style)?.text ?? NOT_APPLICABLE);
          return (
            <td
              key={column.id}
              {...ROLES.cell}
              className={cn(css['cell'])}
              data-right={isDecimalColumn(column) ? '' : undefined}
              data-pinned={pinnedAt === null ? undefined : index === 0 ? 'first' : 'more'}
              data-pinned-last={lastPinned ? '' : undefined}
              style={pinnedAt === null ? undefined : { left: pinnedAt }}
              title={missing > 0 ? `${missing} rows have no value and are not in it` : undefined}
            >
              {index === 0 && figure === null ? 'Total' : figure}
              {missing > 0 && <span className="text-ink-3"> *</span>}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}
