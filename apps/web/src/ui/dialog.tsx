'use client';

import { Dialog as Primitive } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';
import { useFirstFocus, useScene } from './scene.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { FLOAT_CLASS, SCRIM_CLASS, STAGE_CLASS } from './surface.ts';

export type DialogProps = {
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** The button that opens it, where it is not opened from elsewhere. */
  readonly trigger?: ReactElement;
  /** The action or the thing, never "Confirm". */
  readonly title: ReactNode;
  /** What follows from it, under the title. */
  readonly description?: ReactNode;
  /** The bar above the title: where one is ("Confirm one action"), and what runs out at its right. */
  readonly bar?: ReactNode;
  readonly barEnd?: ReactNode;
  readonly children?: ReactNode;
  /** The buttons, first one first. */
  readonly foot?: ReactNode;
  /** 440 px, or 560 for more than a few facts. */
  readonly width?: 'narrow' | 'wide';
};

/** A question that stops the page. It sits between banner and strip, and Escape leaves it. */
export function Dialog({
  trigger,
  title,
  description,
  bar,
  barEnd,
  children,
  foot,
  width = 'narrow',
  ...root
}: DialogProps) {
  const { container, still } = useScene();
  const focus = useFirstFocus();
  return (
    <Primitive.Root modal={!still} disablePointerDismissal={still} {...root}>
      {trigger !== undefined && <Primitive.Trigger render={trigger} />}
      <Primitive.Portal container={container}>
        <Primitive.Backdrop className={cn(SCRIM_CLASS, 'z-dialog')} />
        <Primitive.Viewport className={cn(STAGE_CLASS, 'z-dialog items-center')}>
          <Primitive.Popup
            {...focus}
            className={cn(
              FLOAT_CLASS,
              'flex max-h-full w-full flex-col duration-180 data-starting-style:translate-y-1',
              width === 'narrow' ? 'max-w-110' : 'max-w-140',
            )}
          >
            <FloatBar end={barEnd}>{bar}</FloatBar>
            <ScrollBox className="flex flex-col gap-3 px-4 py-3 *:shrink-0">
              <div>
                <Primitive.Title className="text-balance text-title">{title}</Primitive.Title>
                {description !== undefined && (
                  <Primitive.Description className="text-ink-2">
                    {description}
                  </Primitive.Description>
                )}
              </div>
              {children}
            </ScrollBox>
            {foot !== undefined && <div className={FOOT_CLASS}>{foot}</div>}
          </Primitive.Popup>
        </Primitive.Viewport>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Closes the dialog around it; give a `Button` as `render`. */
export function DialogClose({
  render,
  children,
}: {
  readonly render: ReactElement;
  readonly children?: ReactNode;
}) {
  return <Primitive.Close render={render}>{children}</Primitive.Close>;
}

function FloatBar({ children, end }: { readonly children: ReactNode; readonly end: ReactNode }) {
  return (
    <div className="flex h-11 shrink-0 items-center gap-2.5 border-b px-4 font-medium">
      <div className="flex min-w-0 flex-1 items-center gap-2.5 truncate">{children}</div>
      {end !== undefined && <div className="font-normal text-ink-2">{end}</div>}
      <CloseButton />
    </div>
  );
}

/** The cross that every dialog and drawer has, so that a finger can leave it too. */
export function CloseButton({ label = 'Close' }: { readonly label?: string }) {
  return (
    <Primitive.Close
      aria-label={label}
      className="-mr-1.5 grid size-6 shrink-0 place-items-center rounded-control text-ink-3 hover:text-ink max-md:size-11"
    >
      <Icon name="close" />
    </Primitive.Close>
  );
}

const FOOT_CLASS = 'flex shrink-0 flex-wrap items-center gap-2 border-t px-4 py-3';

/** The bar of buttons at the end of what a dialog holds: from edge to edge, as its own foot is. */
export function FloatFoot({ children }: { readonly children: ReactNode }) {
  return <div className={cn(FOOT_CLASS, '-mx-4 -mb-3')}>{children}</div>;
}
