/**
 * How series differ. Colour says it first; a dash says it again for readers who can't tell the
 * colours apart and for greyscale print. Five are the most a reader can follow in one chart.
 */
export const MOST_SERIES = 5;

const mix = (percent: number) => `color-mix(in oklab, var(--accent) ${percent}%, var(--paper))`;

export interface SeriesLook {
  /** A CSS colour made of tokens: it follows the theme without a script. */
  readonly color: string;
  /** SVG `stroke-dasharray`, or none for a solid line. */
  readonly dash: string | undefined;
}

const LOOKS: readonly SeriesLook[] = [
  { color: 'var(--accent)', dash: undefined },
  { color: 'var(--ink-2)', dash: '7 2' },
  { color: mix(72), dash: '2 2' },
  { color: mix(50), dash: '8 2 2 2' },
  { color: mix(34), dash: '1 3' },
];

/** What a thing is compared with: quieter than everything of ours. */
export const BENCHMARK_LOOK: SeriesLook = { color: 'var(--ink-3)', dash: '3 3' };

/** @throws {RangeError} past the fifth: then it is small multiples, or a table. */
export function seriesLook(index: number, role: 'own' | 'benchmark' = 'own'): SeriesLook {
  if (role === 'benchmark') return BENCHMARK_LOOK;
  const look = LOOKS[index];
  if (look === undefined) {
    throw new RangeError(`A chart has at most ${MOST_SERIES} series; draw more as a table.`);
  }
  return look;
}

/** Fills of the parts of a whole, in order; what is left over is `ink-3`, as cash is. */
export function partFill(index: number, count: number): string {
  if (index === count - 1 && count > 1) return 'var(--line-strong)';
  const fills = ['var(--accent)', mix(72), mix(50), mix(34), mix(22)];
  return fills[Math.min(index, fills.length - 1)] ?? 'var(--line-strong)';
}
