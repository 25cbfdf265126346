import type { ReactNode } from 'react';
import { PublicFrame, PublicMark } from './public-frame.tsx';

/** A page with nothing but a message: what is so, what is safe, what one can do. */
export function MessagePage({
  title,
  children,
  act,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly act?: ReactNode;
}) {
  return (
    <PublicFrame>
      <main
        id="main"
        tabIndex={-1}
        className="flex flex-1 flex-col px-12 pt-9 pb-12 outline-none max-md:px-gutter max-md:pt-6"
      >
        <PublicMark />
        <div className="flex max-w-reading flex-1 flex-col justify-center gap-2 pb-[12vh]">
          <h1 className="text-total">{title}</h1>
          <div className="text-ink-2 text-lead">{children}</div>
          {act !== undefined && <div className="flex flex-wrap gap-3 pt-4">{act}</div>}
        </div>
      </main>
    </PublicFrame>
  );
}
