import { describe, expect, it } from 'vitest';
import {
  type AccountId,
  add,
  equals,
  mapEntries,
  mapGet,
  type ProcessId,
  ZERO,
} from '../../../kernel/index.ts';
import { balanceOf, freeOf, type HoldId } from '../../../ledger/index.ts';
import { positionOf } from '../../../portfolio/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import { RULES } from '../rules.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  anId,
  BEN,
  BETA,
  BETA_ACCOUNT,
  BTC,
  BTC_USD,
  DESK_ACCOUNT,
  dec,
  holderAt,
  PLACES,
  px,
  qty,
  USD,
} from '../samples.ts';
import { Rig } from './samples.ts';

const resting = { terms: { ordType: 'Limit', price: px('99') } } as const;

const legs = [
  { account: ALPHA_ACCOUNT, client: ALPHA, weight: dec('3') },
  { account: BETA_ACCOUNT, client: BETA, weight: dec('1') },
];
const block = {
  beneficiary: {
    kind: 'Block',
    account: DESK_ACCOUNT,
    rule: { method: 'ProRata', legs, quantityScale: 8, notionalScale: 8 },
  },
  orderQty: qty('4'),
  ...resting,
} as const;

function placed(rig: Rig, ...[wish, person]: Parameters<Rig['place']>): ClOrdId {
  const [clOrdId] = rig.place(wish, person);
  if (clOrdId === undefined) throw new Error('Nothing was placed.');
  rig.accepted(clOrdId);
  return clOrdId;
}

const owned = (rig: Rig, account: AccountId, asset: typeof BTC) =>
  PLACES.reduce(
    (all, place) => add(all, balanceOf(rig.state.ledger, holderAt(account, asset, place))),
    ZERO,
  );

describe('a fill in the books', () => {
  it('is paid out of what its order holds: what is free for other orders stays free', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, resting);
    const usd = holderAt(ALPHA_ACCOUNT, USD, rig.account(clOrdId));
    const before = freeOf(rig.state.ledger, usd);
    rig.filled(clOrdId, '1', { lastPx: px('99') });
    expect(equals(freeOf(rig.state.ledger, usd), before)).toBe(true);
    const hold = mapGet(rig.state.ledger.holds, clOrdId as unknown as HoldId);
    expect(String(hold?.committed)).toBe('99.109');
  });

  it('of a block is divided by its sealed rule, each part with its own commission and hold', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, block, BEN);
    const shared = rig.account(clOrdId);
    const free = (account: AccountId) => freeOf(rig.state.ledger, holderAt(account, USD, shared));
    const before = [free(ALPHA_ACCOUNT), free(BETA_ACCOUNT)];
    rig.filled(clOrdId, '2', { lastPx: px('99'), fee: { amount: dec('0.4'), asset: USD } });
    const after = [free(ALPHA_ACCOUNT), free(BETA_ACCOUNT)];
    expect(after.map(String)).toEqual(before.map(String));
    expect([ALPHA_ACCOUNT, BETA_ACCOUNT].map((one) => String(owned(rig, one, BTC)))).toEqual([
      '3001.5',
      '3000.5',
    ]);
    // 148.5 + 0.3 of the fee + 10 bps; 49.5 + 0.1 + 10 bps.
    expect([ALPHA_ACCOUNT, BETA_ACCOUNT].map((one) => String(owned(rig, one, USD)))).toEqual([
      '2999851.0515',
      '2999950.3505',
    ]);
    expect(positionOf(rig.state.positions, DESK_ACCOUNT, BTC_USD)).toBeUndefined();
    expect(String(positionOf(rig.state.positions, BETA_ACCOUNT, BTC_USD)?.quantity)).toBe('0.5');
    rig.filled(clOrdId, '2', { lastPx: px('99') });
    expect(rig.order(clOrdId).ordStatus).toBe('Filled');
    expect(rig.state.ledger.held.size).toBe(0);
  });

  it('takes a fee in a third asset from who has it not as what he owes, and nothing of the others', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, resting);
    const bnb = 'BNB' as typeof BTC;
    rig.filled(clOrdId, '1', { fee: { amount: dec('0.002'), asset: bnb } });
    const place = { kind: 'Venue', id: rig.account(clOrdId) } as const;
    const owes = balanceOf(rig.state.ledger, {
      kind: 'ClientShortfall',
      account: ALPHA_ACCOUNT,
      asset: bnb,
      place,
    });
    expect(String(owes)).toBe('-0.002');
    expect(rig.alerts()).toContain('FeeNotValued');
  });

  it('whose fee is of what was bought leaves a position of what is there, at the price that was paid', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, resting);
    const fill = rig.filled(clOrdId, '1', {
      lastPx: px('99'),
      fee: { amount: dec('0.001'), asset: BTC },
    });
    const position = () => positionOf(rig.state.positions, ALPHA_ACCOUNT, BTC_USD);
    expect(String(position()?.quantity)).toBe('0.999');
    expect(String(owned(rig, ALPHA_ACCOUNT, BTC))).toBe('3000.999');
    // 99, and ten basis points of ours.
    expect(String(position()?.lots[0]?.cost)).toBe('99.099');
    rig.filled(clOrdId, '1', { lastPx: px('99'), fee: null, execId: 'late' });
    const fee = { amount: dec('0.002'), asset: BTC };
    const fills = [fill, { ...rig.fill(clOrdId, '1', { lastPx: px('99'), execId: 'late' }), fee }];
    rig.answer(clOrdId, 'New', { question: 'Fills', fills });
    expect(String(position()?.quantity)).toBe('1.997');
    expect(String(owned(rig, ALPHA_ACCOUNT, BTC))).toBe('3001.997');
  });

  it('whose fee is told late costs what it would have cost with it', () => {
    const costWith = (isLate: boolean) => {
      const rig = new Rig().traits();
      const clOrdId = placed(rig, resting);
      const fee = { amount: dec('0.5'), asset: USD };
      const fill = rig.filled(clOrdId, '1', { lastPx: px('99'), fee: isLate ? null : fee });
      const fills = [{ ...fill, fee }];
      if (isLate) rig.answer(clOrdId, 'New', { question: 'Fills', fills });
      const position = positionOf(rig.state.positions, ALPHA_ACCOUNT, BTC_USD);
      return [String(position?.lots[0]?.cost), String(position?.cash)];
    };
    expect(costWith(true)).toEqual(['99.599', '-99.599']);
    expect(costWith(true)).toEqual(costWith(false));
  });

  it('told again under another name, over what was ordered, is a duplicate and not booked', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, resting);
    const { orderQty } = rig.order(clOrdId);
    const fill = rig.filled(clOrdId, String(orderQty), { lastPx: px('99') });
    const before = owned(rig, ALPHA_ACCOUNT, BTC);
    const venueAccount = rig.account(clOrdId);
    rig.give({ kind: 'FillReported', venueAccount, fill: { ...fill, execId: 'other-name' } });
    expect(rig.breaks()).toMatchObject([
      { kind: 'Duplicate', subject: 'other-name', ours: fill.execId, client: ALPHA },
    ]);
    expect(equals(owned(rig, ALPHA_ACCOUNT, BTC), before)).toBe(true);
    const later = { ...fill, execId: 'another', at: rig.state.at ?? fill.at, lastQty: qty('1') };
    rig.give({ kind: 'FillReported', venueAccount, fill: later });
    expect(rig.breaks().map(({ kind }) => kind)).toContain('ExternalOrder');
  });

  it('is looked at again after one second, five, a minute and five', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, resting);
    rig.filled(clOrdId, '1');
    const looks = rig.events.flatMap((event) =>
      event.type === 'AgendaSet' && event.item.kind === 'Markout'
        ? [event.item.subject.split('|').at(-1)]
        : [],
    );
    expect(looks).toEqual(['1000', '5000', '60000', '300000']);
  });

  it('is no matter of the agenda by the second rules: the looks stand where a quote finds them', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, resting);
    rig.give({ kind: 'Started', run: anId<ProcessId>(42), epoch: 2, rules: RULES });
    const from = rig.events.length;
    rig.filled(clOrdId, '1');
    const told = rig.events.slice(from);
    expect(told.map(({ type }) => type)).toContain('FillBooked');
    expect(JSON.stringify(told)).not.toContain('Markout');
    expect(mapGet(rig.state.watching.markouts, BTC_USD)).toMatchObject({ size: 4 });
  });

  it('carries the mid of all books at that moment', () => {
    const rig = new Rig().traits();
    rig.filled(placed(rig, resting), '1');
    const [booked] = rig.events.flatMap((event) => (event.type === 'FillBooked' ? [event] : []));
    expect(String(booked?.mid)).toBe('100');
  });
});

