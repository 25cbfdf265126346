import { describe, expect, it } from 'vitest';
import { feedbackOf } from './wire.ts';

const error = (code: number) => JSON.stringify({ code, msg: '' });

describe('what an answer says of limits', () => {
  it('is what was used so far, by the venue’s own count', () => {
    const headers = { 'x-mbx-used-weight-1m': '1200', 'x-mbx-order-count-10s': '7' };
    expect(feedbackOf({ status: 200, headers, body: '{}' })).toEqual({
      used: { weight: 1200, orders: 7 },
    });
  });

  it('is nothing where a count can’t be read', () => {
    const headers = { 'x-mbx-used-weight-1m': '-1', 'x-mbx-order-count-10s': '1e9' };
    expect(feedbackOf({ status: 200, headers, body: '{}' })).toEqual({ used: {} });
  });

  it.each([
    [429, -1003, { pauseMs: 5000, reason: 'RateLimited', scope: 'Address' }],
    [418, -1003, { pauseMs: 5000, reason: 'Banned', scope: 'Address' }],
    [429, -1015, { pauseMs: 5000, reason: 'RateLimited', scope: 'Key' }],
    [503, -1016, { pauseMs: 5000, reason: 'Maintenance' }],
    [503, -1001, {}],
    [400, -1016, {}],
  ])(
    'A7-15 A7-17 of status %i and code %i is whom it stops, and for how long',
    (status, code, expected) => {
      const headers = { 'retry-after': '5' };
      expect(feedbackOf({ status, headers, body: error(code) })).toEqual({ used: {}, ...expected });
    },
  );
});
