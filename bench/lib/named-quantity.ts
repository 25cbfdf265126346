/** Orders of a bar are named by their quantity, in steps of the finest: what leaves is told by it alone. */
const FIRST_STEPS = 2_000_000;
const PLACES = 8;

export const quantityOf = (n: number): string =>
  `0.${String(FIRST_STEPS + n).padStart(PLACES, '0')}`;

export const numberOf = (quantity: string): number =>
  Math.round(Number(quantity) * 10 ** PLACES) - FIRST_STEPS;
