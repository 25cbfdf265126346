/** Which tabs stand in the line and which fold into the counted menu, as indexes in order. */
export type Fold = { readonly shown: readonly number[]; readonly folded: readonly number[] };

export type FoldInput = {
  /** Width of each tab in px, in order. */
  readonly widths: readonly number[];
  readonly gap: number;
  /** Room for the whole line. */
  readonly available: number;
  /** Room the "4 more" button takes once something folds. */
  readonly more: number;
  /** The tab that must stay in sight, or -1. */
  readonly active: number;
};

/** Width of tabs side by side. */
function spanOf(widths: readonly number[], gap: number): number {
  return widths.reduce((sum, width) => sum + width, 0) + Math.max(0, widths.length - 1) * gap;
}

/**
 * Fits tabs into a line. All of them if they fit; else as many from the left as fit beside the menu,
 * the last of them giving way to the active tab when that would fold. One tab always stays.
 */
export function foldTabs({ widths, gap, available, more, active }: FoldInput): Fold {
  const all = widths.map((_, index) => index);
  if (spanOf(widths, gap) <= available) return { shown: all, folded: [] };
  const room = available - more - gap;
  const width = (index: number) => widths[index] ?? 0;
  const shown: number[] = [];
  for (const index of all) {
    if (spanOf([...shown, index].map(width), gap) > room) break;
    shown.push(index);
  }
  if (active >= 0 && !shown.includes(active)) {
    while (shown.length > 0 && spanOf([...shown, active].map(width), gap) > room) shown.pop();
    shown.push(active);
  }
  if (shown.length === 0 && all.length > 0) shown.push(0);
  return { shown, folded: all.filter((index) => !shown.includes(index)) };
}
