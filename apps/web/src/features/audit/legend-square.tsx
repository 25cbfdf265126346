import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';

const LOOK = {
  accent: 'bg-accent',
  ink: 'bg-ink',
  outline: 'border border-line-strong',
} as const;

/** What a square of a drawing stands for. */
export function LegendSquare({
  tone,
  children,
}: {
  readonly tone: keyof typeof LOOK;
  readonly children: ReactNode;
}) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={cn('size-2.25', LOOK[tone])} />
      {children}
    </span>
  );
}
