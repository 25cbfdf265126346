import { describe, expect, it } from 'vitest';
import type { AccountId, ClientId } from '../../kernel/index.ts';
import type { InstrumentId, VenueId } from '../../market-data/index.ts';
import type { ClOrdId } from '../../trading/index.ts';
import { RISK_CHECKS } from '../all-checks.ts';
import type { Facts, OpenOrder, SentOrder } from '../facts.ts';
import {
  ANNA,
  AT,
  answer,
  BTC,
  type Changes,
  changed,
  dec,
  figures,
  limit,
  market,
  ORDER,
  price,
  qty,
  STRATEGY,
  scopes,
  states,
  told,
  VENUE,
  verdict,
} from '../samples.ts';
import { afterExecution, enabledAgain, THROTTLE } from './repeated-execution.ts';

const C = RISK_CHECKS;

const fact = (facts: Partial<Facts>): Changes => ({ facts });
const limitPrice = (text: string): Changes => ({
  order: { terms: { ordType: 'Limit', price: price(text) } },
});
const buys = (quantity: string): Changes => ({ order: { orderQty: qty(quantity) } });
const _aged = (ageMs: number) => fact({ quote: { bid: price('99'), ask: price('101'), ageMs } });
const sells = (quantity: string, position: string, change = {}): Changes => ({
  order: { side: 'Sell', orderQty: qty(quantity) },
  ...figures({ position: dec(position), ...change }),
});

describe('Terms', () => {
  it.each([
    ['PriceNotOnTick', limitPrice('100.001')],
    ['QuantityNotOnStep', buys('1.0001')],
    ['QuantityTooLarge', buys('100.001')],
    ['NotionalTooSmall', buys('0.099')],
    ['QuantityNotPositive', buys('0')],
    ['QuantityNotPositive', buys('-1')],
  ])('refuses with %s', (rule, changes) => {
    expect(answer(C.Terms, changes)).toMatchObject({ verdict: 'Refuse', words: { rule } });
  });

  it('tells all that is wrong', () => {
    const rules = C.Terms(changed(buys('0.0099'))).map(({ words }) => words.rule);
    expect(rules).toEqual(['QuantityNotOnStep', 'QuantityTooSmall', 'NotionalTooSmall']);
  });

  it('judges the stop price too, and a market order by the reference', () => {
    const stopLimit = {
      ordType: 'StopLimit',
      price: price('100'),
      stopPx: price('99.999'),
    } as const;
    expect(answer(C.Terms, { order: { terms: stopLimit } }).words.rule).toBe('PriceNotOnTick');
    const small = { ...market('Buy'), orderQty: qty('0.099') };
    expect(answer(C.Terms, { order: small }).words.rule).toBe('NotionalTooSmall');
    expect(verdict(C.Terms, { order: market('Buy'), facts: { reference: null } })).toBe(
      'CannotTell',
    );
  });
});

describe('price collars', () => {
  it('let a patient price pass, on both sides', () => {
    expect(told(C.PriceCollar, limitPrice('50'))).toEqual(['Pass', 'Within', '0.05', '0']);
    const sale = { side: 'Sell', terms: { ordType: 'Limit', price: price('150') } } as const;
    expect(told(C.PriceCollar, { order: sale })).toEqual(['Pass', 'Within', '0.05', '0']);
  });

  it('refuse a sale below the reference', () => {
    const sale = { side: 'Sell', terms: { ordType: 'Limit', price: price('94.99') } } as const;
    expect(told(C.PriceCollar, { order: sale })).toEqual(['Refuse', 'OverLimit', '0.05', '0.0501']);
  });

  it('judge a market order by the worst price it may get', () => {
    const worst = (text: string): Changes => ({
      order: market('Buy'),
      facts: { worstPrice: price(text) },
    });
    expect(verdict(C.PriceCollar, worst('105'))).toBe('Near');
    expect(verdict(C.PriceCollar, worst('105.01'))).toBe('Refuse');
    for (const code of ['PriceCollar', 'PriceCollarPeriod'] as const) {
      expect(verdict(C[code], { order: market('Buy'), facts: { worstPrice: null } })).toBe(
        'CannotTell',
      );
    }
  });

  it('measure an order that waits from the price it waits for', () => {
    const terms = { ordType: 'StopLimit', stopPx: price('120'), price: price('121') } as const;
    expect(verdict(C.PriceCollar, { order: { terms } })).toBe('Pass');
    expect(verdict(C.PriceCollar, { order: { terms: { ...terms, price: price('126.01') } } })).toBe(
      'Refuse',
    );
  });

  it('cannot tell by a reference of zero', () => {
    expect(verdict(C.PriceCollar, fact({ reference: price('0') }))).toBe('CannotTell');
    expect(verdict(C.PriceCollarPeriod, fact({ periodReference: price('0') }))).toBe('CannotTell');
  });
});

