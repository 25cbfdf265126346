import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export type Fact = { readonly name: string; readonly value: ReactNode };

/** Names at the left in quiet ink, values in a column of their own. */
export function FactList({
  facts,
  names = 'wide',
  className,
}: {
  readonly facts: readonly Fact[];
  /** Room for the names: 132 px, or 84 in a narrow column. */
  readonly names?: 'wide' | 'narrow';
  readonly className?: string | undefined;
}) {
  return (
    <dl
      className={cn(
        'grid gap-y-1',
        names === 'wide' ? 'grid-cols-[132px_1fr]' : 'grid-cols-[84px_1fr]',
        className,
      )}
    >
      {facts.map((fact) => (
        <div key={fact.name} className="col-span-2 grid grid-cols-subgrid has-[button]:min-h-6">
          <dt className="text-ink-3">{fact.name}</dt>
          <dd className="min-w-0">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
