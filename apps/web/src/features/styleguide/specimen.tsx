import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';

const COLUMNS = {
  1: '',
  2: 'lg:grid-cols-2',
  3: 'lg:grid-cols-3',
  4: 'md:grid-cols-2 lg:grid-cols-4',
} as const;

/** Specimens side by side, as on a printed sheet; under 1200 px one below the other. */
export function SpecimenGrid({
  columns = 2,
  children,
}: {
  readonly columns?: keyof typeof COLUMNS;
  readonly children: ReactNode;
}) {
  return (
    <div
      className={cn(
        'grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-8',
        COLUMNS[columns],
      )}
    >
      {children}
    </div>
  );
}

/** One part in one state: its name, what to look at, and the part on bare paper. */
export function Specimen({
  name,
  about,
  children,
  className,
  wide = false,
  flush = false,
}: {
  readonly name: string;
  readonly about?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Over all columns of its grid. */
  readonly wide?: boolean;
  /** Rows begin at the hairline, as in a table. */
  readonly flush?: boolean;
}) {
  return (
    <section className={cn('min-w-0', wide && 'lg:col-span-full')}>
      <div className="flex items-baseline gap-2 border-b pb-1.5">
        <h2 className="whitespace-nowrap font-medium">{name}</h2>
        {about !== undefined && <p className="truncate text-ink-3 text-label">{about}</p>}
      </div>
      <div className={cn(!flush && 'pt-4', className)}>{children}</div>
    </section>
  );
}

/** Parts in a row that wraps. */
export function Row({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <div className={cn('flex flex-wrap items-center gap-x-3 gap-y-3', className)}>{children}</div>
  );
}

/** A state with its name above, for parts that are compared. */
export function Labelled({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex min-w-0 flex-col items-start gap-1.5">
      <span className="text-ink-3 text-micro">{name}</span>
      {children}
    </div>
  );
}
