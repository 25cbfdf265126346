'use client';

import { Dialog as Primitive } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';
import { CloseButton } from './dialog.tsx';
import { useFirstFocus, useScene } from './scene.tsx';
import { ScrollBox } from './scroll-box.tsx';

export type DrawerProps = {
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly trigger?: ReactElement;
  readonly title: ReactNode;
  /** Right in the title line: key hints, an age. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  /** `true` stops the page; evidence does not, so that the list under it can be moved through. */
  readonly modal?: boolean;
};

/**
 * Evidence at the right, 480 px, over the whole width of a phone. The list it belongs to stays in
 * view and in use; Escape closes it and gives the focus back.
 */
export function Drawer({
  trigger,
  title,
  aside,
  children,
  foot,
  modal = false,
  ...root
}: DrawerProps) {
  const { container, still } = useScene();
  const focus = useFirstFocus();
  return (
    <Primitive.Root modal={modal && !still} disablePointerDismissal={!modal} {...root}>
      {trigger !== undefined && <Primitive.Trigger render={trigger} />}
      <Primitive.Portal container={container}>
        <Primitive.Popup
          {...focus}
          data-drawer={still ? undefined : ''}
          className={cn(
            'fixed top-(--shell-top) right-0 bottom-(--shell-bottom) z-drawer w-120 max-w-full',
            'flex flex-col border-line border-l bg-raised text-body shadow-float outline-none',
            'transition-[translate,opacity] duration-180',
            'data-starting-style:translate-x-6 data-starting-style:opacity-0',
            'data-ending-style:translate-x-6 data-ending-style:opacity-0',
          )}
        >
          <div className="flex h-11 shrink-0 items-center gap-3 border-b px-5 max-md:h-13">
            <Primitive.Title className="flex min-w-0 flex-1 items-center gap-2 truncate font-medium">
              {title}
            </Primitive.Title>
            {aside !== undefined && (
              <div className="flex items-center gap-1.5 text-ink-2 max-md:hidden">{aside}</div>
            )}
            <CloseButton />
          </div>
          <ScrollBox className="flex-1 px-5 py-3">{children}</ScrollBox>
          {foot !== undefined && (
            <div className="flex shrink-0 flex-wrap items-center gap-2 border-t px-5 py-3">
              {foot}
            </div>
          )}
        </Primitive.Popup>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
