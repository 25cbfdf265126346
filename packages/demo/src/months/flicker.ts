/**
 * How prices move within a minute, of which the model has one point: a sum of slow and quick waves of chance,
 * the same at the same moment, so that what an order finds differs from what it was decided by, and a look at
 * the market a second after a fill from one five seconds after it.
 */

/** How long one wave is, and how far it goes, as a share of the price. */
const WAVES = [
  { lengthMs: 230, reach: 0.000025 },
  { lengthMs: 1_700, reach: 0.00007 },
  { lengthMs: 11_000, reach: 0.00016 },
] as const;

/** Between -1 and 1, by whole numbers alone: the same on every machine. */
function chanceOf(wave: number, salt: number): number {
  let mixed = Math.imul(wave ^ (salt * 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x27d4eb2f);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x8000_0000 - 1;
}

const SALTS = new Map<string, number>();

function saltOf(asset: string): number {
  const known = SALTS.get(asset);
  if (known !== undefined) return known;
  const salt = [...asset].reduce((sum, sign) => Math.imul(sum, 31) + sign.charCodeAt(0), 7);
  SALTS.set(asset, salt);
  return salt;
}

/** Of the price, as a share of it. */
export function flickerAt(asset: string, atMs: number): number {
  const salt = saltOf(asset);
  let sum = 0;
  for (const { lengthMs, reach } of WAVES) {
    const place = atMs / lengthMs;
    const before = Math.floor(place);
    const share = place - before;
    const from = chanceOf(before, salt + lengthMs);
    const to = chanceOf(before + 1, salt + lengthMs);
    sum += reach * (from * (1 - share) + to * share);
  }
  return sum;
}
