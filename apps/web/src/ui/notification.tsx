import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';
import type { StatusLook } from './status-words.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

/** What the glyph of a notification may say; a word is never needed, the sentence has it. */
export type NoticeLook = Pick<StatusLook, 'shape' | 'tone'>;

/** One fact in the notification centre: what, how long ago, the evidence, one way on. */
export function NotificationRow({
  look,
  title,
  age,
  children,
  action,
  unread = false,
}: {
  readonly look: NoticeLook;
  readonly title: ReactNode;
  readonly age: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly unread?: boolean;
}) {
  return (
    <li
      className={cn(
        'relative grid grid-cols-[14px_1fr_auto] gap-x-2.5 border-line-faint border-b px-4 py-2.25',
        unread && 'before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent',
      )}
    >
      <Glyph {...look} className="mt-[3px]" />
      <span className="font-medium">
        {title}
        {unread && <VisuallyHidden>, new</VisuallyHidden>}
      </span>
      <span className="text-ink-3 text-label">{age}</span>
      <span className="col-span-2 col-start-2 text-ink-2 text-label">
        {children} {action}
      </span>
    </li>
  );
}
