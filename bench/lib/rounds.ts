/** Ours and the limit in turns (A B A B ...), so that a slow minute of the machine hits both. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Fewer would say nothing about the spread. */
const FEWEST_ROUNDS = 5;

/** Runs every lane once a round, in the order given, and answers each lane's results in order. */
export async function inTurns<Lane extends string, T>(
  rounds: number,
  lanes: Readonly<Record<Lane, (round: number) => Promise<T>>>,
): Promise<Readonly<Record<Lane, readonly T[]>>> {
  if (rounds < FEWEST_ROUNDS) throw new Error(`At least ${FEWEST_ROUNDS} rounds of each.`);
  const names = Object.keys(lanes) as Lane[];
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Lane, T[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) results[name].push(await lanes[name](round));
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

/** The ratio of each round to the limit's of the same round, then the spread of those. */
export function ratioSpread<T>(
  ours: readonly T[],
  limit: readonly T[],
  value: (result: T) => number,
): Spread {
  return spreadOf(
    ours.map((result, round) => {
      const neighbour = limit[round];
      return neighbour === undefined ? Number.NaN : value(result) / value(neighbour);
    }),
  );
}

/** The round with the middle value: one that really was, not a mixture of several. */
export function middleRound<T>(rounds: readonly T[], value: (result: T) => number): T {
  const sorted = [...rounds].sort((a, b) => value(a) - value(b));
  const found = sorted[Math.floor((sorted.length - 1) / 2)];
  if (found === undefined) throw new Error('No round was run.');
  return found;
}
