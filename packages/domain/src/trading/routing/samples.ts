/** Routing inputs for tests: books of whole prices, sizes in tenths. */
import fc from 'fast-check';
import { decimal, fromEpochMs, type Price, type Quantity } from '../../kernel/index.ts';
import type { InstrumentId, VenueId } from '../../market-data/index.ts';
import type { RoutingInput, RoutingVenue } from './inputs.ts';

export const AT = fromEpochMs(1_795_000_000_000);
type Levels = readonly (readonly [string, string])[];

export function aVenue(
  name: string,
  asks: Levels,
  change: Partial<RoutingVenue> = {},
): RoutingVenue {
  const pairs = asks.map(([price, size]): [string, string] => [price, size]);
  return {
    venue: name as VenueId,
    book: { kind: 'Good', last: 1, at: AT, bids: [['50', '5']], asks: pairs },
    state: 'UP',
    fees: { maker: decimal('0.001'), taker: decimal('0.002') },
    terms: {
      tickSize: decimal('1') as Price,
      stepSize: decimal('0.1') as Quantity,
      minQty: decimal('0.1') as Quantity,
      maxQty: null,
      minNotional: null,
    },
    free: decimal('1000000'),
    capLeft: decimal('1000000'),
    latencyP95Ms: 0,
    rejectRate: decimal('0'),
    can: {
      ordTypes: {
        Limit: ['GoodTillCancel', 'ImmediateOrCancel', 'FillOrKill'],
        Market: ['GoodTillCancel'],
      },
      postOnly: true,
    },
    ...change,
  };
}

export function anInput(venues: RoutingVenue[], change: Partial<RoutingInput> = {}): RoutingInput {
  return {
    at: AT,
    instrument: 'BTC/EUR' as InstrumentId,
    side: 'Buy',
    quantity: decimal('1') as Quantity,
    limit: null,
    timeInForce: 'ImmediateOrCancel',
    isPostOnly: false,
    allowedVenues: null,
    feeTableVersion: 'fees-1',
    venues,
    policy: {
      maxAgeMs: 1000,
      depth: 20,
      penaltyBpsPer100Ms: decimal('0'),
      penaltyBpsOfRejects: decimal('0'),
      latencyMsMax: 2000,
      rejectRateMax: decimal('0.2'),
      limitCounts: 'Price',
    },
    ...change,
  };
}

/** Prices near each other, so that fees decide; steps and minimums as given. */
export const inputs = (steps: readonly string[], most: number): fc.Arbitrary<RoutingInput> => {
  const tenths = (max: number) => fc.integer({ min: 1, max }).map((n) => decimal(`${n / 10}`));
  const levels = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 12 })),
    { selector: ([price]) => price, minLength: 1, maxLength: 4 },
  );
  const venue = fc.record({
    levels,
    fee: fc.integer({ min: 0, max: 60 }),
    step: fc.constantFrom(...steps),
    min: fc.constantFrom('0.1', '0.3', '0.5'),
    minNotional: fc.constantFrom(null, '20', '45'),
    free: fc.constantFrom('30', '80', '100000'),
    cap: fc.constantFrom('50', '100000'),
  });
  return fc
    .record({
      venues: fc.array(venue, { minLength: 1, maxLength: most }),
      quantity: tenths(25),
      side: fc.constantFrom('Buy' as const, 'Sell' as const),
      limit: fc.option(fc.integer({ min: 99, max: 105 })),
    })
    .map(({ venues, quantity, side, limit }) => {
      const list = venues.map((one, n) => {
        const taking = one.levels
          .map(([off, size]): [string, string] => [`${100 + off}`, `${size / 10}`])
          .sort(([a], [b]) => (side === 'Buy' ? Number(a) - Number(b) : Number(b) - Number(a)));
        const own = aVenue(`v${n}`, []);
        const isBuy = side === 'Buy';
        return {
          ...own,
          book: {
            kind: 'Good' as const,
            last: 1,
            at: AT,
            bids: isBuy ? [] : taking,
            asks: isBuy ? taking : [],
          },
          fees: { maker: decimal('0'), taker: decimal(`${one.fee / 10_000}`) },
          terms: {
            ...own.terms,
            stepSize: decimal(one.step) as Quantity,
            minQty: decimal(one.min) as Quantity,
            minNotional: one.minNotional === null ? null : decimal(one.minNotional),
          },
          free: isBuy ? decimal(one.free) : decimal(`${Number(one.free) / 100}`),
          capLeft: decimal(one.cap),
        };
      });
      return anInput(list, {
        side,
        quantity: quantity as Quantity,
        limit: limit === null ? null : (decimal(`${limit}`) as Price),
      });
    });
};
