import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../cn.ts';
import { Icon, type IconName } from '../icon.tsx';

/** A word with its sign in the line above a table; open or in force, it carries the accent edge. */
export function ToolButton({
  icon,
  children,
  on = false,
  narrow = 'word',
  className,
  ...rest
}: ComponentProps<'button'> & {
  readonly icon: IconName;
  readonly children: ReactNode;
  readonly on?: boolean;
  /** What is left on a narrow screen: the word too, or the sign alone. */
  readonly narrow?: 'word' | 'sign';
}) {
  return (
    <button
      type="button"
      className={cn(
        'relative flex h-full min-w-6 shrink-0 items-center gap-1.5 whitespace-nowrap text-ink-2',
        'hover:text-ink focus-visible:-outline-offset-2',
        'after:absolute after:inset-x-0 after:-bottom-px after:h-0.5',
        'data-popup-open:font-medium data-popup-open:text-ink data-popup-open:after:bg-accent',
        on && 'text-ink',
        className,
      )}
      {...rest}
    >
      <Icon name={icon} />
      <span className={cn(narrow === 'sign' && 'max-lg:sr-only')}>{children}</span>
    </button>
  );
}
