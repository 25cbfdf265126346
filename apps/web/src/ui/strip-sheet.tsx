'use client';

import { Dialog as Primitive } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { CloseButton } from './dialog.tsx';
import { Icon, type IconName } from './icon.tsx';
import { useFirstFocus } from './scene.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { FLOAT_CLASS } from './surface.ts';

/**
 * Rises from the right end of the control strip, above everything but never over the strip itself.
 * The page behind it stays as it is; Escape leaves it.
 */
export function StripSheet({
  open,
  onOpenChange,
  icon,
  title,
  aside,
  children,
  foot,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly icon: IconName;
  readonly title: ReactNode;
  /** Right in the title line: "1 of 2". */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly foot: ReactNode;
}) {
  const focus = useFirstFocus();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange} modal="trap-focus">
      <Primitive.Portal>
        <Primitive.Popup
          {...focus}
          className={cn(
            FLOAT_CLASS,
            'fixed right-0 bottom-(--shell-bottom) z-kill flex w-115 max-w-full flex-col',
            'max-h-[calc(100dvh-var(--shell-top)-var(--shell-bottom))] rounded-none border-r-0 border-b-0',
          )}
        >
          <div className="flex h-11 shrink-0 items-center gap-2.5 border-b px-4 font-medium text-danger">
            <Icon name={icon} />
            <Primitive.Title className="min-w-0 flex-1 truncate">{title}</Primitive.Title>
            {aside !== undefined && <span className="font-normal text-ink-2">{aside}</span>}
            <CloseButton />
          </div>
          <ScrollBox className="flex flex-col gap-3 px-4 py-3 *:shrink-0">{children}</ScrollBox>
          <div className="flex shrink-0 flex-wrap items-center gap-2 border-t px-4 py-3">
            {foot}
          </div>
        </Primitive.Popup>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
