import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, doubtsTime, isMaintenance, pauseOf, verdictOf } from './outcomes.ts';

const ACTS: readonly Act[] = ['Place', 'Cancel', 'Amend', 'CancelAll', 'DeadManSwitch'];

const said = (...errors: string[]) => ({
  status: 200,
  headers: {},
  body: JSON.stringify({ error: errors }),
});
const kindOf = (act: Act, ...errors: string[]) => {
  const verdict = verdictOf(act, said(...errors));
  return verdict.kind === 'RejectedProven' ? verdict.reason : verdict.kind;
};

/** Every text on the vendor's page of spot errors, and what it proves of a new order. */
const VENDOR: Readonly<Record<string, string>> = {
  'EGeneral:Invalid arguments': 'Malformed',
  'EGeneral:Invalid arguments:Index unavailable': 'Malformed',
  'EGeneral:Temporary lockout': 'Refused',
  'EService:Unavailable': 'Unconfirmed',
  'EService:Market in cancel_only mode': 'MarketClosed',
  'EService:Market in post_only mode': 'MarketClosed',
  'EService:Deadline elapsed': 'Unconfirmed',
  'EAPI:Invalid key': 'KeyNotAllowed',
  'EAPI:Invalid signature': 'KeyNotAllowed',
  'EAPI:Invalid nonce': 'ClockDiffers',
  'EGeneral:Permission denied': 'KeyNotAllowed',
  'EGeneral:Internal error': 'Unconfirmed',
  'EGeneral:Internal error:17': 'Unconfirmed',
  'EOrder:Cannot open opposing position': 'KeyNotAllowed',
  'EOrder:Cannot open position': 'KeyNotAllowed',
  'EOrder:Margin allowance exceeded': 'InsufficientFunds',
  'EOrder:Margin level too low': 'InsufficientFunds',
  'EOrder:Margin position size exceeded': 'AboveMaximum',
  'EOrder:Insufficient margin': 'InsufficientFunds',
  'EOrder:Insufficient funds': 'InsufficientFunds',
  'EOrder:Order minimum not met': 'BelowMinimum',
  'EOrder:Cost minimum not met': 'BelowMinimum',
  'EOrder:Tick size check failed': 'BadPrecision',
  'EOrder:Orders limit exceeded': 'TooManyOrders',
  'EOrder:Rate limit exceeded': 'Refused',
  'EOrder:Invalid price': 'PriceOutOfBand',
  'EOrder:Domain rate limit exceeded': 'Refused',
  'EOrder:Positions limit exceeded': 'TooManyOrders',
  'EOrder:Reduce only:Non-PC': 'Other',
  'EOrder:Reduce only:No position exists': 'Other',
  'EOrder:Reduce only:Position is closed': 'Other',
  'EOrder:Scheduled orders limit exceeded': 'TooManyOrders',
  'EOrder:Unknown position': 'Unconfirmed',
  'EAccount:Invalid permissions': 'KeyNotAllowed',
  'EAuth:Account temporary disabled': 'KeyNotAllowed',
  'EAuth:Account unconfirmed': 'KeyNotAllowed',
  'EAuth:Rate limit exceeded': 'Refused',
  'EAuth:Too many requests': 'Refused',
  'ETrade:Invalid request': 'Unconfirmed',
  'EBM:limit exceeded:CAL': 'AboveMaximum',
  'EFunding:Max fee exceeded': 'Unconfirmed',
};

/** Seen elsewhere (ccxt's lists, the guide on rate limits, the engine's words). */
const BESIDES: Readonly<Record<string, string>> = {
  'EAPI:Rate limit exceeded': 'Refused',
  'EGeneral:Too many requests': 'Refused',
  'EService:Throttled:1795000000': 'Unconfirmed',
  'EService:Busy': 'Unconfirmed',
  'EService:Timeout': 'Unconfirmed',
  'EDatabase:Internal error': 'Unconfirmed',
  'EQuery:Unknown asset pair': 'UnknownSymbol',
  'EQuery:Invalid asset pair': 'UnknownSymbol',
  'EOrder:Post only order': 'WouldTake',
  'EOrder:Invalid price:XBT/USD price can only be specified up to 1 decimals.': 'PriceOutOfBand',
  'EGeneral:Invalid arguments:volume minimum not met': 'BelowMinimum',
  'EGeneral:Invalid arguments:volume': 'BadPrecision',
  'EGeneral:Invalid arguments:price': 'BadPrecision',
  'EGeneral:Invalid arguments:ordertype': 'UnsupportedType',
  'EGeneral:Invalid arguments:timeinforce': 'UnsupportedType',
  'EGeneral:Invalid arguments:expiretm': 'Malformed',
  'EGeneral:Invalid arguments:deadline': 'ClockDiffers',
  'ETrade:User Locked': 'KeyNotAllowed',
  'EOrder:Duplicate client order id': 'Exists',
  'EOrder:cl_ord_id already in use': 'Exists',
  'EOrder:Rejected': 'Unconfirmed',
  'EOrder:Unknown order': 'Unconfirmed',
  'EGeneral:Unknown method': 'Unconfirmed',
};

