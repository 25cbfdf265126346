import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export type KpiCell = {
  readonly label: ReactNode;
  /** A `Figure`, or a word of the same weight. */
  readonly figure: ReactNode;
  /** One line of context. The link of the cell, where it has one, is here. */
  readonly context?: ReactNode;
};

/**
 * Three to six figures between two hairlines, parted by inset ones. Not a card and not clickable as
 * a whole. Where they don't fit side by side they stand in rows.
 */
export function KpiLine({
  cells,
  label,
  className,
}: {
  readonly cells: readonly (KpiCell & { readonly id: string })[];
  /** What the figures are of, for assistive technology. */
  readonly label: string;
  readonly className?: string | undefined;
}) {
  return (
    <section aria-label={label} className={cn('overflow-hidden border-y', className)}>
      {/* Each cell brings the line at its left and above; what stands at the edge is cut off. */}
      <dl className="-mt-px -ml-4.5 flex flex-wrap">
        {cells.map((cell) => (
          <div
            key={cell.id}
            className={cn(
              'relative min-w-0 shrink grow basis-38 border-line-faint border-t py-2.5 pr-4.5 pl-4.5',
              'before:absolute before:inset-y-3 before:left-0 before:w-px before:bg-line',
            )}
          >
            <dt className="flex items-center gap-1.5 whitespace-nowrap text-ink-3 text-label">
              {cell.label}
            </dt>
            <dd className="flex h-6.5 items-baseline whitespace-nowrap text-figure">
              {cell.figure}
            </dd>
            {cell.context !== undefined && (
              <dd className="text-ink-2 text-label md:truncate">{cell.context}</dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}
