'use client';

import { Tooltip as Primitive } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

/** Once, around the app: the second tooltip in a row needs no wait. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Primitive.Provider delay={400} closeDelay={0}>
      {children}
    </Primitive.Provider>
  );
}

/**
 * A few words about a control, shown on hover and focus. It never holds what is needed to act, and
 * it does not name the control: an icon button still has its `aria-label`.
 */
export function Tooltip({
  children,
  content,
  kbd,
  side = 'top',
}: {
  readonly children: ReactElement;
  readonly content: ReactNode;
  readonly kbd?: string | readonly string[];
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}) {
  return (
    <Primitive.Root>
      <Primitive.Trigger render={children} />
      <Primitive.Portal>
        <Primitive.Positioner sideOffset={6} side={side} className="z-toast">
          <Primitive.Popup className="flex max-w-72 items-center gap-2 rounded-control bg-ink px-2 py-1 text-label text-paper transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {content}
            {kbd !== undefined && <Kbd keys={kbd} bare />}
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
