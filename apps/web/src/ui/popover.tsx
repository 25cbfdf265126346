'use client';

import { Popover as Primitive } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';
import { FLOAT_CLASS } from './surface.ts';

/** More about a thing, or a small form, hanging from a button. `bare` leaves padding to the child. */
export function Popover({
  trigger,
  title,
  children,
  align = 'start',
  side = 'bottom',
  bare = false,
  className,
  ...root
}: {
  readonly trigger: ReactElement;
  /** Names it for assistive technology, and is shown as its first line unless `bare`. */
  readonly title: string;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly bare?: boolean;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly className?: string | undefined;
}) {
  return (
    <Primitive.Root {...root}>
      <Primitive.Trigger render={trigger} />
      <Primitive.Portal>
        <Primitive.Positioner
          sideOffset={6}
          align={align}
          side={side}
          collisionPadding={16}
          className="z-float outline-none"
        >
          <Primitive.Popup
            className={cn(
              FLOAT_CLASS,
              'max-h-(--available-height) max-w-(--available-width) overflow-y-auto',
              !bare && 'w-72 px-4 py-3',
              className,
            )}
          >
            <Primitive.Title className={bare ? 'sr-only' : 'pb-1 font-medium'}>
              {title}
            </Primitive.Title>
            {children}
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
