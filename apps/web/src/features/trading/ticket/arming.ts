'use client';

import { type KeyboardEvent, type MouseEvent, useEffect, useState } from 'react';

/** Armed for so long: an order is sent by two acts close to each other, never by one slip. */
const ARMED_MS = 10_000;

export interface Arming {
  readonly isArmed: boolean;
  /** Whole seconds until it disarms by itself. */
  readonly leftS: number;
  readonly arm: () => void;
  readonly disarm: () => void;
  /** Of the button: arms, then sends. The second click of a double click is no second act. */
  readonly press: (event: Pick<MouseEvent, 'detail'>) => void;
  /** For the whole ticket: in a figure `a` and Enter arm, Enter sends, Escape disarms. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

interface Armed {
  readonly text: string;
  readonly untilMs: number;
}

/** @param text what would be sent: what was armed for something else is not armed for this */
export function useArming(text: string, isReady: boolean, onSend: () => void): Arming {
  const [armed, setArmed] = useState<Armed | null>(null);
  const [nowMs, setNowMs] = useState(0);
  const isArmed = armed?.text === text && isReady && nowMs < armed.untilMs;
  useEffect(() => {
    if (armed === null) return;
    const timer = setInterval(() => {
      const now = performance.now();
      setNowMs(now);
      if (now >= armed.untilMs) setArmed(null);
    }, 200);
    return () => clearInterval(timer);
  }, [armed]);
  const arm = () => {
    if (!isReady) return;
    const now = performance.now();
    setNowMs(now);
    setArmed({ text, untilMs: now + ARMED_MS });
  };
  const disarm = () => setArmed(null);
  const act = () => {
    if (!isReady) return;
    if (!isArmed) return arm();
    disarm();
    onSend();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isArmed) {
      event.preventDefault();
      disarm();
    }
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
    if (!isFigure(event.target) || event.repeat) return;
    const isBare = !(event.ctrlKey || event.metaKey || event.altKey);
    if (event.key === 'a' && isBare) {
      event.preventDefault();
      arm();
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      act();
    }
  };
  return {
    isArmed,
    leftS: armed === null ? 0 : Math.max(0, Math.ceil((armed.untilMs - nowMs) / 1_000)),
    arm,
    disarm,
    press: ({ detail }) => detail <= 1 && act(),
    onKeyDown,
  };
}

const isFigure = (target: EventTarget) =>
  target instanceof HTMLInputElement && target.inputMode === 'decimal';
