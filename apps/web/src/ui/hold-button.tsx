'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { buttonStyles } from './button-styles.ts';
import { cn } from './cn.ts';
import { HOLD_MS, type Hold, holdLeft, holdProgress } from './hold.ts';

/**
 * The last step of an act that cannot be taken back: it has to be held down. Space and Enter hold
 * as a finger does; lifting, leaving or Escape ends it and nothing has happened.
 */
export function HoldButton({
  children,
  onConfirm,
  holdMs = HOLD_MS,
  disabled = false,
  className,
}: {
  readonly children: ReactNode;
  readonly onConfirm: () => void;
  readonly holdMs?: number;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}) {
  const { progress, press, release } = useHold(holdMs, onConfirm);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) press();
  };
  return (
    <button
      type="button"
      disabled={disabled}
      onPointerDown={press}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onBlur={release}
      onKeyDown={onKeyDown}
      onKeyUp={release}
      onContextMenu={(event) => event.preventDefault()}
      data-disabled={disabled ? '' : undefined}
      className={cn(
        buttonStyles({ variant: 'danger-solid', size: 'large', wide: true }),
        'touch-none',
        className,
      )}
    >
      {children}
      <span className="font-normal tabular-nums opacity-90">{holdLeft(progress, holdMs)}</span>
      <span
        aria-hidden="true"
        className="absolute bottom-0 left-0 h-0.75 bg-on-solid"
        style={{ width: `${progress * 100}%` }}
      />
    </button>
  );
}

/** Runs the hold on the frame clock, so that what is drawn and what counts are the same time. */
function useHold(holdMs: number, onConfirm: () => void) {
  const [progress, setProgress] = useState(0);
  const hold = useRef<Hold>(null);
  const frame = useRef(0);
  const release = () => {
    hold.current = null;
    cancelAnimationFrame(frame.current);
    setProgress(0);
  };
  const tick = (now: number) => {
    const done = holdProgress(hold.current, now, holdMs);
    if (done >= 1) {
      release();
      onConfirm();
      return;
    }
    setProgress(done);
    frame.current = requestAnimationFrame(tick);
  };
  const press = () => {
    if (hold.current !== null) return;
    hold.current = { startedMs: performance.now() };
    frame.current = requestAnimationFrame(tick);
  };
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return { progress, press, release };
}
