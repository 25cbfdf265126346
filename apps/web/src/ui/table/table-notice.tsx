import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { cn } from '../cn.ts';
import { EmptyState } from '../states.tsx';
import { alignment } from './columns.ts';
import css from './data-table.module.css';
import list from './list-row.module.css';
import type { DataTableModel } from './use-data-table.ts';

const WIDTHS = [72, 58, 84, 66, 90, 62];

/** Bars of the final size in the columns they stand for: nothing moves when the rows arrive. */
export function SkeletonBody<Row extends object>({
  table,
}: {
  readonly table: DataTableModel<Row>;
}) {
  const { columns, rowHeight, options } = table;
  const rows = options.expectedRows ?? 8;
  return (
    <tbody
      aria-hidden="true"
      className={cn(css['body'], css['late'])}
      style={{ height: rows * rowHeight }}
    >
      {Array.from({ length: rows }, (_, row) => (
        <tr
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other name
          key={row}
          className={cn(css['row'], table.form === 'list' && list['list'])}
          style={{ transform: `translateY(${row * rowHeight}px)` }}
        >
          {table.form === 'list' ? (
            <ListBars row={row} />
          ) : (
            <>
              {options.bulk !== undefined && <td className={css['cell']} />}
              {columns.shown.map(({ column }, index) => (
                <td
                  key={column.id}
                  className={css['cell']}
                  data-right={alignment(column) === 'right' ? '' : undefined}
                >
                  <span className={css['bar']} style={bar(row, index)} />
                </td>
              ))}
            </>
          )}
        </tr>
      ))}
    </tbody>
  );
}

const bar = (row: number, column: number) => ({
  width: `${WIDTHS[(row * 5 + column * 3) % WIDTHS.length]}%`,
});

/** Two lines, as rows of a narrow screen have: left what it is, right how it stands. */
function ListBars({ row }: { readonly row: number }) {
  return [0, 1, 2, 3].map((place) => (
    <td key={place} className={place % 2 === 0 ? undefined : 'w-24 text-right'}>
      <span className={css['bar']} style={bar(row, place)} />
    </td>
  ));
}

/** What stands where the first row would be, when no row can. Null when rows are shown. */
export function noticeOf<Row extends object>(table: DataTableModel<Row>): ReactNode {
  const { state, options, arranged, control } = table;
  if (state.kind === 'error') return <ErrorNotice {...state} />;
  if (state.kind === 'forbidden') {
    return <EmptyState next={state.ask}>{state.sentence}</EmptyState>;
  }
  if (state.kind === 'loading' || arranged.rows.length > 0) return null;
  if (options.rows.length > 0) {
    const showAll = () => control.change({ quick: '', filters: {} });
    return (
      <EmptyState act={<Button onClick={showAll}>Show all rows</Button>}>
        No row passes the filter.
      </EmptyState>
    );
  }
  return (
    <EmptyState next={options.empty?.next}>{options.empty?.sentence ?? 'No rows yet.'}</EmptyState>
  );
}

function ErrorNotice({
  sentence,
  safe,
  quote,
  onRetry,
}: {
  readonly sentence: string;
  readonly safe?: string;
  readonly quote?: string;
  readonly onRetry?: () => void;
}) {
  return (
    <div role="alert">
      <EmptyState
        next={
          <>
            {safe}
            {quote !== undefined && (
              <>
                {' '}
                Quote <span className="select-all font-mono">{quote}</span>.
              </>
            )}
          </>
        }
        act={onRetry && <Button onClick={onRetry}>Try again</Button>}
      >
        {sentence}
      </EmptyState>
    </div>
  );
}
