import { describe, expect, it } from 'vitest';
import { decimal, money, unwrap, ZERO } from '../kernel/index.ts';
import { accountKey, parseAccountKey, shortfallOf } from './account.ts';
import { book, bookFact, forget, release, reserve, resize } from './decide.ts';
import {
  applyToLedger,
  balanceOf,
  EMPTY_LEDGER,
  freeOf,
  heldAtPlace,
  heldOf,
  type Ledger,
  type LedgerEvent,
} from './ledger.ts';
import { reversalEntry, shortfallRepaidEntry } from './movements.ts';
import {
  ALPHA,
  AT,
  at,
  BINANCE,
  BNB,
  BTC,
  CONSENT,
  deposit,
  EUR,
  entryId,
  holdId,
  KRAKEN,
  trade,
  withEvents,
} from './samples.ts';
import { ledgerText, readLedger } from './snapshot.ts';
import { tradeEntry } from './trade.ts';

const EUROS = at(BINANCE, ALPHA, EUR);
const COINS = at(BINANCE, ALPHA, BTC);

const funded = (euros = '1000'): Ledger =>
  withEvents(EMPTY_LEDGER, unwrap(book(EMPTY_LEDGER, deposit(1, EUROS, euros), null)));

const after = (ledger: Ledger, decided: ReturnType<typeof book>): Ledger =>
  withEvents(ledger, unwrap(decided));

const text = (ledger: Ledger, account: Parameters<typeof balanceOf>[1]) =>
  String(balanceOf(ledger, account));

describe('a trade', () => {
  it('moves base against quote, pays the fee in its own currency and the commission to the firm', () => {
    const terms = trade(
      { n: 2, side: 'Buy', qty: '0.01', px: '50000' },
      { fee: money(decimal('0.002'), BNB), commission: money(decimal('0.5'), EUR) },
    );
    let ledger = after(funded(), book(funded(), deposit(3, at(BINANCE, ALPHA, BNB), '1'), null));
    ledger = after(ledger, book(ledger, unwrap(tradeEntry(terms)), null));
    expect(text(ledger, COINS)).toBe('0.01');
    expect(text(ledger, EUROS)).toBe('499.5');
    expect(text(ledger, at(BINANCE, ALPHA, BNB))).toBe('0.998');
    expect(text(ledger, { kind: 'Fee', asset: BNB, place: BINANCE })).toBe('0.002');
    expect(text(ledger, { kind: 'Commission', asset: EUR, place: BINANCE })).toBe('0.5');
    // What the venue itself should say: commission is still there, the fee is not.
    const there = heldAtPlace(ledger, BINANCE);
    expect(Object.fromEntries([...there].map(([asset, sum]) => [asset, String(sum)]))).toEqual({
      BTC: '0.01',
      EUR: '500',
      BNB: '0.998',
    });
  });

  it('is paid a rebate when the fee is negative', () => {
    const entry = unwrap(
      tradeEntry(
        trade({ n: 2, side: 'Buy', qty: '1', px: '100' }, { fee: money(decimal('-0.02'), EUR) }),
      ),
    );
    expect(text(after(funded(), book(funded(), entry, null)), EUROS)).toBe('900.02');
  });

  it('puts what the venue rounded on the account of roundings, and never more than a unit', () => {
    const terms = { n: 2, side: 'Buy', qty: '0.001', px: '33333.33' } as const;
    const settled = { amount: decimal('33.33'), scale: 2 };
    const entry = unwrap(tradeEntry(trade(terms, { settled })));
    const ledger = after(funded(), book(funded(), entry, null));
    expect(text(ledger, EUROS)).toBe('966.66667');
    expect(text(ledger, { kind: 'Rounding', asset: EUR, place: BINANCE })).toBe('0.00333');
    expect(String(heldAtPlace(ledger, BINANCE).get('EUR'))).toBe('966.67');
    const wrong = tradeEntry(trade(terms, { settled: { amount: decimal('33.32'), scale: 2 } }));
    expect(wrong).toMatchObject({ ok: false, error: { code: 'NotARounding' } });
  });

  it('of nothing, or with a negative commission, is no trade', () => {
    const nothing = tradeEntry(trade({ n: 2, side: 'Buy', qty: '0', px: '1' }));
    expect(nothing).toMatchObject({ ok: false, error: { code: 'NotTraded' } });
    const paid = tradeEntry(
      trade({ n: 2, side: 'Buy', qty: '1', px: '1' }, { commission: money(decimal('-1'), EUR) }),
    );
    expect(paid).toMatchObject({ ok: false, error: { code: 'NegativeCommission' } });
  });
});

