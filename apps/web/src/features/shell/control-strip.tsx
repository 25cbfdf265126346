'use client';

import { formatAge, formatRunningClock } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { useFreshness, useLineSnapshot } from '@/features/live/use-live.ts';
import { useNow } from '@/ui/clock.ts';
import { cn } from '@/ui/cn.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Freshness } from '@/ui/status.tsx';
import type { StatusLook } from '@/ui/status-words.ts';

const CONNECTED: StatusLook = { shape: 'dot', tone: 'accent', word: 'Connected' };
const AWAY: StatusLook = { shape: 'square', tone: 'danger', word: 'Not connected' };
const UNKNOWN: StatusLook = { shape: 'dash', tone: 'ink-3', word: 'Unknown' };

/**
 * What holds for the whole firm, on every page of staff, at the same place. It shows what there is:
 * a cell for something that does not exist yet would say that all is well with it.
 */
export function ControlStrip({
  cells,
  end,
}: {
  /** States, venues, what is in doubt: made by the contexts that know them. */
  readonly cells?: ReactNode;
  /** The right corner: the kill switch. */
  readonly end?: ReactNode;
}) {
  return (
    <section
      data-control-strip=""
      aria-label="Control strip"
      className="sticky bottom-0 z-strip flex h-8 shrink-0 items-stretch overflow-hidden whitespace-nowrap border-t bg-paper pl-[calc(var(--gutter)-0.5rem)] text-label max-md:h-11 max-md:pl-1"
    >
      <EngineCell />
      {cells}
      <Cell className="order-1 max-md:hidden">
        <FreshnessWord />
      </Cell>
      <UtcClock />
      {/* Whatever else has no room: this is always in reach. */}
      <div className="sticky right-0 order-4 shrink-0 bg-paper max-md:ml-auto">{end}</div>
    </section>
  );
}

function Cell({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <span
      className={cn(
        'relative mr-2 flex items-center gap-1.5 pr-4 pl-2 after:absolute after:inset-y-2.5 after:right-0 after:w-px after:bg-line max-md:after:inset-y-4',
        className,
      )}
    >
      {children}
    </span>
  );
}

/** Only while all is not well with it: as the last beat told it; without a line nobody knows. */
function EngineCell() {
  const { beat, state } = useLineSnapshot();
  const { locale } = useLocale();
  const now = useNow(1_000);
  const isKnown = beat !== null && state === 'Open';
  const look = !isKnown ? UNKNOWN : beat.engine === 'Connected' ? CONNECTED : AWAY;
  const since =
    isKnown && look === AWAY && now !== null
      ? formatAge(now - Date.parse(beat.engineSince), locale)
      : null;
  if (look === CONNECTED) return null;
  return (
    // A narrow strip has the firm's word, which says the same.
    <Cell className="order-none max-md:hidden">
      <Glyph shape={look.shape} tone={look.tone} />
      <span className="text-ink-2">Engine</span>
      <b className={cn('font-medium', look === AWAY && 'text-danger')}>{look.word}</b>
      {since !== null && <span className="text-ink-3 tabular-nums">{since}</span>}
    </Cell>
  );
}

/** The state of the line is told to assistive technology when it changes, its age is not. */
export function FreshnessWord() {
  const { state, ageMs } = useFreshness();
  const { locale } = useLocale();
  const age = ageMs === null ? undefined : formatRunningClock(ageMs, locale);
  return <Freshness state={state} age={age} />;
}

function UtcClock() {
  const now = useNow(1_000);
  const text = now === null ? '--:--:--' : new Date(now).toISOString().slice(11, 19);
  return (
    <span className="order-3 ml-auto flex items-center gap-1 pr-4 text-ink-2 tabular-nums max-md:hidden">
      <time>{text}</time> UTC
    </span>
  );
}
