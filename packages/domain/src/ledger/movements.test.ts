import { describe, expect, it } from 'vitest';
import { decimal, money, unwrap, ZERO } from '../kernel/index.ts';
import type { TransferId } from './account.ts';
import { book, reserve } from './decide.ts';
import { mintEntry } from './entry.ts';
import { balanceOf, EMPTY_LEDGER, type Ledger } from './ledger.ts';
import {
  adjustmentEntry,
  arrivalEntry,
  correctionEntries,
  departureEntry,
  depositEntry,
  returnEntry,
  reversalEntry,
  type TransferTerms,
  withdrawalEntry,
} from './movements.ts';
import {
  ALPHA,
  AT,
  at,
  BETA,
  BINANCE,
  BTC,
  CONSENT,
  deposit,
  EUR,
  entryId,
  holdId,
  id,
  KRAKEN,
  trade,
  withEvents,
} from './samples.ts';
import { entryRecord, ledgerText, readEntry } from './snapshot.ts';
import { tradeEntry } from './trade.ts';

const EUROS = at(BINANCE, ALPHA, EUR);
const COINS = at(BINANCE, ALPHA, BTC);

const funded = (euros = '1000'): Ledger =>
  withEvents(EMPTY_LEDGER, unwrap(book(EMPTY_LEDGER, deposit(1, EUROS, euros), null)));

const after = (ledger: Ledger, decided: ReturnType<typeof book>): Ledger =>
  withEvents(ledger, unwrap(decided));

const text = (ledger: Ledger, account: Parameters<typeof balanceOf>[1]) =>
  String(balanceOf(ledger, account));

describe('an entry', () => {
  it('is refused when an asset does not add up to zero, however small the difference', () => {
    const posting = (amount: string, account: typeof EUROS) => ({
      account,
      amount: decimal(amount),
    });
    const refused = adjustmentEntry({ id: entryId(1), at: AT }, CONSENT, [
      posting('1', EUROS),
      posting('-0.999999999999999999', at(BINANCE, BETA, EUR)),
    ]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'Unbalanced', asset: EUR } });
  });

  it('is refused when one asset pays for another', () => {
    const refused = adjustmentEntry({ id: entryId(1), at: AT }, CONSENT, [
      { account: EUROS, amount: decimal('-1') },
      { account: COINS, amount: decimal('1') },
    ]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'Unbalanced' } });
  });

  it('is refused when nothing moves, and when it has more decimals than can be stored', () => {
    const empty = mintEntry({
      id: entryId(1),
      at: AT,
      cause: { kind: 'ShortfallRepaid' },
      postings: [],
    });
    expect(empty).toMatchObject({ ok: false, error: { code: 'NothingMoves' } });
    const fine = depositEntry({
      id: entryId(1),
      at: AT,
      holder: ALPHA,
      place: BINANCE,
      deposited: money(decimal('0.0000000000000000001'), EUR),
      reference: 'x',
    });
    expect(fine).toMatchObject({ ok: false, error: { code: 'AmountRefused' } });
  });

  it('holds nothing where it may not be held', () => {
    const place = { kind: 'InTransit', id: id<TransferId>(7) } as const;
    const refused = depositEntry({
      id: entryId(1),
      at: AT,
      holder: ALPHA,
      place,
      deposited: money(decimal('1'), EUR),
      reference: 'x',
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'NotHeldThere', kind: 'External' } });
  });

  it('needs a reason when people made it', () => {
    const refused = adjustmentEntry({ id: entryId(1), at: AT }, { ...CONSENT, reason: ' short ' }, [
      { account: EUROS, amount: decimal('1') },
      { account: { kind: 'Suspense', asset: EUR, place: BINANCE }, amount: decimal('-1') },
    ]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'ReasonLength' } });
  });

  it('read from a record that was changed is refused', () => {
    const record = JSON.stringify(entryRecord(deposit(1, EUROS, '1000')));
    expect(readEntry(JSON.parse(record))).toMatchObject({ ok: true });
    const changed = readEntry(JSON.parse(record.replace('"1000"', '"1001"')));
    expect(changed).toMatchObject({ ok: false, error: { code: 'Unbalanced' } });
  });
});

