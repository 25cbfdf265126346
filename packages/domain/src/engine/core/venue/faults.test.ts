import { describe, expect, it } from 'vitest';
import { decimal, equals, mapGet, ZERO } from '../../../kernel/index.ts';
import { balanceOf, freeOf, heldOf } from '../../../ledger/index.ts';
import type { OrderWish } from '../input.ts';
import { ALPHA_ACCOUNT, type AT_BINANCE, BTC, dec, holderAt, px, qty, USD } from '../samples.ts';
import { Rig } from './samples.ts';

/** An order that one venue works, as it was submitted. */
function placed(wish: Partial<OrderWish> = {}, rig = new Rig().traits()) {
  const [clOrdId] = rig.place(wish);
  if (clOrdId === undefined) throw new Error('Nothing was placed.');
  return { rig, clOrdId, at: rig.account(clOrdId) };
}

const resting = { terms: { ordType: 'Limit', price: px('99') } } as const;
const UNCONFIRMED = { kind: 'Unconfirmed', detail: 'socket cut' } as const;

describe('a request whose answer is lost', () => {
  it('A7-1 stays unconfirmed, is asked for, and is proven absent: its funds are free and nothing was sent twice', () => {
    const { rig, clOrdId, at } = placed(resting);
    const free = () => String(freeOf(rig.state.ledger, holderAt(ALPHA_ACCOUNT, USD, at)));
    const whileHeld = free();
    rig.sent(clOrdId, UNCONFIRMED);
    expect(rig.order(clOrdId).unconfirmed.New).toBeDefined();
    prove(rig, clOrdId, at);
    expect(rig.order(clOrdId)).toMatchObject({
      ordStatus: 'Rejected',
      rejection: { by: 'Engine', reason: { code: 'NotSent' } },
    });
    expect(whileHeld).not.toBe('1000000');
    expect(rig.state.confirming.size).toBe(0);
    expect(rig.told('ResendOrder')).toEqual([]);
    const submits = rig.told('SubmitOrder').filter(({ order }) => order.clOrdId === clOrdId);
    expect(submits).toHaveLength(1);
  });

  it('A7-2 is adopted under a new run: found by its id, and no second order leaves', () => {
    const { rig, clOrdId } = placed(resting);
    rig.ms += 1_000;
    rig.give({ kind: 'Started', run: rig.state.run?.id ?? raise(), epoch: 2 });
    expect(rig.order(clOrdId).unconfirmed.New).toBeDefined();
    expect(rig.told('TakeSnapshot').map(({ why }) => why)).toEqual(['Start', 'Start', 'Start']);
    expect(rig.told('AskVenue').at(-1)).toMatchObject({ question: 'Order' });
    rig.answer(clOrdId, 'New', { question: 'Order', report: rig.report(clOrdId) });
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'New', unconfirmed: {} });
    expect(rig.told('SubmitOrder')).toHaveLength(1);
  });

  it('A7-3 that the venue accepted is accepted, once, by what is found', () => {
    const { rig, clOrdId } = placed(resting);
    rig.sent(clOrdId, UNCONFIRMED);
    rig.answer(clOrdId, 'New', { question: 'Order', report: rig.report(clOrdId) });
    expect(rig.order(clOrdId).ordStatus).toBe('New');
    expect(rig.events.filter(({ type }) => type === 'ConfirmingEnded')).toMatchObject([
      { how: 'Adopted' },
    ]);
  });

  it('A7-4 that was filled at once is adopted with its fill, booked once', () => {
    const { rig, clOrdId } = placed();
    rig.sent(clOrdId, UNCONFIRMED);
    const report = rig.report(clOrdId, { ordStatus: 'Filled', cumQty: dec('3'), avgPx: px('100') });
    rig.answer(clOrdId, 'New', { question: 'Order', report });
    expect(rig.order(clOrdId).ordStatus).toBe('PendingNew');
    rig.wait(2_000);
    expect(rig.told('AskVenue').at(-1)?.question).toBe('Fills');
    const fill = rig.fill(clOrdId, '3');
    rig.answer(clOrdId, 'New', { question: 'Fills', fills: [fill] });
    rig.give({ kind: 'FillReported', venueAccount: rig.account(clOrdId), fill });
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'Filled', lateQty: ZERO });
    expect(rig.parentOf(clOrdId).ordStatus).toBe('Filled');
    expect(rig.events.filter(({ type }) => type === 'FillBooked')).toHaveLength(1);
    expect(rig.told('SubmitOrder')).toHaveLength(1);
  });

  it('A7-6 is not absent while the window is open, however often it is not found', () => {
    const { rig, clOrdId } = placed(resting);
    rig.sent(clOrdId, UNCONFIRMED);
    for (let n = 0; n < 3; n += 1) {
      rig.answer(clOrdId, 'New', { question: 'Order', report: null });
      rig.wait(1_500);
    }
    expect(rig.order(clOrdId).ordStatus).toBe('PendingNew');
    rig.answer(clOrdId, 'New', { question: 'Order', report: rig.report(clOrdId) });
    expect(rig.order(clOrdId).ordStatus).toBe('New');
  });

  it('stays with a human where nobody told how its venue proves absence', () => {
    const { rig, clOrdId, at } = placed(resting, new Rig());
    rig.sent(clOrdId, UNCONFIRMED);
    for (let n = 0; n < 70; n += 1) {
      answerAsked(rig, clOrdId, at);
      rig.wait(2_000);
    }
    expect(rig.order(clOrdId).ordStatus).toBe('PendingNew');
    expect(rig.alerts()).toContain('UnconfirmedTooLong');
    expect(rig.alerts().filter((code) => code === 'UnconfirmedTooLong')).toHaveLength(1);
  });

  it('is unconfirmed after five seconds without any answer', () => {
    const { rig, clOrdId } = placed(resting);
    rig.wait(4_999);
    expect(rig.order(clOrdId).unconfirmed.New).toBeUndefined();
    rig.wait(1);
    expect(rig.order(clOrdId).unconfirmed.New).toBeDefined();
  });

  it('that the venue has under its id already is asked for, never refused', () => {
    const { rig, clOrdId } = placed(resting);
    rig.sent(clOrdId, { kind: 'Exists' });
    expect(rig.order(clOrdId).ordStatus).toBe('PendingNew');
    expect(rig.told('AskVenue')).toMatchObject([{ question: 'Order' }]);
  });

  it('is ended by two people where the venue would not tell', () => {
    const { rig, clOrdId } = placed(resting);
    rig.sent(clOrdId, UNCONFIRMED);
    control(rig, {
      kind: 'OutcomeAsserted',
      clOrdId,
      request: 'New',
      outcome: 'NeverArrived',
      reason: 'The venue confirmed it by telephone.',
    });
    expect(rig.order(clOrdId).ordStatus).toBe('Rejected');
    expect(rig.state.confirming.size).toBe(0);
  });
});

