import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMs, decimal, type Price, type Quantity } from '../../kernel/index.ts';
import { VENUE_STATES, type VenueId } from '../../market-data/index.ts';
import { TIMES_IN_FORCE } from '../order.ts';
import type { BookExcerpt, RoutingInput, RoutingVenue } from './inputs.ts';
import * as naive from './naive/receipt.ts';
import { route as naiveRoute } from './naive/route.ts';
import { counterfactuals, receiptOf, replayReceipt } from './receipt.ts';
import { route } from './route.ts';
import { AT, anInput, aVenue } from './samples.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** Mostly in order and close to each other; now and then in any order, twice, empty or crossed. */
const levels = (from: number, isRising: boolean) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3_000 })), {
        maxLength: 8,
      }),
      fc.constantFrom(...Array<'Sorted'>(20).fill('Sorted'), 'Raw' as const),
      fc.constantFrom(2, 3, 8),
    )
    .map(([list, order, places]) => {
      const texts = list.map(([off, size]): [string, string] => [
        (from + (isRising ? off : -off) / 10).toFixed(2),
        (size / 1000).toFixed(places),
      ]);
      if (order === 'Raw') return texts;
      const unique = texts.filter(
        ([price, size], n) =>
          Number(size) > 0 && texts.findIndex(([other]) => other === price) === n,
      );
      return unique.sort(([a], [b]) => (isRising ? Number(a) - Number(b) : Number(b) - Number(a)));
    });

const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: other });

const books: fc.Arbitrary<BookExcerpt> = fc.oneof(
  {
    weight: 60,
    arbitrary: fc
      .record({
        bids: levels(100, false),
        asks: fc.oneof(levels(100.1, true), levels(101, true)),
        ageMs: mostly(fc.constantFrom(0, 999), fc.constant(1001)),
        last: fc.nat(),
      })
      .map(({ bids, asks, ageMs, last }): BookExcerpt => {
        return { kind: 'Good', last, at: addMs(AT, -ageMs), bids, asks };
      }),
  },
  { weight: 1, arbitrary: fc.constant<BookExcerpt>({ kind: 'Empty' }) },
  {
    weight: 1,
    arbitrary: fc.constant<BookExcerpt>({
      kind: 'Broken',
      why: { code: 'Gap', expected: 2, actual: 4 },
    }),
  },
);

const decimals = (...texts: string[]) => fc.constantFrom(...texts).map(decimal);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 50 });

const venue = fc
  .record({
    book: books,
    state: mostly(fc.constant('UP' as const), fc.constantFrom(...VENUE_STATES)),
    fees: orNull(
      fc.record({
        maker: decimals('-0.0001', '0', '0.0008', '0.001'),
        taker: mostly(decimals('-0.0002', '0', '0.001', '0.0026'), decimals('0.05', '1.2')),
      }),
    ),
    terms: fc.record({
      tickSize: mostly(decimals('0.01'), decimals('0.05', '1')) as unknown as fc.Arbitrary<Price>,
      stepSize: decimals(
        '0.00001',
        '0.1',
        '0.03',
        '1',
        '0.000000000000000001',
      ) as unknown as fc.Arbitrary<Quantity>,
      minQty: decimals('0.00001', '0.1', '0.5') as unknown as fc.Arbitrary<Quantity>,
      maxQty: fc.option(decimals('0.5', '2', '9000') as unknown as fc.Arbitrary<Quantity>),
      minNotional: fc.option(decimals('5', '45.5')),
    }),
    free: orNull(
      mostly(decimals('30', '90.55', '250.000000000000000001', '100000'), decimals('-1', '0')),
    ),
    capLeft: orNull(mostly(decimals('60', '310.7', '1000000'), decimals('-5'))),
    latencyP95Ms: orNull(mostly(fc.integer({ min: 0, max: 2_000 }), fc.constant(2_050))),
    rejectRate: orNull(mostly(decimals('0', '0.02', '0.1'), decimals('0.21'))),
    can: mostly(
      fc.constant<RoutingVenue['can']>(aVenue('', []).can),
      fc.constantFrom<RoutingVenue['can']>(
        { ordTypes: { Market: ['GoodTillCancel'] }, postOnly: false },
        { ordTypes: { Limit: ['Day', 'ImmediateOrCancel'], Market: [] }, postOnly: true },
      ),
    ),
  })
  .map((change) => change satisfies Partial<RoutingVenue>);

