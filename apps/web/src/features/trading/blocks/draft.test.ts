import { describe, expect, it } from 'vitest';
import { type BlockDraft, draftProblem, wishOf } from './draft.ts';

const whole: BlockDraft = {
  house: 'h',
  instrument: 'BTC/USDT',
  side: 'Buy',
  orderQty: '1.5',
  price: ' 60000 ',
  method: 'ProRata',
  legs: [
    { id: 0, account: 'a', weight: '3' },
    { id: 1, account: 'b', weight: '1' },
  ],
};

describe('a block as it is written', () => {
  it('is sent once nothing is missing, its figures as they were typed', () => {
    expect(draftProblem(whole)).toBeNull();
    expect(wishOf(whole)).toMatchObject({
      orderQty: '1.5',
      terms: { ordType: 'Limit', price: '60000' },
      legs: [
        { account: 'a', weight: '3' },
        { account: 'b', weight: '1' },
      ],
    });
  });

  it('says the first thing that is missing, and sends nothing', () => {
    const lacks: readonly (readonly [Partial<BlockDraft>, RegExp])[] = [
      [{ instrument: null }, /what is traded/],
      [{ orderQty: '0' }, /above zero/],
      [{ legs: [{ id: 0, account: null, weight: '1' }] }, /each row/],
      [{ legs: [...whole.legs, { id: 2, account: 'a', weight: '1' }] }, /one row alone/],
      [{ method: 'Percentage' }, /add up to 4, not to 100/],
      [{ method: 'Fixed' }, /add up to 4, not to 1.5/],
    ];
    for (const [change, said] of lacks) {
      expect(draftProblem({ ...whole, ...change })).toMatch(said);
      expect(wishOf({ ...whole, ...change })).toBeNull();
    }
  });
});