describe('a hold', () => {
  const order = holdId(1);

  it('never exceeds what is free, and says limit and actual', () => {
    const ledger = after(funded(), reserve(funded(), order, EUROS, decimal('600')));
    expect(String(freeOf(ledger, EUROS))).toBe('400');
    expect(reserve(ledger, holdId(2), EUROS, decimal('400.01'))).toEqual({
      ok: false,
      error: {
        code: 'NotFree',
        account: accountKey(EUROS),
        limit: decimal('400'),
        actual: decimal('400.01'),
      },
    });
  });

  it('asked for again is the same hold, and with another amount is refused', () => {
    const ledger = after(funded(), reserve(funded(), order, EUROS, decimal('600')));
    expect(reserve(ledger, order, EUROS, decimal('600'))).toEqual({ ok: true, value: [] });
    expect(reserve(ledger, order, EUROS, decimal('500'))).toMatchObject({
      ok: false,
      error: { code: 'HoldDiffers' },
    });
    expect(reserve(ledger, order, COINS, decimal('600'))).toMatchObject({ ok: false });
  });

  it('is committed in parts with the fills, and the rest is free once the order has ended', () => {
    let ledger = after(funded(), reserve(funded(), order, EUROS, decimal('600')));
    const fill = unwrap(tradeEntry(trade({ n: 5, side: 'Buy', qty: '0.004', px: '49000' })));
    const part = { hold: order, amount: decimal('200') };
    ledger = after(ledger, book(ledger, fill, part));
    expect(text(ledger, EUROS)).toBe('804');
    expect(String(heldOf(ledger, EUROS))).toBe('400');
    // The same fill again, as a reconnect tells it.
    expect(book(ledger, fill, part)).toEqual({ ok: true, value: [] });
    ledger = after(ledger, release(ledger, order));
    expect(heldOf(ledger, EUROS)).toBe(ZERO);
    expect(release(ledger, order)).toEqual({ ok: true, value: [] });
    expect(book(ledger, fill, part)).toEqual({ ok: true, value: [] });
  });

  it('gives no more than it has, and nothing once it is closed', () => {
    let ledger = after(funded(), reserve(funded(), order, EUROS, decimal('100')));
    const fill = unwrap(tradeEntry(trade({ n: 5, side: 'Buy', qty: '1', px: '100' })));
    const over = book(ledger, fill, { hold: order, amount: decimal('100.1') });
    expect(over).toMatchObject({ ok: false, error: { code: 'HoldExceeded' } });
    ledger = after(ledger, release(ledger, order));
    const late = book(ledger, fill, { hold: order, amount: decimal('100') });
    expect(late).toMatchObject({ ok: false, error: { code: 'HoldClosed' } });
    expect(resize(ledger, order, decimal('1'))).toMatchObject({ ok: false });
  });

  it('grows with an amended order as far as there is something free, and shrinks to what is used', () => {
    let ledger = after(funded(), reserve(funded(), order, EUROS, decimal('100')));
    expect(resize(ledger, order, decimal('1000.01'))).toMatchObject({
      ok: false,
      error: { code: 'NotFree' },
    });
    ledger = after(ledger, resize(ledger, order, decimal('1000')));
    expect(String(freeOf(ledger, EUROS))).toBe('0');
    const fill = unwrap(tradeEntry(trade({ n: 5, side: 'Buy', qty: '1', px: '100' })));
    ledger = after(ledger, book(ledger, fill, { hold: order, amount: decimal('100') }));
    expect(resize(ledger, order, decimal('99'))).toMatchObject({
      ok: false,
      error: { code: 'HoldExceeded' },
    });
    ledger = after(ledger, resize(ledger, order, decimal('100')));
    expect(String(freeOf(ledger, EUROS))).toBe('900');
  });

  it('is forgotten only when it is closed', () => {
    let ledger = after(funded(), reserve(funded(), order, EUROS, decimal('100')));
    expect(forget(ledger, order)).toMatchObject({ ok: false, error: { code: 'HoldOpen' } });
    ledger = after(ledger, release(ledger, order));
    ledger = after(ledger, forget(ledger, order));
    expect(ledgerText(ledger)).toBe(ledgerText(funded()));
  });
});

