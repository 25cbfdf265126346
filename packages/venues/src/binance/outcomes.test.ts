import { fromEpochMs, ok } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import type { Evidence, Outcome } from '../contract/answer.ts';
import type { LineResult } from '../line/index.ts';
import { outcomeOf, replacedOf, retryAfterMs, verdictOf } from './outcomes.ts';

const evidence: Evidence = {
  operation: 'order.place',
  request: { method: 'POST', url: '', headers: {}, body: null },
  response: null,
  sentAt: fromEpochMs(1_795_000_000_000),
  durationMs: 1,
  fault: null,
};

const error = (code: number, msg: string) => JSON.stringify({ code, msg });
const answered = (status: number, body: string): LineResult => ({
  kind: 'Answered',
  status,
  headers: {},
  body,
  evidence,
});
const kindOf = (status: number, body: string) => {
  const verdict = verdictOf({ status, headers: {}, body });
  return verdict.kind === 'RejectedProven' ? verdict.reason : verdict.kind;
};

/** Every code of errors.md that an order or a cancel can meet, and some that are of nobody's list. */
const CODES: readonly (readonly [number, string, string])[] = [
  [-1000, 'An unknown error occurred while processing the request.', 'Unconfirmed'],
  [-1001, 'Internal error; unable to process your request.', 'Unconfirmed'],
  [-1002, 'You are not authorized to execute this request.', 'KeyNotAllowed'],
  [-1003, 'Too many requests queued.', 'Unconfirmed'],
  [-1006, 'An unexpected response was received from the message bus.', 'Unconfirmed'],
  [-1007, 'Timeout waiting for response from backend server.', 'Unconfirmed'],
  [-1008, 'Server is currently overloaded with other requests.', 'Unconfirmed'],
  [-1010, 'ERROR_MSG_RECEIVED', 'Unconfirmed'],
  [-1013, 'Filter failure: PRICE_FILTER', 'BadPrecision'],
  [-1013, 'Filter failure: PERCENT_PRICE', 'PriceOutOfBand'],
  [-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE', 'PriceOutOfBand'],
  [-1013, 'Filter failure: LOT_SIZE', 'BadPrecision'],
  [-1013, 'Filter failure: MARKET_LOT_SIZE', 'BadPrecision'],
  [-1013, 'Filter failure: NOTIONAL', 'BelowMinimum'],
  [-1013, 'Filter failure: MIN_NOTIONAL', 'BelowMinimum'],
  [-1013, 'Filter failure: MAX_POSITION', 'AboveMaximum'],
  [-1013, 'Filter failure: MAX_NUM_ORDERS', 'TooManyOrders'],
  [-1013, 'Market is closed.', 'MarketClosed'],
  [-1013, 'Filter failure: ONE_OF_TOMORROW', 'Other'],
  [-1014, 'Unsupported order combination.', 'UnsupportedType'],
  [-1015, 'Too many new orders.', 'TooManyOrders'],
  [-1016, 'This service is no longer available.', 'Unconfirmed'],
  [-1020, 'This operation is not supported.', 'UnsupportedType'],
  [-1021, 'Timestamp for this request is outside of the recvWindow.', 'ClockDiffers'],
  [-1022, 'Signature for this request is not valid.', 'KeyNotAllowed'],
  [-1100, 'Illegal characters found in a parameter.', 'Malformed'],
  [-1102, 'A mandatory parameter was not sent.', 'Malformed'],
  [-1111, "Parameter 'price' has too much precision.", 'BadPrecision'],
  [-1116, 'Invalid orderType.', 'UnsupportedType'],
  [-1121, 'Invalid symbol.', 'UnknownSymbol'],
  [-1130, "Data sent for parameter 'x' is not valid.", 'Malformed'],
  [-1131, 'recvWindow must be less than 60000.', 'Malformed'],
  [-2010, 'Duplicate order sent.', 'Exists'],
  [-2010, 'Account has insufficient balance for requested action.', 'InsufficientFunds'],
  [-2010, 'Order would immediately match and take.', 'WouldTake'],
  [-2010, 'Market is closed.', 'MarketClosed'],
  [-2010, 'This symbol is not permitted for this account.', 'KeyNotAllowed'],
  [-2010, 'Words that nobody has written down.', 'Unconfirmed'],
  [-2010, '', 'Unconfirmed'],
  [-2011, 'Unknown order sent.', 'UnknownOrder'],
  [-2011, 'Words that nobody has written down.', 'Unconfirmed'],
  [-2013, 'Order does not exist.', 'Unconfirmed'],
  [-2014, 'API-key format invalid.', 'KeyNotAllowed'],
  [-2015, 'Invalid API-key, IP, or permissions for action.', 'KeyNotAllowed'],
  [-2016, 'No trading window could be found for the symbol.', 'Unconfirmed'],
  [-2026, 'Order was archived.', 'Unconfirmed'],
  [-9999, 'A code of tomorrow.', 'Unconfirmed'],
  [0, '', 'Unconfirmed'],
];

describe('an answer', () => {
  it.each(CODES)('%i %j proves %s when the API itself says it', (code, msg, expected) => {
    expect(kindOf(400, error(code, msg))).toBe(expected);
  });

  it.each([403, 404, 408, 409, 500, 502, 503, 504, 302, 204, 201])(
    'of status %i proves nothing, whatever its body says',
    (status) => {
      for (const [code, msg] of CODES) {
        expect(kindOf(status, error(code, msg)), `${code} ${msg}`).toBe('Unconfirmed');
      }
      for (const body of ['', '<html></html>', '{}', 'null', '[]', '{"code":"-2010","msg":1}']) {
        expect(kindOf(status, body)).toBe('Unconfirmed');
      }
    },
  );

  it('of no code we know, from 0 to -10,000, proves a refusal that is on no list', () => {
    const listed = new Set(CODES.map(([code]) => code));
    const proving: number[] = [];
    for (let code = 0; code > -10_000; code -= 1) {
      const kind = kindOf(400, error(code, 'Words that nobody has written down.'));
      if (kind !== 'Unconfirmed' && !listed.has(code)) proving.push(code);
    }
    const others = [
      -1101, -1103, -1104, -1105, -1106, -1108, -1112, -1114, -1115, -1117, -1118, -1119, -1128,
    ];
    expect(proving).toEqual(others);
  });

  it('A7-15 that there were too many requests says how long to wait, whatever its body says', () => {
    for (const status of [429, 418]) {
      const verdict = verdictOf({ status, headers: { 'retry-after': '7' }, body: '<html>' });
      expect(verdict).toEqual({ kind: 'Refused', retryAfterMs: 7000 });
    }
  });

  it.each([
    ['0', 0],
    ['60', 60_000],
    ['999999999', 259_200_000],
    ['', 60_000],
    ['soon', 60_000],
    ['-1', 60_000],
    ['1e9', 60_000],
  ])('with Retry-After %j is waited for %i ms', (text, expected) => {
    expect(retryAfterMs({ 'retry-after': text })).toBe(expected);
  });
});

describe('an act', () => {
  it('that never left is not sent, and one without an answer is unconfirmed', () => {
    const notSent = { kind: 'NotSent', why: { code: 'NoHeadroom', waitedMs: 1 } } as const;
    expect(outcomeOf(notSent, ok)).toBe(notSent);
    for (const fault of ['Timeout', 'ConnectionLost', 'TooLarge'] as const) {
      const outcome = outcomeOf({ kind: 'NoAnswer', fault, evidence }, ok);
      expect(outcome).toMatchObject({ kind: 'Unconfirmed', detail: fault });
    }
  });

  it('is accepted only by a good answer that could be read', () => {
    const unreadable = () => ({ ok: false, error: { code: 'Malformed', detail: 'x' } }) as const;
    expect(outcomeOf(answered(200, '{}'), () => ok(1))).toMatchObject({ kind: 'Accepted' });
    expect(outcomeOf(answered(200, '{}'), unreadable)).toMatchObject({ kind: 'Unconfirmed' });
    expect(outcomeOf(answered(200, '{"half":'), () => ok(1))).toMatchObject({
      kind: 'Unconfirmed',
    });
  });
});

describe('A7-12 a replacement', () => {
  const readers = { canceled: () => ok('canceled'), placed: () => ok('placed') };
  const legs = (status: number, code: number, data: object) => {
    const body = status === 200 ? data : { code, msg: 'Order cancel-replace failed.', data };
    const { canceled, placed } = replacedOf(
      answered(status, JSON.stringify(body)),
      readers as never,
    );
    return [kind(canceled), kind(placed)];
  };
  const kind = (outcome: Outcome<unknown> | null) =>
    outcome?.kind === 'RejectedProven' ? outcome.reason : (outcome?.kind ?? null);
  const data = (cancelResult: string, newOrderResult: string, responses: object = {}) => ({
    cancelResult,
    newOrderResult,
    cancelResponse: { code: -2011, msg: 'Unknown order sent.' },
    newOrderResponse: {
      code: -2010,
      msg: 'Account has insufficient balance for requested action.',
    },
    ...responses,
  });

  it.each([
    [200, 0, data('SUCCESS', 'SUCCESS'), ['Accepted', 'Accepted']],
    [409, -2021, data('SUCCESS', 'FAILURE'), ['Accepted', 'InsufficientFunds']],
    [409, -2021, data('FAILURE', 'SUCCESS'), ['UnknownOrder', 'Accepted']],
    [400, -2022, data('FAILURE', 'NOT_ATTEMPTED'), ['UnknownOrder', null]],
    [400, -2022, data('FAILURE', 'FAILURE'), ['UnknownOrder', 'InsufficientFunds']],
    [
      409,
      -2021,
      data('SUCCESS', 'FAILURE', { newOrderResponse: { code: -1007, msg: 'Timeout.' } }),
      ['Accepted', 'Unconfirmed'],
    ],
    [
      409,
      -2021,
      data('SUCCESS', 'FAILURE', { newOrderResponse: null }),
      ['Accepted', 'Unconfirmed'],
    ],
    [409, -2021, {}, ['Unconfirmed', 'Unconfirmed']],
    [409, -2021, data('MAYBE', 'SUCCESS'), ['Unconfirmed', 'Unconfirmed']],
    [400, -2022, {}, ['Unconfirmed', 'Unconfirmed']],
    [503, -2022, data('FAILURE', 'FAILURE'), ['Unconfirmed', 'Unconfirmed']],
  ])('of status %i and code %i tells each leg by itself', (status, code, body, expected) => {
    expect(legs(status, code, body)).toEqual(expected);
  });

  it.each([
    [400, error(-1013, 'Filter failure: LOT_SIZE'), 'BadPrecision'],
    [400, error(-1021, 'Timestamp.'), 'ClockDiffers'],
    [429, '', 'Refused'],
    [400, error(-2010, 'Account has insufficient balance for requested action.'), 'Unconfirmed'],
    [400, error(-2010, 'Duplicate order sent.'), 'Unconfirmed'],
    [504, '', 'Unconfirmed'],
  ])('of status %i and %j that tells no legs is the same for both', (status, body, expected) => {
    const { canceled, placed } = replacedOf(answered(status, body), readers as never);
    expect([kind(canceled), kind(placed)]).toEqual([expected, expected]);
  });
});
