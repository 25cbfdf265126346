/** How markets are said: venues by name, decimals by tick, and why a venue has no part. */
import { decimal, formatAge, lessThan, scaleOf } from '@ultrathink/domain/kernel';
import type { Exclusion, InstrumentRow } from './model.ts';

export { venueName } from '@ultrathink/domain/market-data';
export { bpsRatio } from '@/ui/bps-ratio.ts';

/** Digits after the sign, as the finest of the venues has them: of prices, and of quantities. */
export function decimalsOf({ venues }: Pick<InstrumentRow, 'venues'>) {
  const most = (texts: readonly string[], limit: number) =>
    Math.min(limit, Math.max(0, ...texts.map((text) => scaleOf(decimal(text)))));
  return {
    price: most(
      venues.map(({ tickSize }) => tickSize),
      8,
    ),
    // Eight digits of a bitcoin are no use beside one another: the coarsest step above dust reads.
    quantity: most(
      venues.map(({ stepSize }) => stepSize),
      5,
    ),
  };
}

/** The finest step of a price at any venue: a ladder over all of them is no finer. */
export function finestTick({ venues }: Pick<InstrumentRow, 'venues'>): string {
  const [first = '0.01', ...rest] = venues.map(({ tickSize }) => tickSize);
  return rest.reduce((least, one) => (lessThan(decimal(one), decimal(least)) ? one : least), first);
}

export function exclusionWord(excluded: Exclusion, locale: string): string {
  switch (excluded.code) {
    case 'NotUp':
      return 'not up';
    case 'NoBook':
      return 'no book yet';
    case 'Stale':
      if (excluded.actualMs < 0) return 'stamped ahead of now';
      return `stale ${formatAge(excluded.actualMs, locale)}`;
    case 'OffMarket':
      return 'off the market';
    case 'BookBroken':
      return BROKEN[excluded.why.code];
    default:
      return 'left out';
  }
}

const BROKEN = {
  NoSnapshot: 'no snapshot',
  Gap: 'a message is missing',
  Crossed: 'crossed',
  ChecksumDiffers: 'checksum differs',
} as const;
