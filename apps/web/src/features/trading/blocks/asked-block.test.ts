import { describe, expect, test } from 'vitest';
import { blockAddress } from '../block-address.ts';
import { type Draft, emptyDraft } from '../ticket/draft.ts';
import { askedBlockOf } from './asked-block.ts';

const read = (address: string) => {
  const said = new URL(address, 'https://desk.example').searchParams;
  const of = (name: string) => said.get(name);
  return askedBlockOf({
    ...{ instrument: of('instrument'), side: of('side'), type: of('type'), qty: of('qty') },
    ...{ price: of('price'), stop: of('stop'), tif: of('tif') },
    ...{ expires: of('expires'), post: of('post'), reduce: of('reduce') },
  });
};

describe('a block that a ticket asks for', () => {
  test('has what the ticket said, of every type and time in force', () => {
    const drafts: readonly Partial<Draft>[] = [
      { orderQty: '12.5', price: '3100.01', timeInForce: 'Day', isPostOnly: true },
      { orderQty: '1', ordType: 'Market', timeInForce: 'FillOrKill' },
      { orderQty: '1', ordType: 'LimitIfTouched', price: '3000', stopPx: '3001' },
      { price: '3', timeInForce: 'GoodTillDate', expireTime: '2026-11-21T00:00:00.000Z' },
    ];
    for (const change of drafts) {
      const draft = { ...emptyDraft('ETH/USDT', 'Sell'), ...change };
      expect(read(blockAddress(draft))).toEqual({ order: draft, lost: [] });
    }
  });

  test('says what of it a block does not have', () => {
    const draft = { ...emptyDraft('ETH/USDT'), isReduceOnly: true };
    expect(read(blockAddress(draft)).lost).toEqual(['Reduce only']);
  });

  test('has nothing that is no figure, side, type or time of an order', () => {
    const address =
      '/desk/blocks?start=x&side=Up&type=Stopp&qty=-1&price=1e9&tif=Never&expires=soon';
    expect(read(address)).toEqual({ order: emptyDraft(''), lost: [] });
  });
});
