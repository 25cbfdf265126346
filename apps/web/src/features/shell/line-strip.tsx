'use client';

import { useState } from 'react';
import { useElapsed, useFreshness } from '@/features/live/use-live.ts';
import { cn } from '@/ui/cn.ts';
import { FreshnessWord } from './control-strip.tsx';
import { lineWords } from './line-words.ts';

/** At the foot of pages without a control strip, and only while the line to the platform is lost. */
export function LineStrip() {
  const freshness = useFreshness();
  const nowMs = useElapsed(1_000);
  const [openedMs] = useState(() => performance.now());
  const words = lineWords(freshness, nowMs === null ? 0 : nowMs - openedMs);
  return (
    <div data-line-strip="" className="sticky bottom-0 z-strip">
      <p
        className={cn(
          'flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 border-t bg-paper px-gutter py-1 text-label max-md:min-h-11',
          words === null && 'sr-only',
        )}
      >
        {words !== null && <FreshnessWord />}
        <span role="status" className="text-ink-2">
          {words}
        </span>
      </p>
    </div>
  );
}
