import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';

/** A cell of the control strip that opens its drawer. */
export function StripCell({
  label,
  onOpen,
  isPhone = false,
  className,
  children,
}: {
  /** What opens: "Trading states". */
  readonly label: string;
  readonly onOpen: () => void;
  /** Whether it stands at 390 px, too. */
  readonly isPhone?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      data-strip-cell={label}
      onClick={onOpen}
      className={cn(
        'relative order-2 mr-2 flex shrink-0 items-center gap-1.5 pr-4 pl-2 hover:bg-hover focus-visible:-outline-offset-2',
        'after:absolute after:inset-y-2.5 after:right-0 after:w-px after:bg-line max-md:after:inset-y-4',
        'max-md:mr-0.5 max-md:px-2',
        !isPhone && 'max-md:hidden',
        className,
      )}
    >
      {children}
    </button>
  );
}
