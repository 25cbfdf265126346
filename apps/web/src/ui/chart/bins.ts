import { niceAxis } from './scale.ts';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Values in round bins: each holds its lower end and not its upper one, except the last, which holds
 * both. The counts always add up to the values given.
 */
export function binsOf(values: readonly number[], about = 20): readonly Bin[] {
  if (values.length === 0) return [];
  const { ticks, step } = niceAxis(values, { count: about });
  const [first = 0] = ticks;
  const counts = new Array<number>(Math.max(1, ticks.length - 1)).fill(0);
  for (const value of values) {
    const place = Math.floor((value - first) / step + 1e-9);
    const index = Math.min(counts.length - 1, Math.max(0, place));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count, index) => ({
    from: ticks[index] ?? first,
    to: ticks[index + 1] ?? first + step,
    count,
  }));
}