describe('a fill of an order that has left memory', () => {
  it('waits on suspense, and its break says whose order it was', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, resting);
    const venueAccount = rig.account(clOrdId);
    const late = rig.fill(clOrdId, '1', { lastPx: px('99'), fee: null });
    rig.cancel(rig.parentOf(clOrdId).placement.clOrdId);
    for (const id of rig.told('SubmitOrder').map(({ order }) => order.clOrdId)) {
      rig.reported(id, { ordStatus: 'Canceled' });
    }
    rig.wait(61_000);
    rig.wait(61_000);
    expect(mapGet(rig.state.orders, clOrdId)).toBeUndefined();
    const owner = { clOrdId, account: ALPHA_ACCOUNT, client: ALPHA };
    rig.give({ kind: 'FillReported', venueAccount, fill: late, owner });
    const found = rig.breaks().find(({ subject }) => subject === `${late.execId}|BTC`);
    expect(found).toMatchObject({ kind: 'MissingInternalFill', client: ALPHA });
    expect(found?.theirs).toContain(clOrdId);
    expect(rig.alerts()).toContain('FillAfterEnd');
  });
});

describe('an order that has ended', () => {
  it('leaves memory with its parent and its holds a minute later, and not while a fee is missing', () => {
    const rig = new Rig().traits();
    const clOrdId = placed(rig, resting);
    const fill = rig.filled(clOrdId, '3', { fee: null });
    rig.wait(61_000);
    expect(mapGet(rig.state.orders, clOrdId)).toBeDefined();
    const fills = [{ ...fill, fee: { amount: dec('0.1'), asset: USD } }];
    rig.answer(clOrdId, 'New', { question: 'Fills', fills });
    rig.wait(61_000);
    expect(mapEntries(rig.state.orders)).toEqual([]);
    expect(mapEntries(rig.state.ledger.holds)).toEqual([]);
  });
});
