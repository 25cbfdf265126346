/** Stops that a venue holds for us, and those that we watch ourselves. */
import { describe, expect, test } from 'vitest';
import { mapGet, toText } from '../../../kernel/index.ts';
import type { OrderWish } from '../input.ts';
import type { MarketVenue } from '../market.ts';
import {
  aMarketVenue,
  aMoment,
  aSlice,
  decisionOf,
  placing,
  run,
  sentOf,
} from '../sample-inputs.ts';
import { AT, aWorld, KRAKEN, px, qty, VENUES } from '../samples.ts';

const TIFS = ['GoodTillCancel' as const, 'ImmediateOrCancel' as const];
const NATIVE: Partial<MarketVenue> = {
  can: { ordTypes: { Limit: TIFS, Stop: TIFS, StopLimit: TIFS }, postOnly: true },
  protection: 'NATIVE_STOP',
};
const STOP: Partial<OrderWish> = {
  side: 'Sell',
  terms: { ordType: 'Stop', stopPx: px('95') },
};

/** Kraken holds stops; what the others are is given. */
function place(wish: Partial<OrderWish>, others: Partial<MarketVenue> = { status: 'Closed' }) {
  const venues = VENUES.map((venue) => aMarketVenue(venue, AT, venue === KRAKEN ? NATIVE : others));
  return run(aWorld(), placing(1, wish), aMoment(0, aSlice(AT, { venues })));
}

describe('a stop', () => {
  test('rests at the one venue that would have all of it and holds stops, its funds held', () => {
    const { effects, state } = place(STOP);
    const [sent] = sentOf(effects);
    const { terms, venue, orderQty, timeInForce } = sent?.order ?? {};
    expect([venue, terms, timeInForce]).toEqual([KRAKEN, STOP.terms, 'GoodTillCancel']);
    expect(orderQty && toText(orderQty)).toBe('3');
    const decision = decisionOf(effects);
    expect(decision.protection).toBe('NATIVE_STOP');
    expect(mapGet(state.orders, decision.clOrdId)?.protection).toBe('NATIVE_STOP');
  });

  test.each<[string, Partial<OrderWish>, Partial<MarketVenue> | undefined]>([
    ['that more than one venue would have', { ...STOP, orderQty: qty('30') }, {}],
    ['that buys at a price nobody knows', { ...STOP, side: 'Buy' }, undefined],
    ['of a type the venue has not', { ...STOP, terms: touched() }, undefined],
  ])('%s is watched by us', (_, wish, others) => {
    const { effects } = place(wish, others);
    expect(sentOf(effects)).toEqual([]);
    expect(decisionOf(effects)).toMatchObject({ verdict: 'Placed', protection: 'EMULATED' });
  });

  test('that buys within a limit is held at the venue, because its worst cost is known', () => {
    const terms = { ordType: 'StopLimit', price: px('100.2'), stopPx: px('100.1') } as const;
    const { effects } = place({ terms });
    expect(sentOf(effects).map(({ order }) => order.terms)).toEqual([terms]);
  });
});

function touched(): OrderWish['terms'] {
  return { ordType: 'MarketIfTouched', stopPx: px('103') };
}
