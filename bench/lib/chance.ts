/** Chance that can be repeated: the same seed gives the same load. */

/** Numbers in [0, 1), by Mulberry32. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Milliseconds to the next arrival of a Poisson stream of so many a second. */
export function nextGapMs(ratePerSecond: number, chance: () => number): number {
  return (-Math.log(1 - chance()) * 1000) / ratePerSecond;
}
