import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Glyph, type GlyphShape, type Tone } from './glyph.tsx';

export type TimelineEvent = {
  readonly id: string;
  readonly shape: GlyphShape;
  readonly tone: Tone;
  /** The fact, in a few words. */
  readonly title: ReactNode;
  /** Offset from the first event: "0 ms", "318 ms", "5.42 s". */
  readonly offset: ReactNode;
  /** One line of evidence. */
  readonly evidence?: ReactNode;
};

/** What happened, in order, each with its glyph on one hairline and its evidence below. */
export function Timeline({
  label,
  events,
  className,
}: {
  readonly label: string;
  readonly events: readonly TimelineEvent[];
  readonly className?: string | undefined;
}) {
  return (
    <ol aria-label={label} className={className}>
      {events.map((event) => (
        <li
          key={event.id}
          className={cn(
            'relative grid grid-cols-[14px_1fr_auto] gap-x-2.5 py-1.25',
            'before:absolute before:inset-y-0 before:left-[6.5px] before:w-px before:bg-line',
            'first:before:top-3 last:before:bottom-[calc(100%-12px)]',
          )}
        >
          <span className="relative grid h-4.5 w-3.5 place-items-center">
            <Glyph
              shape={event.shape}
              tone={event.tone}
              className="box-content bg-paper py-0.5 in-[.bg-raised]:bg-raised in-[.float-surface]:bg-raised"
            />
          </span>
          <span className="font-medium">{event.title}</span>
          <span className="whitespace-nowrap text-right text-ink-3 text-label tabular-nums">
            {event.offset}
          </span>
          {event.evidence !== undefined && (
            <span className="col-span-2 col-start-2 text-ink-2 text-label">{event.evidence}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