describe('a transfer', () => {
  const terms: TransferTerms = {
    transfer: id<TransferId>(7),
    holder: ALPHA,
    asset: EUR,
    from: BINANCE,
    to: KRAKEN,
    amount: decimal('250'),
  };
  const booked = (n: number) => ({ id: entryId(n), at: AT });
  const gone = after(funded(), book(funded(), unwrap(departureEntry(booked(2), terms)), null));

  it('is in transit until it arrives, with the network fee apart', () => {
    expect(text(gone, EUROS)).toBe('750');
    expect(text(gone, at({ kind: 'InTransit', id: terms.transfer }, ALPHA, EUR))).toBe('250');
    const there = after(
      gone,
      book(gone, unwrap(arrivalEntry(booked(3), terms, decimal('1'))), null),
    );
    expect(text(there, at(KRAKEN, ALPHA, EUR))).toBe('249');
    expect(text(there, at({ kind: 'InTransit', id: terms.transfer }, ALPHA, EUR))).toBe('0');
  });

  it('arrives once: a second arrival has nothing to come from', () => {
    const there = after(gone, book(gone, unwrap(arrivalEntry(booked(3), terms, ZERO)), null));
    const again = book(there, unwrap(arrivalEntry(booked(4), terms, ZERO)), null);
    expect(again).toMatchObject({ ok: false, error: { code: 'NotFree' } });
  });

  it('that comes back leaves everything as it was', () => {
    const back = after(gone, book(gone, unwrap(returnEntry(booked(3), terms)), null));
    expect(ledgerText(back)).toBe(ledgerText(funded()));
  });

  it('to the same place, of nothing, or eaten up by its fee is refused', () => {
    expect(departureEntry(booked(2), { ...terms, to: BINANCE })).toMatchObject({ ok: false });
    expect(departureEntry(booked(2), { ...terms, amount: ZERO })).toMatchObject({ ok: false });
    expect(arrivalEntry(booked(2), terms, decimal('250'))).toMatchObject({
      ok: false,
      error: { code: 'FeeTooLarge' },
    });
  });
});

describe('deposits, withdrawals and corrections', () => {
  it('a withdrawal takes no more than is free, its fee included', () => {
    const entry = unwrap(
      withdrawalEntry({
        id: entryId(2),
        at: AT,
        holder: ALPHA,
        place: BINANCE,
        withdrawn: money(decimal('400'), EUR),
        fee: decimal('2'),
        reference: 'w-1',
      }),
    );
    const ledger = after(funded(), book(funded(), entry, null));
    expect(text(ledger, EUROS)).toBe('600');
    expect(text(ledger, { kind: 'External', asset: EUR, place: BINANCE })).toBe('-602');
    const held = after(funded(), reserve(funded(), holdId(1), EUROS, decimal('700')));
    expect(book(held, entry, null)).toMatchObject({ ok: false, error: { code: 'NotFree' } });
  });

  it('a deposit that nobody knows is an open break, not somebody’s money', () => {
    const entry = unwrap(
      depositEntry({
        id: entryId(2),
        at: AT,
        holder: null,
        place: BINANCE,
        deposited: money(decimal('5'), EUR),
        reference: 'd-1',
      }),
    );
    const ledger = after(funded(), book(funded(), entry, null));
    expect(text(ledger, EUROS)).toBe('1000');
    expect(text(ledger, { kind: 'Suspense', asset: EUR, place: BINANCE })).toBe('5');
  });

  it('a correction is a reversal and a new entry, and reverses once', () => {
    const wrong = unwrap(tradeEntry(trade({ n: 2, side: 'Buy', qty: '1', px: '100' })));
    const right = unwrap(tradeEntry(trade({ n: 3, side: 'Buy', qty: '1', px: '90' })));
    let ledger = after(funded(), book(funded(), wrong, null));
    const ids = { reversal: entryId(4), replacement: entryId(5), at: AT };
    const { reversal, replacement } = unwrap(
      correctionEntries(wrong, ids, CONSENT, right.postings),
    );
    ledger = after(ledger, book(ledger, reversal, null));
    ledger = after(ledger, book(ledger, replacement, null));
    expect(text(ledger, EUROS)).toBe('910');
    expect(text(ledger, COINS)).toBe('1');
    expect(book(ledger, reversal, null)).toMatchObject({
      ok: false,
      error: { code: 'AlreadyReversed', by: entryId(4) },
    });
    expect(reversalEntry({ id: entryId(6), at: AT }, reversal, CONSENT)).toMatchObject({
      ok: false,
      error: { code: 'IsAReversal' },
    });
  });
});
