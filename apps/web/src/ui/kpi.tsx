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
 * a whole. On a phone two stand side by side.
 */
export function KpiLine({
  cells,
  label,
  className,
}: {
  readonly cells: readonly (KpiCell & { readonly id: string })[];
  /** What the figures are of, for assistive technology. */
  readonly label: string;
  readonly className?: string;
}) {
  return (
    <section aria-label={label} className={cn('border-y', className)}>
      <dl className="flex max-md:flex-wrap">
        {cells.map((cell) => (
          <div
            key={cell.id}
            className={cn(
              'relative min-w-0 flex-1 px-4.5 py-2.5 first:pl-0 max-md:basis-1/2 max-md:pl-0',
              'max-md:border-line-faint max-md:border-b md:[&+&]:before:absolute',
              'md:[&+&]:before:inset-y-3 md:[&+&]:before:left-0 md:[&+&]:before:w-px',
              'md:[&+&]:before:bg-line',
            )}
          >
            <dt className="flex items-center gap-1.5 whitespace-nowrap text-ink-3 text-label">
              {cell.label}
            </dt>
            <dd className="flex h-6.5 items-baseline whitespace-nowrap text-figure">
              {cell.figure}
            </dd>
            {cell.context !== undefined && (
              <dd className="truncate text-ink-2 text-label">{cell.context}</dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}
