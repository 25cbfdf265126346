/** Chance from a seed: the same seed gives the same market. */

export interface Random {
  /** At least 0 and less than 1. */
  unit(): number;
  /** Standard normal. */
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Whole, at least 0 and less than `below`. */
  whole(below: number): number;
  /** A source of its own, the same for the same name: what one part draws moves no other part. */
  fork(name: string): Random;
}

/** sfc32 (C. Doty-Humphrey, PractRand): 128 bits of state, fast, passes PractRand and TestU01. */
function sfc32(seed: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = seed;
  return () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
}

/** FNV-1a of the text, from four starts: neighbouring names give unrelated seeds. */
function seedOf(text: string): [number, number, number, number] {
  const hash = (start: number): number => {
    let value = start;
    for (const character of text) {
      value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    return value | 0;
  };
  return [hash(0x811c9dc5), hash(0x01234567), hash(0x2545f491), hash(0x9e3779b9)];
}

const WARM_UP = 16;

export function createRandom(seed: string): Random {
  const next = sfc32(seedOf(seed));
  for (let n = 0; n < WARM_UP; n += 1) next();
  let spare: number | undefined;
  return {
    unit: next,
    normal() {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      // Box and Muller: two at a time. 1 - unit() is never 0, whose logarithm there is none of.
      const size = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = size * Math.sin(angle);
      return size * Math.cos(angle);
    },
    exponential: () => -Math.log(1 - next()),
    whole: (below) => Math.floor(next() * below),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}
