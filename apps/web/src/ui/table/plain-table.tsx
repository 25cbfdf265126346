'use client';

import { cn } from '../cn.ts';
import { zoneName } from '../date/day.ts';
import { useLocale } from '../locale.tsx';
import { figureOf, fullText } from './cell-text.ts';
import { alignment, type Column, headerText, isDecimalColumn } from './columns.ts';
import { ScrollRegion } from './scroll-region.tsx';
import { cellContent } from './table-cell.tsx';
import { totals } from './totals.ts';

/**
 * A short table that is only read: the same columns, cells and totals, in plain table markup. For
 * more than some fifty rows, or where people sort and choose, it is a `DataTable`.
 */
export function PlainTable<Row extends object>({
  title,
  columns,
  rows,
  idOf,
  toneOf,
  className,
}: {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly toneOf?: (row: Row) => 'warn' | undefined;
  readonly className?: string;
}) {
  const style = useLocale();
  const zone = zoneName(style.zone);
  const sums = totals(rows, columns);
  const edge = 'px-2.25 first:pl-0 last:pr-0';
  return (
    <ScrollRegion label={title} className={className}>
      <table className="w-full whitespace-nowrap tabular-nums">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={cn(
                  edge,
                  'h-row-head border-line border-b font-normal text-ink-3 text-label',
                  alignment(column) === 'right' ? 'text-right' : 'text-left',
                )}
              >
                {headerText(column, zone)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)} className={cn(toneOf?.(row) === 'warn' && 'bg-warn-wash')}>
              {columns.map((column) => (
                <td
                  key={column.id}
                  title={fullText(column, row, style)}
                  className={cn(
                    edge,
                    'h-row border-line-faint border-b',
                    alignment(column) === 'right' && 'text-right',
                  )}
                >
                  {cellContent(column, row, style)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {sums.size > 0 && (
          <tfoot>
            <tr className="font-medium">
              {columns.map((column, index) => {
                const sum = sums.get(column.id)?.sum ?? null;
                const figure = isDecimalColumn(column) ? figureOf(column, null, sum, style) : null;
                return (
                  <td
                    key={column.id}
                    className={cn(edge, 'h-row', alignment(column) === 'right' && 'text-right')}
                  >
                    {figure?.text ?? (index === 0 ? 'Total' : null)}
                  </td>
                );
              })}
            </tr>
          </tfoot>
        )}
      </table>
    </ScrollRegion>
  );
}
