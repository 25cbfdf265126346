import type { ReactNode } from 'react';

/** A section's name, what it is about in quiet ink, and at the right what one can do with it. */
export function SectionHeading({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1 pt-3.5 pb-1.5">
      <h2 className="shrink-0 font-medium">{title}</h2>
      {about !== undefined && (
        <span className="min-w-0 grow basis-24 text-ink-3 text-label">{about}</span>
      )}
      <span className="ml-auto">{children}</span>
    </div>
  );
}
