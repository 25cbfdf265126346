'use client';

import { formatRunningClock } from '@ultrathink/domain/kernel';
import { useNow } from '@/ui/clock.ts';
import { useLocale } from '@/ui/locale.tsx';

/** How long ago, still running. */
export function RunningClock({ since }: { readonly since: string }) {
  const now = useNow(500);
  const { locale } = useLocale();
  if (now === null) return null;
  return (
    <span className="tabular-nums">
      {formatRunningClock(Math.max(0, now - Date.parse(since)), locale)}
    </span>
  );
}
