'use client';

import { type KeyboardEvent, useEffect, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { Kbd } from '@/ui/kbd.tsx';

/** Armed for so long: an order is sent by two acts close to each other, never by one slip. */
const ARMED_MS = 10_000;

export interface Arming {
  readonly isArmed: boolean;
  readonly isReady: boolean;
  readonly press: () => void;
  /** For the whole ticket: Enter in a figure or on the button arms, then sends; Escape disarms. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** @param text what would be sent: what was armed for something else is not armed for this */
export function useArming(text: string, isReady: boolean, onSend: () => void): Arming {
  const [armedFor, setArmedFor] = useState<string | null>(null);
  const isArmed = armedFor === text && isReady;
  useEffect(() => {
    if (!isArmed) return;
    const timer = setTimeout(() => setArmedFor(null), ARMED_MS);
    return () => clearTimeout(timer);
  }, [isArmed]);
  const press = () => {
    if (!isReady) return;
    setArmedFor(isArmed ? null : text);
    if (isArmed) onSend();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setArmedFor(null);
    if (event.key !== 'Enter') return;
    // A key that is held is one act.
    if (event.repeat) event.preventDefault();
    else if (isFigure(event.target)) press();
  };
  return { isArmed, isReady, press, onKeyDown };
}

const isFigure = (target: EventTarget) =>
  target instanceof HTMLInputElement && target.inputMode === 'decimal';

/** First armed, then sent. */
export function Send({
  arming: { isArmed, isReady, press },
  side,
  text,
  busy,
}: {
  readonly arming: Arming;
  readonly side: 'Buy' | 'Sell';
  readonly text: string;
  readonly busy: boolean;
}) {
  return (
    <div className="flex flex-col gap-2 pt-4">
      <div aria-live="polite" className="flex h-5 items-center gap-2">
        {isArmed && (
          <>
            <Glyph shape="dot" tone="accent" />
            <span className="font-medium">Armed</span>
            <span className="text-ink-3">for 10 s</span>
            <span className="ml-auto inline-flex items-center gap-1.5 text-ink-3 text-label">
              <Kbd keys="Esc" /> disarms
            </span>
          </>
        )}
        {isReady && !isArmed && <span className="text-ink-3">Arm it first, then send.</span>}
      </div>
      <Button
        variant={side === 'Buy' ? 'buy' : 'sell'}
        size="send"
        disabled={!isReady}
        busy={busy}
        busyLabel="Asking the engine"
        onClick={press}
        {...(isReady && { kbd: 'Enter' })}
      >
        {isArmed || !isReady ? text : `Arm: ${text}`}
      </Button>
    </div>
  );
}