describe('what an error proves of a new order', () => {
  it.each(Object.entries({ ...VENDOR, ...BESIDES }))('%s: %s', (text, proof) => {
    expect(kindOf('Place', text)).toBe(proof);
  });

  it('a text that was never seen proves nothing, whatever it begins with', () => {
    const prefix = fc.constantFrom('EOrder:', 'EService:', 'EGeneral:', 'EAPI:', 'E', '');
    const known = new Set(Object.keys({ ...VENDOR, ...BESIDES }));
    fc.assert(
      fc.property(fc.constantFrom(...ACTS), prefix, fc.string(), (act, start, rest) => {
        const text = `${start}x${rest}`;
        if (known.has(text) || /duplicate|already/i.test(text)) return;
        expect(kindOf(act, text)).toBe('Unconfirmed');
      }),
    );
  });

  it('keeps the venue’s code and words untouched', () => {
    expect(verdictOf('Place', said('EOrder:Insufficient funds'))).toEqual({
      kind: 'RejectedProven',
      reason: 'InsufficientFunds',
      code: 'EOrder',
      text: 'EOrder:Insufficient funds',
    });
  });
});

describe('what an error proves depends on what was asked', () => {
  it('an order that is not known is an answer to a cancel and to a change', () => {
    expect(kindOf('Cancel', 'EOrder:Unknown order')).toBe('UnknownOrder');
    expect(kindOf('Amend', 'EOrder:Unknown order')).toBe('UnknownOrder');
    expect(kindOf('DeadManSwitch', 'EOrder:Unknown order')).toBe('Unconfirmed');
  });

  it.each(['EOrder:Insufficient funds', 'EService:Market in cancel_only mode'])(
    '%s says nothing of a cancel',
    (text) => {
      expect(kindOf('Cancel', text)).toBe('Unconfirmed');
      expect(kindOf('Amend', text)).not.toBe('Unconfirmed');
    },
  );
});

describe('several errors', () => {
  it('are a proof only when each of them is one', () => {
    expect(kindOf('Place', 'EOrder:Insufficient funds', 'EOrder:Invalid price')).toBe(
      'InsufficientFunds',
    );
    expect(kindOf('Place', 'EOrder:Insufficient funds', 'EService:Timeout')).toBe('Unconfirmed');
    expect(kindOf('Place', 'EAPI:Rate limit exceeded', 'EService:Timeout')).toBe('Unconfirmed');
  });

  it('are passed over where they are warnings', () => {
    const body = JSON.stringify({ error: ['WGeneral:Danger'], result: { txid: ['O1'] } });
    const verdict = verdictOf('Place', { status: 200, headers: {}, body });
    expect(verdict).toEqual({ kind: 'Done', result: { txid: ['O1'] } });
  });
});

describe('what is no word of the API proves nothing', () => {
  const proof = JSON.stringify({ error: ['EOrder:Insufficient funds'] });

  it.each([400, 401, 403, 404, 408, 409, 500, 502, 503, 504, 520, 522, 525, 204, 302])(
    'HTTP %i, even with the text of a proof',
    (status) => {
      expect(verdictOf('Place', { status, headers: {}, body: proof }).kind).toBe('Unconfirmed');
    },
  );

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '"ok"',
    '{"error":',
    '<!DOCTYPE html><html></html>',
    '{"error":"EOrder:Insufficient funds"}',
    '{"error":[["EOrder:Insufficient funds"]]}',
    '{"error":[7]}',
  ])('HTTP 200 with %s', (body) => {
    expect(verdictOf('Place', { status: 200, headers: {}, body }).kind).toBe('Unconfirmed');
  });
});

describe('too many requests', () => {
  it('by status: for as long as the venue says, and never longer than an hour', () => {
    const wait = (after?: string) =>
      verdictOf('Place', {
        status: 429,
        headers: after === undefined ? {} : { 'retry-after': after },
        body: '',
      });
    expect(wait('7')).toMatchObject({ kind: 'Refused', retryAfterMs: 7_000 });
    expect(wait('999999')).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(wait('soon')).toMatchObject({ retryAfterMs: 5_000 });
    expect(wait()).toMatchObject({ retryAfterMs: 5_000 });
  });

  it('of the key pause the key; of one pair nothing', () => {
    expect(pauseOf(said('EAPI:Rate limit exceeded'))).toMatchObject({ reason: 'RateLimited' });
    expect(pauseOf(said('EGeneral:Temporary lockout'))).toMatchObject({ reason: 'Banned' });
    expect(pauseOf(said('EService:Throttled:1795000000'))).toMatchObject({ reason: 'RateLimited' });
    expect(pauseOf(said('EOrder:Rate limit exceeded'))).toBeNull();
    expect(pauseOf(said())).toBeNull();
    expect(pauseOf({ ...said('EAPI:Rate limit exceeded'), status: 500 })).toBeNull();
  });

  it('maintenance and doubts about the time are heard', () => {
    expect(isMaintenance(said('EService:Unavailable').body)).toBe(true);
    expect(isMaintenance(said('EService:Busy').body)).toBe(false);
    expect(doubtsTime(said('EService:Deadline elapsed').body)).toBe(true);
    expect(doubtsTime(said('EGeneral:Invalid arguments:deadline').body)).toBe(true);
    expect(doubtsTime(said().body)).toBe(false);
  });
});
