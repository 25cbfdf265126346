'use client';

import type { Column } from '../table/columns.ts';
import { DataTable } from '../table/data-table.tsx';

/** The figures of a chart as rows, in the room of the drawing. */
export function ChartTable<Row extends object>({
  title,
  columns,
  rows,
  idOf,
  height,
}: {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly height: number | string;
}) {
  return (
    <div className="flex min-h-0 flex-col" style={{ height }}>
      <DataTable
        id="chart"
        title={`${title}, as a table`}
        columns={columns}
        rows={rows}
        idOf={idOf}
        address={null}
        tools={false}
        listBelow={0}
        className="flex-1"
        gridClassName="flex-1"
      />
    </div>
  );
}
