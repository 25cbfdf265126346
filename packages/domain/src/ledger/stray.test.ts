import { describe, expect, it } from 'vitest';
import {
  decimal,
  type Id,
  isZero,
  money,
  type Price,
  type Quantity,
  unwrap,
  ZERO,
} from '../kernel/index.ts';
import type { VenueAccountId } from '../market-data/index.ts';
import { book, bookFact } from './decide.ts';
import { balanceOf, EMPTY_LEDGER, heldAtPlace, sums } from './ledger.ts';
import {
  ALPHA,
  AT,
  at,
  BINANCE,
  BTC,
  BTC_EUR,
  CONSENT,
  EUR,
  entryId,
  id,
  withEvents,
} from './samples.ts';
import { entryRecord, readEntry } from './snapshot.ts';
import { breakEntry, lateFeeEntry, strayTradeEntry } from './stray.ts';

const venueAccount = BINANCE.id as VenueAccountId;
const stray = {
  id: entryId(1),
  at: AT,
  venueAccount,
  instrument: BTC_EUR,
  side: 'Buy',
  lastQty: decimal('2') as Quantity,
  lastPx: decimal('100') as Price,
  fee: money(decimal('0.5'), EUR),
  orderId: 'theirs',
  execId: 'exec-1',
} as const;

function booked() {
  const entry = unwrap(strayTradeEntry(stray));
  return withEvents(EMPTY_LEDGER, unwrap(bookFact(EMPTY_LEDGER, entry, null)));
}

describe('a trade that is nobody’s', () => {
  it('stands on suspense, fee and all, so that the place says what the venue says', () => {
    const ledger = booked();
    const totals = [...heldAtPlace(ledger, BINANCE)].map(([asset, all]) => [asset, String(all)]);
    expect(totals).toEqual([
      ['BTC', '2'],
      ['EUR', '-200.5'],
    ]);
    expect([...sums(ledger).values()].every(isZero)).toBe(true);
  });

  it('is read back from its record', () => {
    const entry = unwrap(strayTradeEntry(stray));
    expect(entryRecord(unwrap(readEntry(entryRecord(entry))))).toEqual(entryRecord(entry));
  });

  it('of nothing is refused', () => {
    expect(strayTradeEntry({ ...stray, lastQty: ZERO as Quantity })).toMatchObject({ ok: false });
  });

  it('becomes a holder’s by what people agreed, and the place stays as it is', () => {
    const before = booked();
    const entry = breakEntry({
      id: entryId(2),
      at: AT,
      venueAccount,
      holder: ALPHA,
      money: money(decimal('2'), BTC),
      from: 'Suspense',
      consent: CONSENT,
    });
    const after = withEvents(before, unwrap(book(before, unwrap(entry), null)));
    expect(String(balanceOf(after, at(BINANCE, ALPHA, BTC)))).toBe('2');
    expect([...heldAtPlace(after, BINANCE)].toSorted()).toEqual(
      [...heldAtPlace(before, BINANCE)].toSorted(),
    );
  });
});

it('a fee that was told late leaves its holder for the venue, and is owed where he has it not', () => {
  const fee = money(decimal('3'), EUR);
  const of = { holder: ALPHA, order: id<Id<'ClOrdId'>>(9) } as const;
  const terms = { id: entryId(3), at: AT, venueAccount, fee, execId: 'exec-1', of };
  const entry = unwrap(lateFeeEntry(terms));
  const ledger = withEvents(EMPTY_LEDGER, unwrap(bookFact(EMPTY_LEDGER, entry, null)));
  expect(String(balanceOf(ledger, { kind: 'Fee', asset: EUR, place: BINANCE }))).toBe('3');
  const { account } = ALPHA;
  const owed = { kind: 'ClientShortfall', account, asset: EUR, place: BINANCE } as const;
  expect(String(balanceOf(ledger, owed))).toBe('-3');
});
