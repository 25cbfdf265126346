import type { ReactNode } from 'react';

export type Standing = {
  readonly id: string;
  readonly fact: string;
  readonly detail: ReactNode;
};

/** A page of words: one sentence of state, then what is true today, each fact between hairlines. */
export function ReadingPage({
  title,
  lead,
  standing,
}: {
  readonly title: string;
  readonly lead: ReactNode;
  readonly standing: readonly Standing[];
}) {
  return (
    <div className="px-gutter pb-7">
      <div className="pt-4.5 pb-3.5">
        <h1 className="text-title">{title}</h1>
        <p className="max-w-reading pt-0.5 text-ink-2">{lead}</p>
      </div>
      <h2 className="border-t pt-3.5 pb-1.5 font-medium">What stands here now</h2>
      <ul className="max-w-reading border-t">
        {standing.map(({ id, fact, detail }) => (
          <li key={id} className="border-line-faint border-b py-2.25">
            <p>{fact}</p>
            <p className="text-ink-2 text-label">{detail}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