describe('FatFingerMedian', () => {
  it('has nothing to say of an account with few orders, and cannot use a median of zero', () => {
    const few = { median: { qty: dec('0.01'), count: 9 } };
    expect(verdict(C.FatFingerMedian, { ...buys('9'), facts: few })).toBe('Pass');
    expect(
      verdict(C.FatFingerMedian, { ...buys('9'), facts: { median: { qty: dec('1'), count: 10 } } }),
    ).toBe('Refuse');
    expect(verdict(C.FatFingerMedian, fact({ median: { qty: dec('0'), count: 10 } }))).toBe(
      'CannotTell',
    );
  });
});

describe('RepeatedExecution', () => {
  it('turns off at its limit and stays off until a named person turns it on', () => {
    let throttle = THROTTLE;
    for (let i = 0; i < 3; i += 1) throttle = afterExecution(throttle, 3);
    expect(throttle.isOff).toBe(true);
    // A higher limit later does not turn it on, nor does anything but the person.
    throttle = afterExecution(throttle, 1_000);
    expect(verdict(C.RepeatedExecution, fact({ throttle }))).toBe('Refuse');
    expect(
      answer(C.RepeatedExecution, fact({ throttle, limits: [limit('RepeatedExecution', '1000')] }))
        .reason,
    ).toBe('TurnedOff');
    const on = enabledAgain(ANNA, AT);
    expect(on.enabled).toEqual({ by: ANNA, at: AT });
    expect(verdict(C.RepeatedExecution, fact({ throttle: on }))).toBe('Pass');
  });
});

describe('DuplicateOrder', () => {
  const sent: SentOrder = {
    clOrdId: 'order-0' as ClOrdId,
    account: ORDER.account,
    instrument: BTC,
    side: 'Buy',
    orderQty: qty('1.0'),
    terms: { ordType: 'Limit', price: price('100.00') },
    ageMs: 1999,
  };
  const after = (change: Partial<SentOrder>) => fact({ sentOrders: [{ ...sent, ...change }] });

  it('refuses the same within its window, and not at its end', () => {
    expect(verdict(C.DuplicateOrder, after({}))).toBe('Refuse');
    expect(verdict(C.DuplicateOrder, after({ ageMs: 2000 }))).toBe('Pass');
    expect(verdict(C.DuplicateOrder, after({ ageMs: -1 }))).toBe('Refuse');
  });

  it('refuses the same id whatever it says and however old it is', () => {
    const again = after({ clOrdId: ORDER.clOrdId, side: 'Sell', ageMs: 9_999_999 });
    expect(verdict(C.DuplicateOrder, again)).toBe('Refuse');
  });

  it.each([
    ['account', { account: 'account-2' as AccountId }],
    ['instrument', { instrument: 'ETH/USD' as InstrumentId }],
    ['side', { side: 'Sell' }],
    ['quantity', { orderQty: qty('1.001') }],
    ['price', { terms: { ordType: 'Limit', price: price('100.01') } }],
    ['type', { terms: { ordType: 'Market' } }],
    [
      'type with a stop',
      { terms: { ordType: 'StopLimit', price: price('100'), stopPx: price('99') } },
    ],
  ] as const)('lets one of another %s pass', (_what, change) => {
    expect(verdict(C.DuplicateOrder, after(change))).toBe('Pass');
  });
});

describe('FreeBalance', () => {
  it('counts the fee of a purchase, and no rebate before it is paid', () => {
    expect(told(C.FreeBalance)).toEqual(['Pass', 'Within', '1000', '100.1']);
    expect(told(C.FreeBalance, fact({ feeRate: dec('-0.001') }))[3]).toBe('100');
  });

  it('takes base asset for a sale', () => {
    const sale = (held: string): Changes => ({
      order: { side: 'Sell' },
      facts: { base: { total: dec('2'), held: dec(held) }, quoteAsset: null },
    });
    expect(verdict(C.FreeBalance, sale('1'))).toBe('Pass');
    expect(verdict(C.FreeBalance, sale('1.001'))).toBe('Refuse');
    expect(verdict(C.FreeBalance, { order: { side: 'Sell' }, facts: { base: null } })).toBe(
      'CannotTell',
    );
  });

  it('reckons a market order at its worst price', () => {
    const worst = (total: string): Changes => ({
      order: market('Buy'),
      facts: { quoteAsset: { total: dec(total), held: dec('0') } },
    });
    expect(verdict(C.FreeBalance, worst('101.101'))).toBe('Pass');
    expect(verdict(C.FreeBalance, worst('101.1'))).toBe('Refuse');
    expect(verdict(C.FreeBalance, { order: market('Buy'), facts: { worstPrice: null } })).toBe(
      'CannotTell',
    );
  });
});