const inputs: fc.Arbitrary<RoutingInput> = fc
  .record({
    venues: fc.array(venue, { minLength: 0, maxLength: 8 }),
    side: fc.constantFrom('Buy' as const, 'Sell' as const),
    quantity: mostly(
      decimals('0.00001', '0.1', '0.777', '1', '2.5', '7.123456789', '100'),
      decimals('1000000000000', '0.123456789012345678'),
    ),
    limit: fc.option(decimals('96.5', '99.95', '100', '100.13', '103'), { freq: 2 }),
    timeInForce: fc.constantFrom(...TIMES_IN_FORCE),
    isPostOnly: mostly(fc.constant(false), fc.constant(true)),
    allowed: mostly(
      fc.constant(null),
      fc.subarray(['v0', 'v1', 'v2', 'v3', 'v4'] as VenueId[]) as fc.Arbitrary<VenueId[] | null>,
    ),
    policy: fc.record({
      maxAgeMs: fc.constant(1000),
      depth: fc.constantFrom(1, 3, 20),
      penaltyBpsPer100Ms: decimals('0', '0.1', '7'),
      penaltyBpsOfRejects: decimals('0', '10'),
      latencyMsMax: fc.constant(2000),
      rejectRateMax: decimals('0.2'),
      limitCounts: fc.constantFrom('Price' as const, 'AllIn' as const),
      restsAt: fc.constantFrom(undefined, 'OneVenue' as const, 'Several' as const),
      cushionBps: fc.constantFrom(undefined, decimal('10')),
    }),
  })
  .map(({ venues, allowed, quantity, limit, ...rest }) => {
    const named = venues.map((one, n) => ({ ...one, venue: `v${n}` as VenueId }));
    return anInput(named.reverse(), {
      ...rest,
      allowedVenues: allowed,
      quantity: quantity as Quantity,
      limit: limit as Price | null,
    });
  });

test('a route is what its naive twin decides: the same plan, the same reasons', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      expect(JSON.stringify(route(input))).toBe(JSON.stringify(naiveRoute(input)));
    }),
    { numRuns: 600 },
  );
});

test('a receipt is what its naive twin writes, byte for byte, and each replays the other', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { receipt } = receiptOf(input, sha256);
      expect(receipt).toEqual(naive.receiptOf(input, sha256).receipt);
      expect(replayReceipt(receipt, sha256).ok).toBe(true);
      expect(naive.replayReceipt(receipt, sha256).ok).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('text that JSON escapes is written as canonical JSON writes it', () => {
  const odd = ['"', '\\', '\n', '\u0001', '\u2028', 'é', '\\u0041'];
  fc.assert(
    fc.property(inputs, fc.constantFrom(...odd), (base, name) => {
      const input = { ...base, feeTableVersion: `fees ${name}` };
      const { receipt } = receiptOf(input, sha256);
      expect(receipt).toEqual(naive.receiptOf(input, sha256).receipt);
    }),
  );
});

test('what each venue alone would have cost is what the naive twin says', () => {
  const got = { quantity: decimal('0.9'), notional: decimal('90.3'), fees: decimal('0.11') };
  fc.assert(
    fc.property(inputs, (input) => {
      const told = JSON.stringify(counterfactuals(input, got));
      expect(told).toBe(JSON.stringify(naive.counterfactuals(input, got)));
    }),
  );
});
