'use client';

import { useEffect, useRef } from 'react';
import { matchStroke, NOTHING_PENDING, type Shortcut } from './shortcuts.ts';

export type BoundShortcut = Shortcut & { readonly run: () => void };

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !/^(button|checkbox|radio)$/.test(target.type);
}

/** Listens on the whole page while the component stands. A press something else took is left be. */
export function useShortcuts(shortcuts: readonly BoundShortcut[]): void {
  const latest = useRef(shortcuts);
  const pending = useRef(NOTHING_PENDING);
  useEffect(() => {
    latest.current = shortcuts;
  }, [shortcuts]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      const match = matchStroke(latest.current, pending.current, {
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
        typing: isTyping(event.target),
        atMs: event.timeStamp,
      });
      pending.current = match.pending;
      if (match.id === null) return;
      event.preventDefault();
      latest.current.find((shortcut) => shortcut.id === match.id)?.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
