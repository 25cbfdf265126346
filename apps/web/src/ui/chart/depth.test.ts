import { expect, it } from 'vitest';
import { depthOf } from './depth.ts';

const levels = [
  { price: '68392.00', quantity: '0.1' },
  { price: '68390.50', quantity: '0.2' },
  { price: 'x', quantity: '9' },
];

it('depth grows outwards from the best price, exactly', () => {
  expect(depthOf(levels, 'bids').map(({ price, sum }) => [price, sum])).toEqual([
    ['68392.00', '0.1'],
    ['68390.50', '0.3'],
  ]);
  expect(depthOf(levels, 'asks').map(({ price }) => price)).toEqual(['68390.50', '68392.00']);
});
