import { fromEpochMs, ok } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../contract/answer.ts';
import type { LineResult } from '../line/index.ts';
import { CANCEL_REASONS, EDIT_REASONS, NEW_ORDER_REASONS } from './failure-reasons.ts';
import {
  cancelFailure,
  editFailure,
  orderFailure,
  outcomeOf,
  retryAfterMs,
  verdictOf,
} from './outcomes.ts';
import { readCanceled, readEdited, readPlaced } from './read-acts.ts';

const evidence: Evidence = {
  operation: 'order.place',
  request: { method: 'POST', url: '', headers: {}, body: null },
  response: null,
  sentAt: fromEpochMs(1_795_000_000_000),
  durationMs: 1,
  fault: null,
};

const NOTHING = 'UNKNOWN_FAILURE_REASON';

const failed = (error: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  success: false,
  failure_reason: NOTHING,
  order_id: '',
  error_response: { error: NOTHING, message: 'words', error_details: '', ...error },
  order_configuration: {},
  ...more,
});

const kindOf = (verdict: ReturnType<typeof orderFailure>) =>
  verdict?.kind === 'RejectedProven' ? verdict.reason : verdict?.kind;

describe('A new order that was not taken', () => {
  it.each([...NEW_ORDER_REASONS])('%s is proof, in each of its two forms', (code, reason) => {
    expect(kindOf(orderFailure(failed({ error: code })))).toBe(reason);
    expect(kindOf(orderFailure(failed({ new_order_failure_reason: code })))).toBe(reason);
    const preview = `PREVIEW_${code}`;
    expect(kindOf(orderFailure(failed({ preview_failure_reason: preview })))).toBe(reason);
    const both = failed({ error: code, preview_failure_reason: preview });
    expect(orderFailure(both)).toEqual({
      kind: 'RejectedProven',
      reason,
      code: preview,
      text: 'words',
    });
  });

  it.each([
    ['no reason', failed({})],
    [
      'UNKNOWN_PREVIEW_FAILURE_REASON',
      failed({ preview_failure_reason: 'UNKNOWN_PREVIEW_FAILURE_REASON' }),
    ],
    ['empty reasons', failed({ error: '', preview_failure_reason: null })],
    ['a reason of no list', failed({ error: 'SOMETHING_NEW' })],
    [
      'one of the list and one of none',
      failed({ error: 'INSUFFICIENT_FUND', preview_failure_reason: 'PREVIEW_SOMETHING_NEW' }),
    ],
  ])('with %s is unconfirmed', (_, body) => {
    expect(orderFailure(body)).toMatchObject({ kind: 'Unconfirmed' });
  });

  it.each(['DUPLICATE_CLIENT_ORDER_ID', 'PREVIEW_DUPLICATE_CLIENT_ORDER_ID'])(
    'because of %s exists: no reject, whatever else is told',
    (code) => {
      expect(orderFailure(failed({ error: code }))).toEqual({ kind: 'Exists' });
      const other = failed({ error: 'INVALID_REQUEST', new_order_failure_reason: code });
      expect(orderFailure(other)).toEqual({ kind: 'Exists' });
    },
  );

  it('that names an order all the same is no proof', () => {
    expect(orderFailure(failed({ error: 'INSUFFICIENT_FUND' }, { order_id: 'x' }))).toBeNull();
  });
});

describe('A cancel that was not taken', () => {
  it.each([...CANCEL_REASONS])('%s is proof', (code, reason) => {
    expect(kindOf(cancelFailure({ success: false, failure_reason: code }))).toBe(reason);
  });

  it.each([
    'UNKNOWN_CANCEL_FAILURE_REASON',
    'DUPLICATE_CANCEL_REQUEST',
    'ORDER_IS_BEING_REPLACED',
    '',
    null,
  ])('%s proves nothing', (reason) => {
    expect(cancelFailure({ success: false, failure_reason: reason })).toMatchObject({
      kind: 'Unconfirmed',
    });
  });
});

describe('An edit that was not taken', () => {
  const edit = (...reasons: string[]) => ({
    success: false,
    errors: reasons.map((edit_failure_reason) => ({
      edit_failure_reason,
      preview_failure_reason: 'UNKNOWN_PREVIEW_FAILURE_REASON',
    })),
  });

  it.each([...EDIT_REASONS])('%s is proof', (code, reason) => {
    expect(kindOf(editFailure(edit(code)))).toBe(reason);
  });

  it.each([
    [[]],
    [['UNKNOWN_EDIT_ORDER_FAILURE_REASON']],
    [['ORDER_IS_ALREADY_BEING_REPLACED']],
    [['ORDER_NOT_FOUND', 'SOMETHING_NEW']],
  ])('%j proves nothing', (reasons) => {
    expect(editFailure(edit(...reasons))).toMatchObject({ kind: 'Unconfirmed' });
  });

  it('because nothing would change may have been done by the one before it', () => {
    expect(editFailure(edit('EDIT_REQUEST_EQUAL_TO_ORIGINAL_REQUEST'))).toEqual({ kind: 'Exists' });
  });

  it('by a reason of a new order, as its preview has them, is proof too', () => {
    const body = {
      success: false,
      errors: [{ preview_failure_reason: 'PREVIEW_INSUFFICIENT_FUND' }],
    };
    expect(kindOf(editFailure(body))).toBe('InsufficientFunds');
  });
});

