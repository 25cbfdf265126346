'use client';

import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { type Fold, foldTabs } from './tab-overflow.ts';

const MORE_WIDTH = 84;

/** On the server there is nothing to measure, and React says so; it renders every tab. */
const useMeasure = typeof window === 'undefined' ? useEffect : useLayoutEffect;

/** Without the gutter of a line that brings its own. */
function roomIn(line: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(line);
  return line.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
}

/**
 * Folds the `[data-tab]` children of a line. Whenever the tabs change they are all rendered once,
 * measured before the browser paints, and folded; after that only the line's width is watched.
 */
export function useFold(
  line: RefObject<HTMLElement | null>,
  names: readonly string[],
  active: number,
): Fold {
  const signature = names.join('\u0000');
  const [measured, setMeasured] = useState<{ of: string; widths: number[]; gap: number } | null>(
    null,
  );
  const [available, setAvailable] = useState(0);

  useMeasure(() => {
    const element = line.current;
    if (element === null || measured?.of === signature) return;
    const tabs = [...element.querySelectorAll<HTMLElement>('[data-tab]')];
    setMeasured({
      of: signature,
      widths: tabs.map((tab) => Math.ceil(tab.getBoundingClientRect().width)),
      gap: Number.parseFloat(getComputedStyle(element).columnGap) || 0,
    });
    setAvailable(roomIn(element));
  }, [line, measured, signature]);

  useEffect(() => {
    const element = line.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setAvailable(roomIn(element)));
    observer.observe(element);
    // The first measure may have been of a fallback face.
    void document.fonts.ready.then(() => setMeasured(null));
    return () => observer.disconnect();
  }, [line]);

  if (measured?.of !== signature) return { shown: names.map((_, index) => index), folded: [] };
  return foldTabs({
    widths: measured.widths,
    gap: measured.gap,
    available,
    more: MORE_WIDTH,
    active,
  });
}
