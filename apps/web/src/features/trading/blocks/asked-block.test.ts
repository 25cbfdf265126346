import { describe, expect, test } from 'vitest';
import { blockAddress } from '../block-address.ts';
import { emptyDraft } from '../ticket/draft.ts';
import { askedBlockOf } from './asked-block.ts';

const read = (address: string) => {
  const said = new URL(address, 'https://desk.example').searchParams;
  const [instrument, side, type, qty, price, tif] = [
    'instrument',
    'side',
    'type',
    'qty',
    'price',
    'tif',
  ].map((name) => said.get(name));
  const of = (text: string | null | undefined) => text ?? null;
  return askedBlockOf({
    ...{ instrument: of(instrument), side: of(side), type: of(type) },
    ...{ qty: of(qty), price: of(price), tif: of(tif) },
  });
};

describe('a block that a ticket asks for', () => {
  test('has what the ticket said', () => {
    const draft = {
      ...emptyDraft('ETH/USDT', 'Sell'),
      orderQty: '12.5',
      price: '3100.01',
      timeInForce: 'Day' as const,
    };
    expect(read(blockAddress(draft))).toEqual({
      instrument: 'ETH/USDT',
      side: 'Sell',
      orderQty: '12.5',
      price: '3100.01',
      lost: ['Day'],
    });
  });

  test('has nothing that is no figure, side, type or time of an order', () => {
    const address = '/desk/blocks?start=x&side=Up&type=Stopp&qty=-1&price=1e9&tif=Never';
    expect(read(address)).toEqual({
      instrument: null,
      side: 'Buy',
      orderQty: '',
      price: '',
      lost: [],
    });
  });
});