describe('A status', () => {
  const said = (status: number, body: string) => {
    const verdict = verdictOf({ status, headers: {}, body });
    return verdict.kind === 'RejectedProven' ? verdict.reason : verdict.kind;
  };
  const error = (code: string) => JSON.stringify({ error: code, message: 'words' });

  it.each([
    [400, error('INVALID_ARGUMENT'), 'Malformed'],
    [401, error('UNAUTHORIZED'), 'KeyNotAllowed'],
    [401, 'Unauthorized\n', 'KeyNotAllowed'],
    [
      401,
      '{"errors":[{"id":"authentication_error","message":"invalid api key"}]}',
      'KeyNotAllowed',
    ],
    [403, error('PERMISSION_DENIED'), 'KeyNotAllowed'],
    [429, '', 'Refused'],
  ])('%i with %s is known', (status, body, expected) => {
    expect(said(status, body)).toBe(expected);
  });

  it.each([
    [400, '<html>'],
    [400, error('unknown')],
    [401, '<html>'],
    [403, '<html>Attention Required</html>'],
    [403, error('INVALID_ARGUMENT')],
    [404, error('NOT_FOUND')],
    [404, error('INVALID_ARGUMENT')],
    [408, ''],
    [409, error('INVALID_ARGUMENT')],
    [302, ''],
    [204, ''],
    [500, error('INTERNAL')],
    [500, error('INVALID_ARGUMENT')],
    [502, '<html>'],
    [503, error('UNAVAILABLE')],
    [504, ''],
  ])('%i with %s proves nothing', (status, body) => {
    expect(said(status, body)).toBe('Unconfirmed');
  });

  it('429 says how long to wait, within reason', () => {
    expect(retryAfterMs({ 'retry-after': '7' })).toBe(7_000);
    expect(retryAfterMs({ 'retry-after': '999999' })).toBe(3_600_000);
    expect(retryAfterMs({ 'retry-after': 'soon' })).toBe(1_000);
    expect(retryAfterMs({})).toBe(1_000);
  });
});

describe('An answer', () => {
  const answered = (status: number, body: string): LineResult => ({
    kind: 'Answered',
    status,
    headers: {},
    body,
    evidence,
  });
  const NAMED = { client_order_id: 'mine', product_id: 'BTC-USD', side: 'BUY' } as const;
  const limit = (base_size: string, limit_price: string) => ({
    limit_limit_gtc: { base_size, limit_price, post_only: false },
  });
  const MEANT = { ...NAMED, order_configuration: limit('0.5', '60000') };
  const taken = (changes: Record<string, unknown> = {}, order_configuration: unknown = undefined) =>
    JSON.stringify({
      success: true,
      success_response: { order_id: 'venue-1', ...NAMED, ...changes },
      order_configuration,
    });
  const placed = (body: string) =>
    outcomeOf(answered(200, body), (text) => readPlaced(text, MEANT));

  it('that names our order is acceptance, without a word of what it has done', () => {
    expect(placed(taken())).toEqual({
      kind: 'Accepted',
      value: { orderId: 'venue-1', report: null, fills: [] },
      evidence,
    });
  });

  it.each([null, undefined, limit('0.50', '60000.00'), { limit_limit_gtc: {} }])(
    'that tells of it %j tells of ours',
    (told) => {
      expect(placed(taken({}, told)).kind).toBe('Accepted');
    },
  );

  it.each([
    taken({ product_id: 'ETH-USD' }),
    taken({ side: 'SELL' }),
    taken({}, limit('0.4', '60000')),
    taken({}, limit('0.5', '60001')),
    taken({}, limit('0.5', 'x')),
    taken({}, { stop_limit_stop_limit_gtc: { stop_price: '1' } }),
  ])('%s is of an order that had our name before: it exists', (body) => {
    expect(placed(body)).toEqual({ kind: 'Exists', evidence });
  });

  it.each([
    taken({ client_order_id: 'other' }),
    taken({ order_id: '' }),
    taken({}, 'x'),
    '{"success":true}',
    '{"success":"true"}',
    '{}',
    '[]',
    'null',
    '<html>',
    '',
  ])('%s proves nothing under HTTP 200', (body) => {
    expect(placed(body)).toMatchObject({ kind: 'Unconfirmed' });
  });

  it('that was lost, or was never asked for, is told as that', () => {
    const lost = { kind: 'NoAnswer', fault: 'Timeout', evidence } as const;
    expect(outcomeOf(lost, () => ok({ kind: 'Done', value: 1 }))).toMatchObject({
      kind: 'Unconfirmed',
      detail: 'Timeout',
    });
    const unsent = { kind: 'NotSent', why: { code: 'NoHeadroom', waitedMs: 5 } } as const;
    expect(outcomeOf(unsent, () => ok({ kind: 'Done', value: 1 }))).toEqual(unsent);
  });

  it('to a cancel tells of each order by itself, and has to tell of all', () => {
    const body = JSON.stringify({
      results: [
        { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: 'a' },
        { success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: 'b' },
      ],
    });
    const read = readCanceled(body, ['a', 'b']);
    expect(read.ok && read.value.get('a')).toEqual({ kind: 'Done', value: null });
    expect(read.ok && read.value.get('b')).toMatchObject({ reason: 'UnknownOrder' });
    expect(readCanceled(body, ['a', 'c']).ok).toBe(false);
    expect(readCanceled('{"results":null}', []).ok).toBe(false);
  });

  it('to an edit keeps the order’s id', () => {
    expect(readEdited('{"success":true,"errors":[]}', 'venue-1')).toMatchObject({
      value: { kind: 'Done', value: { orderId: 'venue-1' } },
    });
    expect(readEdited('{"success":true', 'venue-1').ok).toBe(false);
    expect(readEdited('{}', 'venue-1').ok).toBe(false);
  });
});
