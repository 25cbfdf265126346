import { niceAxis } from './scale.ts';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Holds everything on its side as well: what lies so far out that the rest would be one bar. */
  readonly open?: 'below' | 'above';
}

/** Beyond three times the middle half on either side a value is far out (Tukey's outer fence). */
const FAR = 3;
/** Of fewer, nobody can say what is far out. */
const FEWEST = 8;

/**
 * Values in round bins: each holds its lower end and not its upper one, except the last, which holds
 * both. What lies far out is counted in the outermost bin of its side, which is marked as open. The
 * counts always add up to the values given.
 */
export function binsOf(values: readonly number[], about = 20): readonly Bin[] {
  if (values.length === 0) return [];
  const [low, high] = fencesOf(values);
  const near = values.filter((value) => value >= low && value <= high);
  const { ticks, step } = niceAxis(near, { count: about });
  const [first = 0] = ticks;
  const counts = new Array<number>(Math.max(1, ticks.length - 1)).fill(0);
  for (const value of values) {
    const place = Math.floor((value - first) / step + 1e-9);
    const index = Math.min(counts.length - 1, Math.max(0, place));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const last = ticks[counts.length] ?? first + step;
  const isBelow = values.some((value) => value < first);
  const isAbove = values.some((value) => value > last);
  return counts.map((count, index) => ({
    from: ticks[index] ?? first,
    to: ticks[index + 1] ?? first + step,
    count,
    ...(index === 0 && isBelow && { open: 'below' as const }),
    ...(index === counts.length - 1 && isAbove && { open: 'above' as const }),
  }));
}

/** The ends beyond which a value is far out; none where half of the values are alike. */
function fencesOf(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [lower, upper] = [at(0.25), at(0.75)];
  const room = FAR * (upper - lower);
  return values.length < FEWEST || room <= 0
    ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    : [lower - room, upper + room];
}
