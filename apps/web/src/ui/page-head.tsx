import type { ReactNode } from 'react';

/** What a page is about, and at the right what one can do there. */
export function PageHead({
  title,
  about,
  children,
}: {
  readonly title: ReactNode;
  readonly about: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 px-gutter pt-4.5 pb-3">
      <div className="min-w-0">
        <h1 className="text-title">{title}</h1>
        <p className="max-w-[72ch] pt-0.5 text-ink-2">{about}</p>
      </div>
      <div className="flex flex-wrap items-end gap-2">{children}</div>
    </div>
  );
}
