'use client';

import type { HealthCheck } from '@ultrathink/domain/operations';
import { Glyph } from '@/ui/glyph.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import type { StatusLook } from '@/ui/status-words.ts';
import { HEALTH_LOOK } from './health-look.ts';

const NAMES: Readonly<Record<string, string>> = {
  engine: 'Engine',
  jobs: 'Jobs',
  database: 'Database',
  web: 'Web',
};

/** Each part in a word, and a sentence where there is something to say. */
export function Processes({ checks }: { readonly checks: readonly HealthCheck[] | null }) {
  return (
    <section aria-label="Parts">
      <SectionHeading title="Parts" about="asked by this web process" />
      <ul className="border-t">
        {checks === null && (
          <li className="flex h-row items-center">
            <Skeleton className="w-2/3" />
          </li>
        )}
        {checks?.map(({ name, state, sentence }) => (
          <Part
            key={name}
            name={NAMES[name] ?? name}
            look={HEALTH_LOOK[state]}
            sentence={sentence}
          />
        ))}
      </ul>
    </section>
  );
}

function Part({
  name,
  look,
  sentence,
}: {
  readonly name: string;
  readonly look: StatusLook;
  readonly sentence: string;
}) {
  return (
    <li className="flex min-h-row items-center gap-3 border-line-faint border-b py-1">
      <span className="w-20 shrink-0 font-medium">{name}</span>
      <span className="flex items-center gap-1.5">
        <Glyph shape={look.shape} tone={look.tone} />
        {look.word}
      </span>
      <span className="ml-auto text-right text-ink-2 text-label">{sentence}</span>
    </li>
  );
}
