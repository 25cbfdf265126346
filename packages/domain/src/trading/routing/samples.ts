/** Routing inputs for tests: books of whole prices, sizes in tenths. */
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
