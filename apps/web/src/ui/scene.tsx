'use client';

import { createContext, type ReactNode, use, useRef, useState } from 'react';
import { cn } from './cn.ts';

/**
 * A stage inside the page. Surfaces in it open within its frame instead of over the whole page,
 * hold no focus and stop nothing: the style guide shows them open, side by side, as they really
 * are. `contain` makes the frame the ground that fixed positions are measured from.
 */
const SceneContext = createContext<HTMLElement | null | undefined>(undefined);

export type Scene = {
  /** Where surfaces open; `undefined` means over the page, `null` that the stage is not up yet. */
  readonly container: HTMLElement | null | undefined;
  readonly still: boolean;
};

export function useScene(): Scene {
  const container = use(SceneContext);
  return { container, still: container !== undefined };
}

/**
 * Where the focus goes when a surface opens: to the control that asks for it with `data-autofocus`,
 * else to the surface itself, so that its title is read and Enter does nothing yet.
 */
export function useFirstFocus() {
  const { still } = useScene();
  const popup = useRef<HTMLDivElement>(null);
  const initialFocus = () =>
    !still && (popup.current?.querySelector<HTMLElement>('[data-autofocus]') ?? popup.current);
  return { ref: popup, initialFocus };
}

export function SceneFrame({
  children,
  backdrop,
  className,
}: {
  readonly children: ReactNode;
  /** The page under the surface. */
  readonly backdrop?: ReactNode;
  readonly className?: string | undefined;
}) {
  const [container, setContainer] = useState<HTMLElement | null>(null);
  return (
    <div
      className={cn(
        'relative overflow-hidden border bg-paper [--shell-bottom:0px] [--shell-top:0px] [contain:layout_paint]',
        className,
      )}
    >
      <div inert>{backdrop}</div>
      <div ref={setContainer} />
      <SceneContext value={container}>{container !== null && children}</SceneContext>
    </div>
  );
}
