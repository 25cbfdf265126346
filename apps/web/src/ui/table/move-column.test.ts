import { expect, it } from 'vitest';
import { moveColumn } from './move-column.ts';

const order = ['a', 'b', 'c', 'd'];

it('a column lands on the side it was dropped at, from either direction', () => {
  expect(moveColumn(order, 'a', 'c', 'after')).toEqual(['b', 'c', 'a', 'd']);
  expect(moveColumn(order, 'd', 'b', 'before')).toEqual(['a', 'd', 'b', 'c']);
});

it('dropping a column on itself, or something that is no column, changes nothing', () => {
  expect(moveColumn(order, 'a', 'a', 'after')).toBe(order);
  expect(moveColumn(order, 'x', 'a', 'after')).toBe(order);
});