describe('fills', () => {
  it('A7-7 that are told again, by whomever, are booked once', () => {
    const { rig, clOrdId, at } = placed(resting);
    rig.accepted(clOrdId);
    const fill = rig.filled(clOrdId, '1');
    const before = rig.state;
    rig.give({ kind: 'FillReported', venueAccount: at, fill });
    rig.sent(clOrdId, { kind: 'Accepted', orderId: fill.orderId, report: null, fills: [fill] });
    expect(rig.state).toEqual(before);
  });

  it('A7-8 that come before the acknowledgement prove the order and are applied', () => {
    const { rig, clOrdId, at } = placed(resting);
    const fill = rig.fill(clOrdId, '1', { clOrdId: null });
    rig.give({ kind: 'FillReported', venueAccount: at, fill });
    expect(rig.order(clOrdId).cumQty).toEqual(ZERO);
    rig.accepted(clOrdId);
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'PartiallyFilled', cumQty: dec('1') });
    expect(rig.state.early.size).toBe(0);
  });

  it('A7-9 of no order of ours stand on suspense, so that the place agrees, and people are told', () => {
    const { rig, clOrdId, at } = placed(resting);
    rig.accepted(clOrdId);
    const fill = rig.fill(clOrdId, '2', { clOrdId: null, orderId: 'a stranger' });
    rig.give({ kind: 'FillReported', venueAccount: at, fill });
    const suspense = (asset: typeof BTC) =>
      String(
        balanceOf(rig.state.ledger, { kind: 'Suspense', asset, place: { kind: 'Venue', id: at } }),
      );
    expect([suspense(BTC), suspense(USD)]).toEqual(['2', '-200.01']);
    expect(rig.alerts()).toContain('ExternalFill');
    expect(rig.breaks().map(({ kind, proposal }) => [kind, String(proposal?.amount)])).toEqual([
      ['ExternalOrder', '2'],
      ['ExternalOrder', '-200.01'],
    ]);
    expect(keyState(rig, at)).toBe('REDUCING');
    rig.give({ kind: 'FillReported', venueAccount: at, fill });
    expect(rig.breaks()).toHaveLength(2);
    const [first] = rig.breaks();
    const money = { asset: BTC, amount: dec('2') };
    const posting = { account: ALPHA_ACCOUNT, money };
    control(rig, { kind: 'BreakClosed', breakId: first?.id, posting });
    expect(suspense(BTC)).toBe('0');
    expect(rig.breaks()).toHaveLength(1);
  });

  it('A7-10 and the cancel may come in either order: what was traded is the same', () => {
    const ends = [true, false].map((isFillFirst) => {
      const { rig, clOrdId } = placed(resting);
      rig.accepted(clOrdId);
      cancel(rig, clOrdId);
      if (isFillFirst) rig.filled(clOrdId, '1');
      rig.reported(clOrdId, { ordStatus: 'Canceled', cumQty: dec('1') });
      if (!isFillFirst) rig.filled(clOrdId, '1');
      const { ordStatus, cumQty } = rig.order(clOrdId);
      expect(rig.parentOf(clOrdId)).toMatchObject({ ordStatus: 'Canceled', cumQty });
      return [ordStatus, String(cumQty), rig.state.ledger.held.size];
    });
    expect(ends).toEqual([
      ['Canceled', '1', 0],
      ['Canceled', '1', 0],
    ]);
  });

  it('A7-13 after the end are booked, and told as late', () => {
    const { rig, clOrdId } = placed(resting);
    rig.accepted(clOrdId);
    rig.reported(clOrdId, { ordStatus: 'Canceled' });
    rig.filled(clOrdId, '1');
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'Canceled', lateQty: dec('1') });
    expect(rig.alerts()).toContain('LateFill');
  });

  it('A7-14 with another fee, price or quantity than before are a break, and nothing is overwritten', () => {
    const { rig, clOrdId, at } = placed(resting);
    rig.accepted(clOrdId);
    const fill = rig.filled(clOrdId, '1');
    const { ledger } = rig.state;
    const again = [
      { ...fill, fee: { amount: dec('0.02'), asset: USD } },
      { ...fill, fee: { amount: dec('0.01'), asset: BTC } },
      { ...fill, lastPx: px('101') },
      { ...fill, lastQty: qty('0.5') },
    ];
    for (const one of again) rig.give({ kind: 'FillReported', venueAccount: at, fill: one });
    const kinds = rig.breaks().map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['FeeAmount', 'FeeCurrency', 'Price', 'Quantity']);
    expect(rig.state.ledger).toEqual(ledger);
    const found = rig.breaks().find(({ kind }) => kind === 'FeeAmount');
    expect(found?.proposal).toEqual({ asset: USD, amount: decimal('-0.01') });
    const posting = { account: ALPHA_ACCOUNT, money: { asset: USD, amount: dec('-0.01') } };
    control(rig, { kind: 'BreakClosed', breakId: found?.id, posting });
    const [first] = again;
    if (first !== undefined) rig.give({ kind: 'FillReported', venueAccount: at, fill: first });
    expect(rig.breaks().map(({ kind }) => kind)).not.toContain('FeeAmount');
  });

  it('without a fee are booked and asked for, and the fee is booked when it comes', () => {
    const { rig, clOrdId, at } = placed(resting);
    rig.accepted(clOrdId);
    const fill = rig.filled(clOrdId, '1', { fee: null });
    const fees = () =>
      String(
        balanceOf(rig.state.ledger, { kind: 'Fee', asset: USD, place: { kind: 'Venue', id: at } }),
      );
    expect(fees()).toBe('0');
    expect(rig.told('AskVenue').at(-1)?.question).toBe('Fills');
    const whole = { ...fill, fee: { amount: dec('0.03'), asset: USD } };
    rig.answer(clOrdId, 'New', { question: 'Fills', fills: [whole] });
    rig.answer(clOrdId, 'New', { question: 'Fills', fills: [whole] });
    expect(fees()).toBe('0.03');
  });

  it('pay commission by the tier of the client on the notional, and free what the order held', () => {
    const { rig, clOrdId, at } = placed();
    rig.accepted(clOrdId);
    rig.filled(clOrdId, '3');
    const commission = balanceOf(rig.state.ledger, {
      kind: 'Commission',
      asset: USD,
      place: { kind: 'Venue', id: at },
    });
    expect(String(commission)).toBe('0.3');
    const usd = holderAt(ALPHA_ACCOUNT, USD, at);
    expect(heldOf(rig.state.ledger, usd)).toEqual(ZERO);
    expect(equals(balanceOf(rig.state.ledger, usd), dec('999699.69'))).toBe(true);
  });

  it('of more than was ordered contradict: they stand on suspense until people say whose they are', () => {
    const { rig, clOrdId, at } = placed(resting);
    rig.accepted(clOrdId);
    rig.filled(clOrdId, '4');
    expect(rig.order(clOrdId).cumQty).toEqual(ZERO);
    expect(rig.breaks().map(({ kind }) => kind)).toContain('Contradiction');
    const place = { kind: 'Venue', id: at } as const;
    const waits = balanceOf(rig.state.ledger, { kind: 'Suspense', asset: BTC, place });
    expect(String(waits)).toBe('4');
  });
});

