import { describe, expect, it } from 'vitest';
import { type Draft, emptyDraft } from '../ticket/draft.ts';
import { type BlockDraft, type BlockWish, draftOf, draftProblem, wishOf } from './draft.ts';

const order: Draft = { ...emptyDraft('BTC/USDT'), orderQty: '1.5', price: '60000' };
const whole: BlockDraft = {
  house: 'h',
  order,
  method: 'ProRata',
  legs: [
    { id: 0, account: 'a', weight: '3' },
    { id: 1, account: 'b', weight: '1' },
  ],
};
const ordered = (change: Partial<Draft>): BlockDraft => ({
  ...whole,
  order: { ...order, ...change },
});

describe('a block as it is written', () => {
  it('is sent once nothing is missing, its figures as they were typed', () => {
    expect(draftProblem(whole)).toBeNull();
    expect(wishOf(whole)).toEqual({
      house: 'h',
      instrument: 'BTC/USDT',
      side: 'Buy',
      orderQty: '1.5',
      terms: { ordType: 'Limit', price: '60000' },
      timeInForce: 'GoodTillCancel',
      expireTime: null,
      isPostOnly: false,
      method: 'ProRata',
      legs: [
        { account: 'a', weight: '3' },
        { account: 'b', weight: '1' },
      ],
    });
  });

  it('is of every type and time in force, each with the figures that it has', () => {
    const market = ordered({ ordType: 'Market', price: null, timeInForce: 'ImmediateOrCancel' });
    expect(wishOf(market)).toMatchObject({
      terms: { ordType: 'Market' },
      timeInForce: 'ImmediateOrCancel',
    });
    const stop = ordered({ ordType: 'StopLimit', stopPx: '59000' });
    expect(wishOf(stop)).toMatchObject({
      terms: { ordType: 'StopLimit', price: '60000', stopPx: '59000' },
    });
    const expireTime = '2026-11-21T00:00:00.000Z';
    const dated = ordered({ timeInForce: 'GoodTillDate', expireTime, isPostOnly: true });
    expect(wishOf(dated)).toMatchObject({ expireTime, isPostOnly: true });
  });

  it('says the first thing that is missing, and sends nothing', () => {
    const lacks: readonly (readonly [BlockDraft, RegExp])[] = [
      [ordered({ instrument: '' }), /what is traded/],
      [ordered({ orderQty: '0' }), /a quantity/],
      [ordered({ price: '0' }), /above zero/],
      [ordered({ ordType: 'Stop' }), /a trigger price/],
      [ordered({ timeInForce: 'GoodTillDate' }), /an expiry/],
      [{ ...whole, legs: [{ id: 0, account: null, weight: '1' }] }, /each row/],
      [{ ...whole, legs: [...whole.legs, { id: 2, account: 'a', weight: '1' }] }, /one row alone/],
      [{ ...whole, method: 'Percentage' }, /add up to 4, not to 100/],
      [{ ...whole, method: 'Fixed' }, /add up to 4, not to 1.5/],
    ];
    for (const [draft, said] of lacks) {
      expect(draftProblem(draft)).toMatch(said);
      expect(wishOf(draft)).toBeNull();
    }
  });

  it('is read back from what was sent as it was written', () => {
    for (const change of [
      {},
      { ordType: 'Stop', stopPx: '59000', price: null },
      { timeInForce: 'Day' },
    ] as const) {
      const draft = ordered(change);
      expect(draftOf(wishOf(draft) as BlockWish)).toEqual(draft);
    }
  });
});
