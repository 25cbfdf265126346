/** The books of all venues as one ladder: levels of a step, with what each venue has of them. Pure. */
import {
  add,
  type Decimal,
  decimal,
  divide,
  greaterThan,
  lessThan,
  multiply,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import { venueRank } from '@ultrathink/domain/market-data';
import type { BookView } from './model.ts';

export type BookSide = 'bid' | 'ask';

export interface LadderLevel {
  readonly price: string;
  readonly quantity: string;
  /** Of this level and all better ones. */
  readonly total: string;
  /** In the order of venues. */
  readonly venues: readonly { readonly venue: string; readonly quantity: string }[];
  /** Of our own orders that rest here; null for none. */
  readonly own: string | null;
}

/** An order of ours that rests: at its price, with what is left of it. */
export interface OwnLevel {
  readonly side: 'Buy' | 'Sell';
  readonly price: string;
  readonly quantity: string;
}

/** A venue tells so many levels; past its last one nobody knows what it has. */
const MOST_LEVELS = 15;

const STEPS = [1, 2, 5] as const;
/** About a basis point: levels near enough to be one price. */
const SHARE = 0.000_1;

/** The step of a ladder by the size of the price, on the tick: it changes when the price does by far. */
export function stepFor(price: string, tick: string): string {
  const rough = Number(price) * SHARE;
  if (!(rough > 0)) return tick;
  const power = Math.floor(Math.log10(rough));
  const digit = STEPS.findLast((one) => one * 10 ** power <= rough) ?? 1;
  const step = power >= 0 ? `${digit}${'0'.repeat(power)}` : `0.${'0'.repeat(-power - 1)}${digit}`;
  return lessThan(decimal(step), decimal(tick)) ? tick : step;
}

/** A price on the step, away from the other side: taking up to it takes all that the level shows. */
function onStep(price: string, side: BookSide, step: Decimal): Decimal {
  const mode = side === 'bid' ? 'Floor' : 'Ceiling';
  return multiply(divide(decimal(price), step, 0, mode), step);
}

interface Gathering {
  readonly price: Decimal;
  quantity: Decimal;
  readonly byVenue: Map<string, Decimal>;
}

export function ladderOf(
  book: BookView,
  side: BookSide,
  stepText: string,
  own: readonly OwnLevel[],
): readonly LadderLevel[] {
  const step = decimal(stepText);
  const isBetter = side === 'bid' ? greaterThan : lessThan;
  const found = new Map<string, Gathering>();
  let end: Decimal | null = null;
  for (const { venue, excluded, bids, asks } of book.venues) {
    const levels = side === 'bid' ? bids : asks;
    if (excluded !== null) continue;
    for (const { price, quantity } of levels) {
      const at = onStep(price, side, step);
      const key = toText(at);
      const level = found.get(key) ?? { price: at, quantity: ZERO, byVenue: new Map() };
      level.quantity = add(level.quantity, decimal(quantity));
      level.byVenue.set(venue, add(level.byVenue.get(venue) ?? ZERO, decimal(quantity)));
      found.set(key, level);
    }
    const last = levels.length < MOST_LEVELS ? undefined : levels.at(-1);
    if (last === undefined) continue;
    const at = onStep(last.price, side, step);
    if (end === null || isBetter(at, end)) end = at;
  }
  const mine = ownAt(own, side, step);
  let total = ZERO;
  return [...found.values()]
    .filter(({ price }) => end === null || !isBetter(end, price))
    .sort((a, b) => (isBetter(a.price, b.price) ? -1 : 1))
    .map(({ price, quantity, byVenue }) => {
      total = add(total, quantity);
      const key = toText(price);
      return {
        price: key,
        quantity: toText(quantity),
        total: toText(total),
        venues: [...byVenue]
          .sort(([a], [b]) => venueRank(a) - venueRank(b))
          .map(([venue, has]) => ({ venue, quantity: toText(has) })),
        own: mine.get(key) ?? null,
      };
    });
}

function ownAt(own: readonly OwnLevel[], side: BookSide, step: Decimal) {
  const sums = new Map<string, Decimal>();
  for (const { side: of, price, quantity } of own) {
    if ((of === 'Buy') !== (side === 'bid')) continue;
    const key = toText(onStep(price, side, step));
    sums.set(key, add(sums.get(key) ?? ZERO, decimal(quantity)));
  }
  return new Map([...sums].map(([key, sum]) => [key, toText(sum)]));
}
