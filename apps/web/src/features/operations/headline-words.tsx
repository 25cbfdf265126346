'use client';

import type { HealthCheck } from '@ultrathink/domain/operations';
import { useFreshness, useLineSnapshot } from '@/features/live/use-live.ts';
import { headline } from './headline.ts';

/** Leads the page. Apart from it, because it looks at the line four times a second. */
export function HeadlineWords({ checks }: { readonly checks: readonly HealthCheck[] | null }) {
  const line = useFreshness();
  const { beat } = useLineSnapshot();
  const { sentence, detail } = headline({
    line: line.state,
    engine: beat?.engine ?? null,
    checks: checks && new Map(checks.map(({ name, state }) => [name, state])),
  });
  return (
    <div className="flex-1" aria-live="polite">
      <h1 className="text-title">{sentence}</h1>
      <p className="pt-0.5 text-ink-2">{detail}</p>
    </div>
  );
}