describe('a fact that costs more than a holder has free', () => {
  const late = unwrap(tradeEntry(trade({ n: 9, side: 'Buy', qty: '1', px: '900' })));

  it('A4 is booked, with the rest as what he owes, and leaves other orders their holds', () => {
    let ledger = after(funded(), reserve(funded(), holdId(1), EUROS, decimal('300')));
    expect(book(ledger, late, null)).toMatchObject({ ok: false, error: { code: 'NotFree' } });
    ledger = after(ledger, bookFact(ledger, late, null));
    expect(text(ledger, EUROS)).toBe('300');
    expect(String(heldOf(ledger, EUROS))).toBe('300');
    expect(text(ledger, shortfallOf(EUROS))).toBe('-200');
    expect(text(ledger, COINS)).toBe('1');
    // The venue has paid all of it out.
    expect(String(heldAtPlace(ledger, BINANCE).get('EUR'))).toBe('100');
  });

  it('of an order whose hold is smaller takes the hold and then what is free', () => {
    let ledger = after(funded(), reserve(funded(), holdId(1), EUROS, decimal('850')));
    const commit = { hold: holdId(1), amount: decimal('900') };
    ledger = after(ledger, bookFact(ledger, late, commit));
    expect(text(ledger, EUROS)).toBe('100');
    expect(heldOf(ledger, EUROS)).toBe(ZERO);
    expect(bookFact(ledger, late, commit)).toEqual({ ok: true, value: [] });
  });

  it('is paid back out of what comes later, and never more than is owed', () => {
    const poor = funded('100');
    let ledger = after(poor, bookFact(poor, late, null));
    expect(text(ledger, shortfallOf(EUROS))).toBe('-800');
    ledger = after(ledger, book(ledger, deposit(10, EUROS, '1000'), null));
    const repaid = (amount: string) =>
      unwrap(shortfallRepaidEntry({ id: entryId(11), at: AT }, EUROS, decimal(amount)));
    expect(book(ledger, repaid('800.01'), null)).toMatchObject({
      ok: false,
      error: { code: 'NotOwed' },
    });
    ledger = after(ledger, book(ledger, repaid('800'), null));
    expect(text(ledger, EUROS)).toBe('200');
    expect(text(ledger, shortfallOf(EUROS))).toBe('0');
  });

  it('reversed after it was paid back gives the holder what he had paid', () => {
    const poor = funded('100');
    const booked = unwrap(bookFact(poor, late, null));
    const first = booked[0];
    if (first?.type !== 'EntryBooked') throw new Error('Nothing was booked.');
    let ledger = withEvents(poor, booked);
    ledger = after(ledger, book(ledger, deposit(10, EUROS, '800'), null));
    const repaid = shortfallRepaidEntry({ id: entryId(11), at: AT }, EUROS, decimal('800'));
    ledger = after(ledger, book(ledger, unwrap(repaid), null));
    const undone = unwrap(reversalEntry({ id: entryId(12), at: AT }, first.entry, CONSENT));
    ledger = after(ledger, bookFact(ledger, undone, null));
    expect(text(ledger, EUROS)).toBe('900');
    expect(text(ledger, shortfallOf(EUROS))).toBe('0');
    expect(text(ledger, COINS)).toBe('0');
  });
});

describe('the text of a ledger', () => {
  const held = after(funded(), reserve(funded(), holdId(1), EUROS, decimal('300')));

  it('is read back to the same ledger', () => {
    const read = unwrap(readLedger(ledgerText(held)));
    expect(ledgerText(read)).toBe(ledgerText(held));
  });

  it('that events could not have led to is refused', () => {
    const spoilt = (from: string, to: string) => readLedger(ledgerText(held).replace(from, to));
    expect(spoilt('"1000"', '"1001"')).toMatchObject({ ok: false });
    expect(spoilt('"reserved":"300"', '"reserved":"301"')).toMatchObject({ ok: false });
    expect(spoilt('"300"', '"2000"')).toMatchObject({ ok: false });
    expect(spoilt('"reserved":"300"', '"reserved":"300.0"')).toMatchObject({ ok: false });
    expect(readLedger('{')).toMatchObject({ ok: false });
  });

  it('names accounts by keys that are read back, and no others', () => {
    for (const account of [
      EUROS,
      shortfallOf(COINS),
      { kind: 'Fee', asset: EUR, place: KRAKEN } as const,
    ]) {
      expect(unwrap(parseAccountKey(accountKey(account)))).toEqual(account);
    }
    const bad = ['', 'Client||EUR|Venue|x', accountKey(EUROS).replace('Client', 'Market')];
    for (const key of bad) expect(parseAccountKey(key)).toMatchObject({ ok: false });
  });

  it('is not made from an entry whose postings were changed after its proof', () => {
    const entry = deposit(2, EUROS, '1');
    const copy = { ...entry, postings: entry.postings.slice(0, 1) };
    // @ts-expect-error A copy of an entry is no entry.
    const event: LedgerEvent = { type: 'EntryBooked', entry: copy, commit: null };
    expect(() => applyToLedger(held, event)).toThrow('nobody proved');
  });

  it('is not made from an event that breaks an invariant', () => {
    const event = unwrap(release(held, holdId(1)))[0];
    if (event === undefined) throw new Error('Nothing was released.');
    const released = applyToLedger(held, event);
    expect(() => applyToLedger(released, event)).toThrow('not open');
  });
});
