import { cn } from './cn.ts';

/**
 * A bar of the final size where a figure will stand. It waits 150 ms before it shows, so that what
 * comes at once does not flicker.
 */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn('block h-2 animate-appear rounded-[1px] bg-line-faint', className)}
    />
  );
}

const WIDTHS = ['w-4/5', 'w-3/5', 'w-11/12', 'w-2/3'] as const;

/** Rows of bars under headers that are there already; nothing moves when the rows arrive. */
export function SkeletonRows({
  rows,
  columns,
  label,
}: {
  readonly rows: number;
  /** Columns and gap of the table it stands for, e.g. "grid-cols-[1fr_2fr_80px] gap-3". */
  readonly columns: { readonly count: number; readonly className: string };
  /** What is being loaded, for assistive technology: "Loading orders". */
  readonly label: string;
}) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other name
          key={row}
          className={cn('grid h-row items-center border-line-faint border-b', columns.className)}
        >
          {Array.from({ length: columns.count }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of nothing neither
            <Skeleton key={column} className={WIDTHS[(row * 3 + column) % WIDTHS.length] ?? ''} />
          ))}
        </div>
      ))}
    </div>
  );
}
