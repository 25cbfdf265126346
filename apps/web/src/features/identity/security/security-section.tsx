import type { ReactNode } from 'react';

/** One matter of an account: what it is at the left, what there is of it at the right. */
export function SecuritySection({
  id,
  title,
  about,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly about: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section
      aria-labelledby={id}
      className="grid grid-cols-1 gap-x-8 gap-y-3 border-t py-4.5 lg:grid-cols-[16.5rem_minmax(0,1fr)]"
    >
      <div className="max-w-reading">
        <h2 id={id} className="font-medium">
          {title}
        </h2>
        <p className="pt-0.5 text-ink-2 text-label">{about}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
