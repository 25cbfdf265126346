'use client';

import { useEffect, useRef } from 'react';
import { onSessionNews, tellSessionNews } from './session-channel.ts';

/** At most this often the platform is told that somebody is there, whichever tab they are in. */
export const USE_EVERY_MS = 60_000;

const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Calls `onUse` when a person does something in any tab and it was not told within the minute. */
export function useActivity(isOn: boolean, onUse: () => void): void {
  const toldMs = useRef(Number.NEGATIVE_INFINITY);
  const tell = useRef(onUse);
  useEffect(() => {
    tell.current = onUse;
  }, [onUse]);
  useEffect(() => {
    if (!isOn) return;
    // The page that was just loaded was use itself.
    if (toldMs.current === Number.NEGATIVE_INFINITY) toldMs.current = Date.now();
    const seen = () => {
      const nowMs = Date.now();
      if (nowMs - toldMs.current < USE_EVERY_MS) return;
      toldMs.current = nowMs;
      tellSessionNews({ kind: 'Used', atMs: nowMs });
      tell.current();
    };
    for (const sign of SIGNS) addEventListener(sign, seen, { passive: true, capture: true });
    const stop = onSessionNews((news) => {
      if (news.kind === 'Used') toldMs.current = Math.max(toldMs.current, news.atMs);
    });
    return () => {
      stop();
      for (const sign of SIGNS) removeEventListener(sign, seen, { capture: true });
    };
  }, [isOn]);
}
