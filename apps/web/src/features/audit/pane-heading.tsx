import type { ReactNode } from 'react';

/** A part of the evidence: its name, what it is about, and at the right what one can do with it. */
export function PaneHeading({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex min-h-8 flex-wrap items-baseline gap-x-2.5 pt-3.5 pb-1.5">
      <h3 className="whitespace-nowrap font-medium">{title}</h3>
      {about !== undefined && <span className="min-w-0 text-ink-3 text-label">{about}</span>}
      {children !== undefined && <span className="ml-auto shrink-0">{children}</span>}
    </div>
  );
}
