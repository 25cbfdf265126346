/** Ours and the limit in turns (A B A B ...), so that a slow minute of the machine hits both. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Rounds<T> {
  readonly ours: readonly T[];
  readonly limit: readonly T[];
}

/** Fewer would say nothing about the spread. */
const FEWEST_ROUNDS = 5;

export async function alternate<T>(
  rounds: number,
  ours: (round: number) => Promise<T>,
  limit: (round: number) => Promise<T>,
): Promise<Rounds<T>> {
  if (rounds < FEWEST_ROUNDS) throw new Error(`At least ${FEWEST_ROUNDS} rounds of each.`);
  const results: { ours: T[]; limit: T[] } = { ours: [], limit: [] };
  for (let round = 0; round < rounds; round += 1) {
    results.ours.push(await ours(round));
    results.limit.push(await limit(round));
  }
  return results;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? Number.NaN;
  const high = sorted[Math.ceil(middle)] ?? Number.NaN;
  return {
    median: (low + high) / 2,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
  };
}

/** The ratio of each round to its neighbour, then the spread of those. */
export function ratioSpread<T>(rounds: Rounds<T>, value: (result: T) => number): Spread {
  return spreadOf(
    rounds.ours.map((result, round) => {
      const limit = rounds.limit[round];
      return limit === undefined ? Number.NaN : value(result) / value(limit);
    }),
  );
}