describe('cancels and changes', () => {
  it('A7-11 whose answer is lost are asked again, and the order is never canceled by guess', () => {
    const { rig, clOrdId } = placed(resting);
    rig.accepted(clOrdId);
    cancel(rig, clOrdId);
    rig.sent(clOrdId, UNCONFIRMED, 'Cancel');
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'PendingCancel' });
    rig.wait(2_000);
    rig.answer(clOrdId, 'Cancel', { question: 'Order', report: rig.report(clOrdId) });
    rig.wait(2_000);
    expect(rig.told('CancelOrder')).toHaveLength(2);
    expect(rig.order(clOrdId).ordStatus).toBe('PendingCancel');
    rig.wait(2_000);
    const report = rig.report(clOrdId, { ordStatus: 'Canceled' });
    rig.answer(clOrdId, 'Cancel', { question: 'Order', report });
    expect(rig.order(clOrdId).ordStatus).toBe('Canceled');
    expect(rig.parentOf(clOrdId).ordStatus).toBe('Canceled');
  });

  it('A7-12 half done end the old leg alone: nothing of the new one is held or counted', () => {
    const { rig, clOrdId } = placed(resting);
    rig.accepted(clOrdId);
    const to = { clOrdId: rig.state.run?.id as never, orderQty: qty('2'), terms: resting.terms };
    rig.move(clOrdId, { kind: 'ReplaceAsked', at: rig.at(), to });
    const report = rig.report(clOrdId, { ordStatus: 'Canceled' });
    rig.give({
      kind: 'Replaced',
      clOrdId,
      canceled: { kind: 'Accepted', orderId: null, report, fills: [] },
      placed: { kind: 'RejectedProven', reason: 'InsufficientFunds', code: '-2010', text: '' },
      evidence: null,
    });
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'Canceled', replacing: null });
    expect(rig.order(clOrdId).clOrdIds).toEqual([clOrdId]);
  });

  it('that took effect count under the new name, and the end of the old leg is no end', () => {
    const { rig, clOrdId } = placed(resting);
    rig.accepted(clOrdId);
    const name = rig.state.run?.id as never;
    rig.move(clOrdId, {
      kind: 'ReplaceAsked',
      at: rig.at(),
      to: { clOrdId: name, orderQty: qty('2'), terms: resting.terms },
    });
    rig.reported(clOrdId, { ordStatus: 'Canceled' });
    rig.reported(clOrdId, { clOrdId: name, orderId: 'second leg', orderQty: qty('2') });
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'New', orderQty: dec('2') });
    rig.filled(clOrdId, '2', { clOrdId: name, orderId: 'second leg' });
    expect(rig.order(clOrdId).ordStatus).toBe('Filled');
    expect(rig.breaks()).toEqual([]);
  });
});

