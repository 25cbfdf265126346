import { expect, test } from 'vitest';
import { type Strip, told } from './use-strip.ts';

const at = (second: number) => `2026-11-21T09:44:0${second}.000Z` as Strip['at'];
const firm = { level: 'firm', scope: 'firm', clientId: null, why: 'A drill.' } as const;
const strip: Strip = {
  at: at(5),
  deployment: 'DEMO',
  mode: 'Paper',
  engine: 'Trading',
  reconciling: [],
  states: [{ ...firm, state: 'Reducing', grade: 'REDUCING', since: at(1) }],
  unconfirmed: 0,
  breaks: 0,
  sealed: null,
};
const heard = (state: 'Active' | 'Halted', second: number) => ({
  payload: { level: 'firm', scope: 'firm', state, why: 'Told.', at: at(second) } as const,
});

test('a stop that the stream tells stands at once; that it goes on, and what is older than the read, does not', () => {
  expect(told(strip, [heard('Halted', 6)])?.states).toMatchObject([{ state: 'Halted' }]);
  // Of several shards one may go on: whether the firm does is read.
  expect(told(strip, [heard('Active', 7)])?.states).toEqual(strip.states);
  expect(told(strip, [heard('Active', 4)])?.states).toEqual(strip.states);
  expect(told(undefined, [heard('Active', 4)])).toBeUndefined();
});