describe('CrossedPrice', () => {
  it.each([
    ['99.99', '100', 'Pass'],
    ['100', '100', 'Near'],
    ['100.01', '100', 'Refuse'],
    ['0', '100', 'CannotTell'],
    ['100', '0', 'CannotTell'],
  ])('a bid of %s at an ask of %s: %s', (bid, ask, expected) => {
    const quote = { bid: price(bid), ask: price(ask), ageMs: 0 };
    expect(verdict(C.CrossedPrice, fact({ quote }))).toBe(expected);
  });
});

describe('our own orders', () => {
  const open: OpenOrder = {
    clOrdId: 'order-0' as ClOrdId,
    client: ORDER.client,
    account: 'account-2' as AccountId,
    venue: VENUE,
    instrument: BTC,
    side: 'Sell',
    price: price('100'),
  };
  const against = (change: Partial<OpenOrder>) => fact({ openOrders: [{ ...open, ...change }] });

  it('of the same client are self-trade, of another one crossing', () => {
    expect(answer(C.SelfTrade, against({})).words.clOrdId).toBe('order-0');
    expect(verdict(C.Crossing, against({}))).toBe('Pass');
    const other = against({ client: 'client-2' as ClientId });
    expect(verdict(C.SelfTrade, other)).toBe('Pass');
    expect(verdict(C.Crossing, other)).toBe('Refuse');
  });

  it.each([
    ['a price that does not meet', { price: price('100.01') }, 'Pass'],
    ['a price below', { price: price('99') }, 'Refuse'],
    ['any price', { price: null }, 'Refuse'],
    ['the same side', { side: 'Buy' }, 'Pass'],
    ['another instrument', { instrument: 'ETH/USD' as InstrumentId }, 'Pass'],
    ['another venue', { venue: 'kraken' as VenueId }, 'Pass'],
    ['itself', { clOrdId: ORDER.clOrdId }, 'Pass'],
  ] as const)('%s: %s', (_what, change, expected) => {
    expect(verdict(C.SelfTrade, against(change))).toBe(expected);
  });

  it('are met by a sale at or below what they bid, and by any market order', () => {
    const bid = { ...open, side: 'Buy' } as const;
    const sale = (text: string): Changes => ({
      order: { side: 'Sell', terms: { ordType: 'Limit', price: price(text) } },
      facts: { openOrders: [bid] },
    });
    expect(verdict(C.SelfTrade, sale('100'))).toBe('Refuse');
    expect(verdict(C.SelfTrade, sale('100.01'))).toBe('Pass');
    expect(
      verdict(C.SelfTrade, { order: market('Buy'), ...against({ price: price('999') }) }),
    ).toBe('Refuse');
  });
});

describe('TradingState', () => {
  const stop = (grade: 'REDUCING' | 'HALT_NEW' | 'FLATTEN') =>
    ({ grade, since: AT, by: ANNA }) as const;

  it.each(['firm', 'client', 'account', 'venueKey'] as const)('stops on the level %s', (level) => {
    expect(verdict(C.TradingState, fact({ states: states({ [level]: stop('HALT_NEW') }) }))).toBe(
      'Refuse',
    );
    expect(verdict(C.TradingState, fact({ states: states({ [level]: null }) }))).toBe('CannotTell');
  });

  it('of a strategy concerns its orders alone', () => {
    const halted = fact({ states: states({ strategy: stop('HALT_NEW') }) });
    expect(verdict(C.TradingState, halted)).toBe('Pass');
    expect(verdict(C.TradingState, { ...halted, order: { strategy: STRATEGY } })).toBe('Refuse');
  });

  it('reducing lets pass what reduces by the figures', () => {
    const reducing = { states: states({ firm: stop('REDUCING') }) };
    const sale = sells('1', '1');
    const withState = (changes: Changes): Changes => ({
      ...changes,
      facts: { ...changes.facts, ...reducing },
    });
    expect(verdict(C.TradingState, withState(sale))).toBe('Near');
    expect(verdict(C.TradingState, withState(sells('1', '0.999')))).toBe('Refuse');
    expect(verdict(C.TradingState, withState(sells('1', '1', { position: null })))).toBe('Refuse');
  });

  it('a flattening order passes while FLATTEN stands, if it does reduce', () => {
    const flatten = (grade: 'FLATTEN' | 'HALT_NEW', position: string): Changes => ({
      order: { side: 'Sell', isFlattening: true },
      facts: { states: states({ firm: stop(grade) }), scopes: scopes({ position: dec(position) }) },
    });
    expect(verdict(C.TradingState, flatten('FLATTEN', '1'))).toBe('Near');
    expect(verdict(C.TradingState, flatten('FLATTEN', '0.5'))).toBe('Refuse');
    expect(verdict(C.TradingState, flatten('HALT_NEW', '1'))).toBe('Refuse');
  });
});