describe('refusals', () => {
  it('A7-15 for too many requests end the child as not sent, and its funds are free', () => {
    const { rig, clOrdId, at } = placed(resting);
    rig.sent(clOrdId, { kind: 'Refused', retryAfterMs: 5_000 });
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'Rejected' });
    const child = mapGet(rig.state.ledger.holds, clOrdId as never);
    expect(child?.isOpen).toBe(false);
    expect(at).toBeDefined();
  });

  it('with proof move the rest to another venue, with all checks again', () => {
    const { rig, clOrdId } = placed(resting);
    reject(rig, clOrdId);
    const [, second] = rig.told('SubmitOrder');
    expect(second).toBeDefined();
    expect(rig.events.filter(({ type }) => type === 'OrderDecided')).toHaveLength(2);
    expect(rig.parentOf(clOrdId).ordStatus).not.toBe('Rejected');
  });

  it('without end go to no more than so many venues', () => {
    const { rig, clOrdId } = placed(resting);
    reject(rig, clOrdId);
    for (let n = 0; n < 20; n += 1) {
      const last = rig.told('SubmitOrder').at(-1)?.order.clOrdId;
      if (last === undefined || rig.order(last).ordStatus !== 'PendingNew') break;
      reject(rig, last);
    }
    expect(rig.told('SubmitOrder').length).toBeLessThanOrEqual(6);
    expect(rig.parentOf(clOrdId).ordStatus).toBe('Rejected');
    expect(rig.state.ledger.held.size).toBe(0);
  });
});

