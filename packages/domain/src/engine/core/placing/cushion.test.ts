/** An order at the market leaves with room for one tick, and for no more than the policy says. */
import { describe, expect, test } from 'vitest';
import type { ControlBody } from '../control.ts';
import type { OrderWish } from '../input.ts';
import { decisionOf, limitAt, placing, run, sentOf } from '../sample-inputs.ts';
import { aWorld, dec, type Funds, LIMIT_VALUES, limitsSet, qty } from '../samples.ts';

const policyOf = (cushionBps?: string): ControlBody => ({
  kind: 'RoutingPolicySet',
  policy: {
    ...{ maxAgeMs: 1000, depth: 20, latencyMsMax: 2000, limitCounts: 'Price' },
    ...{ penaltyBpsPer100Ms: dec('0'), penaltyBpsOfRejects: dec('0'), rejectRateMax: dec('0.2') },
    restsAt: 'Several',
    ...(cushionBps !== undefined && { cushionBps: dec(cushionBps) }),
  },
});

/** The worst level that is expected is 100.1 to buy, and 99.9 to sell; ticks are 0.01. */
function sentBy(
  wish: Partial<OrderWish>,
  { cushion, controls = [], funds }: Partial<Asked> = {},
): readonly string[] {
  const state = aWorld({
    ...(funds !== undefined && { funds }),
    controls: [policyOf(cushion), ...controls],
  });
  const { effects } = run(state, placing(1, { orderQty: qty('3'), ...wish }));
  expect(decisionOf(effects)).toMatchObject({ verdict: 'Placed', rejection: null });
  return sentOf(effects).map(({ order: { terms, timeInForce } }) => {
    return `${timeInForce} ${'price' in terms ? terms.price : terms.ordType}`;
  });
}

interface Asked {
  readonly cushion: string;
  readonly controls: readonly ControlBody[];
  readonly funds: Funds;
}

const market: Partial<OrderWish> = {
  terms: { ordType: 'Market' },
  timeInForce: 'ImmediateOrCancel',
};
const AT_LEVEL = ['ImmediateOrCancel 100.1'];

describe('a market order where venues take limits', () => {
  test('leaves at most so many basis points beyond the worst level it expects, on the tick', () => {
    expect(sentBy(market, { cushion: '10' })).toEqual(['ImmediateOrCancel 100.2']);
    expect(sentBy(market, { cushion: '0.5' }), 'less than a tick is none').toEqual(AT_LEVEL);
    expect(sentBy({ ...market, side: 'Sell' }, { cushion: '10' })).toEqual([
      'ImmediateOrCancel 99.81',
    ]);
  });

  test('leaves at the level by a policy that says nothing of it, as it was decided before', () => {
    expect(sentBy(market)).toEqual(AT_LEVEL);
    expect(sentBy(market, { cushion: '0' })).toEqual(AT_LEVEL);
  });

  test('never leaves beyond the collar: then it has no cushion, and is not refused', () => {
    const collar = limitsSet('firm', 'firm', { ...LIMIT_VALUES, PriceCollar: '0.0015' });
    expect(sentBy(market, { cushion: '10', controls: [collar] })).toEqual(AT_LEVEL);
  });

  test('is not refused by any limit that it keeps without a cushion', () => {
    const value = limitsSet('firm', 'firm', { ...LIMIT_VALUES, OrderValue: '300.4' });
    expect(sentBy(market, { cushion: '10', controls: [value] })).toEqual(AT_LEVEL);
  });

  test('costs no more than is free at the venue', () => {
    // Of 301.3, fee and commission taken off, 100.13 for each of three; a tick stays.
    const funds = { usd: '301.3', btc: '1' };
    expect(sentBy(market, { cushion: '10', funds })).toEqual(['ImmediateOrCancel 100.12']);
    expect(sentBy(market, { cushion: '10', funds: { ...funds, usd: '301.22' } })).toEqual(AT_LEVEL);
  });
});

test('an order with a limit has no cushion: it never trades beyond its own price', () => {
  const limited: Partial<OrderWish> = {
    terms: limitAt('100.15'),
    timeInForce: 'ImmediateOrCancel',
  };
  expect(sentBy(limited, { cushion: '10' })).toEqual(sentBy(limited));
});
