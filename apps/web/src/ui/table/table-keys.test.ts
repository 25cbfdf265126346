import { expect, it } from 'vitest';
import { tableAct } from './table-keys.ts';

const place = { index: 5, count: 10, page: 4 };
const goes = (key: string, from = place) => tableAct({ key, ctrl: false }, from);

it.each([
  ['j', 6],
  ['ArrowUp', 4],
  ['PageDown', 9],
  ['PageUp', 1],
  ['Home', 0],
  ['End', 9],
])('%s moves to row %i', (key, index) => expect(goes(key)).toEqual({ kind: 'go', index }));

it('never leaves the rows, and starts at the first', () => {
  expect(goes('j', { ...place, index: 9 })).toEqual({ kind: 'go', index: 9 });
  expect(goes('j', { ...place, index: -1 })).toEqual({ kind: 'go', index: 0 });
  expect(goes('End', { index: -1, count: 0, page: 4 })).toBeNull();
});

it('leaves the browser its own keys', () => {
  expect(tableAct({ key: 'r', ctrl: true }, place)).toBeNull();
  expect(tableAct({ key: 'C', ctrl: true }, place)).toEqual({ kind: 'copy' });
  expect(goes('Tab')).toBeNull();
});