// ------------------------------------------------------------------ what tests do often

const raise = (): never => {
  throw new Error('It has to be there.');
};

function reject(rig: Rig, clOrdId: Parameters<Rig['sent']>[0]): void {
  const outcome = { kind: 'RejectedProven', reason: 'MarketClosed', code: '1', text: 'closed' };
  rig.sent(clOrdId, outcome as Parameters<Rig['sent']>[1]);
}

function cancel(rig: Rig, clOrdId: Parameters<Rig['sent']>[0]): void {
  rig.cancel(rig.parentOf(clOrdId).placement.clOrdId);
  expect(rig.order(clOrdId).isCancelAsked).toBe(true);
}

function control(rig: Rig, body: object): void {
  rig.control({ reason: 'Agreed upon by both of us.', ...body });
}

function keyState(rig: Rig, at: typeof AT_BINANCE): string | null {
  const key = mapGet(rig.state.config.venueAccounts, at)?.key ?? '';
  return mapGet(rig.state.risk.states, `venueKey|${key}`)?.grade ?? null;
}

/** Whatever is asked about it, the venue has nothing of it. */
function answerAsked(rig: Rig, clOrdId: Parameters<Rig['sent']>[0], at: typeof AT_BINANCE): void {
  const open = mapGet(rig.state.confirming, `${clOrdId}|New`);
  if (open === undefined || open.askedMs === null) return;
  const question = rig.told('AskVenue').at(-1)?.question;
  if (question === 'Order') rig.answer(clOrdId, 'New', { question, report: null });
  if (question === 'Fills') rig.answer(clOrdId, 'New', { question, fills: [] });
  if (question === 'Balances') {
    rig.answer(clOrdId, 'New', { question, balances: rig.balances(at) });
  }
}

function prove(rig: Rig, clOrdId: Parameters<Rig['sent']>[0], at: typeof AT_BINANCE): void {
  for (let n = 0; n < 30 && rig.order(clOrdId).ordStatus === 'PendingNew'; n += 1) {
    answerAsked(rig, clOrdId, at);
    rig.wait(1_000);
  }
}
