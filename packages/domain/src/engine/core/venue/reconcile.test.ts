import { describe, expect, it } from 'vitest';
import type { ProcessId } from '../../../kernel/index.ts';
import { addMs, mapGet, ZERO } from '../../../kernel/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import { aCommand } from '../sample-inputs.ts';
import {
  ALPHA_ACCOUNT,
  AT_BINANCE,
  AT_KRAKEN,
  anId,
  BTC,
  dec,
  PLACES,
  px,
  USD,
} from '../samples.ts';
import { Rig } from './samples.ts';

const isOpen = (rig: Rig) => mapGet(rig.state.venues, AT_BINANCE)?.isReconciled;
const kinds = (rig: Rig) => rig.breaks().map(({ kind }) => kind);
const key = (rig: Rig) => mapGet(rig.state.config.venueAccounts, AT_BINANCE)?.key ?? '';
const grade = (rig: Rig) => mapGet(rig.state.risk.states, `venueKey|${key(rig)}`)?.grade ?? null;

function started(): Rig {
  const rig = new Rig().traits();
  rig.give({ kind: 'Started', run: anId<ProcessId>(42), epoch: 2 });
  rig.ms += 10_000;
  return rig;
}

const resting = { terms: { ordType: 'Limit', price: px('99') } } as const;

function working(): { readonly rig: Rig; readonly clOrdId: ClOrdId } {
  const rig = new Rig().traits();
  const [clOrdId] = rig.place(resting);
  if (clOrdId === undefined) throw new Error('Nothing was placed.');
  rig.accepted(clOrdId);
  rig.wait(10_000);
  return { rig, clOrdId };
}

describe('a comparison with the venue', () => {
  it('opens an account for orders when nothing differs, and remembers up to where', () => {
    const rig = started();
    expect(isOpen(rig)).toBe(false);
    rig.snapshot(AT_BINANCE);
    expect(isOpen(rig)).toBe(true);
    expect(rig.breaks()).toEqual([]);
  });

  it('that failed is no information: the account stays closed, no break is opened, and it is asked again', () => {
    const rig = started();
    rig.give({ kind: 'SnapshotFailed', venueAccount: AT_BINANCE, detail: 'timeout' });
    expect([isOpen(rig), rig.breaks()]).toEqual([false, []]);
    expect(rig.alerts(), 'lines to venues come later than the run').toEqual([]);
    const before = rig.told('TakeSnapshot').length;
    rig.wait(30_000);
    expect(rig.told('TakeSnapshot').length).toBeGreaterThan(before);
    rig.give({ kind: 'SnapshotFailed', venueAccount: AT_BINANCE, detail: 'timeout' });
    expect(rig.alerts()).toEqual(['SnapshotFailed']);
  });

  it('A7-27 with a total that nothing explains is a break: the key is reducing, the account stays closed', () => {
    const rig = started();
    rig.snapshot(AT_BINANCE, { balances: rig.balances(AT_BINANCE, { USD: '-500' }) });
    expect(rig.breaks()).toMatchObject([
      { kind: 'BalanceDrift', subject: 'USD', severity: 'Medium', value: dec('500') },
    ]);
    expect([isOpen(rig), grade(rig)]).toEqual([false, 'REDUCING']);
    rig.snapshot(AT_BINANCE, { balances: rig.balances(AT_BINANCE, { USD: '-500' }) });
    expect(rig.breaks()).toHaveLength(1);
  });

  it('heals what is gone, and the key that it alone had stopped goes on', () => {
    const rig = started();
    rig.snapshot(AT_BINANCE, { balances: rig.balances(AT_BINANCE, { BTC: '2' }) });
    expect(kinds(rig)).toEqual(['UnattributedDeposit']);
    rig.snapshot(AT_BINANCE);
    expect(kinds(rig)).toEqual([]);
    expect(rig.events).toContainEqual(expect.objectContaining({ how: 'Healed' }));
    expect([isOpen(rig), grade(rig)]).toEqual([true, null]);
  });

  it('leaves to people what people or a breaker stopped besides, while the break stood or before', () => {
    for (const isFirst of [true, false]) {
      const rig = started();
      const kill = () => {
        const act = { act: 'Kill', grade: 'REDUCING', why: 'A test.' } as const;
        const scope = { level: 'venueKey', scope: key(rig) } as const;
        const { id: _, ...body } = aCommand(1, { ...act, key: scope });
        rig.give(body);
      };
      if (isFirst) kill();
      rig.snapshot(AT_BINANCE, { balances: rig.balances(AT_BINANCE, { BTC: '2' }) });
      if (!isFirst) kill();
      rig.snapshot(AT_BINANCE);
      expect([isOpen(rig), grade(rig)]).toEqual([true, 'REDUCING']);
    }
  });

  it('is made of the whole day at its fixed time, once, and what it came to is kept', () => {
    const rig = started();
    for (const place of PLACES) rig.snapshot(place);
    const before = rig.told('TakeSnapshot').length;
    // 11:06 until past 01:30.
    rig.wait(15 * 3_600_000);
    const asked = rig.told('TakeSnapshot').slice(before);
    const daily = asked.filter(({ why }) => why === 'Daily');
    expect(daily.map(({ venueAccount }) => venueAccount)).toEqual(PLACES);
    expect(daily[0]?.since).toBe(addMs(rig.at(), -25 * 3_600_000));
    rig.wait(3_600_000);
    expect(rig.told('TakeSnapshot').filter(({ why }) => why === 'Daily')).toHaveLength(3);
    rig.snapshot(AT_BINANCE, { balances: rig.balances(AT_BINANCE, { BTC: '2' }) }, 'Daily');
    rig.snapshot(AT_KRAKEN, {}, 'Daily');
    const kept = rig.events.filter(({ type }) => type === 'DayCompared');
    expect(kept).toMatchObject([
      { venueAccount: AT_BINANCE, orders: 0, fills: 0, assets: 2, breaks: 1, isBalanced: true },
      { venueAccount: AT_KRAKEN, breaks: 0, isBalanced: true },
    ]);
    rig.wait(24 * 3_600_000);
    expect(rig.told('TakeSnapshot').filter(({ why }) => why === 'Daily')).toHaveLength(6);
  });

  it('tells dust from a difference, and lets trading go on', () => {
    const rig = started();
    rig.snapshot(AT_BINANCE, { balances: rig.balances(AT_BINANCE, { USD: '0.001' }) });
    expect([kinds(rig), isOpen(rig), grade(rig)]).toEqual([['Dust'], true, null]);
  });

  it('that differs while orders work counts once it was seen twice, the same, some seconds apart', () => {
    const { rig, clOrdId } = working();
    const openOrders = [rig.report(clOrdId)];
    const balances = () => rig.balances(AT_BINANCE, { USD: '-50' });
    const at = rig.account(clOrdId);
    rig.snapshot(at, { openOrders, balances: rig.balances(at, { USD: '-50' }) });
    expect([kinds(rig), grade(rig)]).toEqual([['Timing'], null]);
    rig.ms += 6_000;
    rig.snapshot(at, { openOrders, balances: balances() });
    expect(kinds(rig)).toEqual(['BalanceDrift']);
  });

  it('books the fills that it tells and we had not heard, and nothing is a difference', () => {
    const { rig, clOrdId } = working();
    const at = rig.account(clOrdId);
    const fill = rig.fill(clOrdId, '1');
    const openOrders = [
      rig.report(clOrdId, { ordStatus: 'PartiallyFilled', cumQty: dec('1'), avgPx: px('100') }),
    ];
    rig.snapshot(at, { openOrders, fills: [fill] });
    expect(rig.order(clOrdId)).toMatchObject({ ordStatus: 'PartiallyFilled', lateQty: ZERO });
    expect(rig.breaks().filter(({ severity }) => severity !== 'Low')).toEqual([]);
  });

  it('asks for an order of ours that it does not list before anything is said of it', () => {
    const { rig, clOrdId } = working();
    const at = rig.account(clOrdId);
    rig.snapshot(at);
    expect(rig.told('AskVenue').at(-1)).toMatchObject({ question: 'Order' });
    expect([rig.order(clOrdId).ordStatus, kinds(rig)]).toEqual(['New', []]);
    rig.answer(clOrdId, 'New', { question: 'Order', report: null });
    expect([rig.order(clOrdId).ordStatus, kinds(rig)]).toEqual(['New', ['Timing']]);
    rig.snapshot(at, { closedOrders: [rig.report(clOrdId, { ordStatus: 'Canceled' })] });
    expect([rig.order(clOrdId).ordStatus, kinds(rig)]).toEqual(['Canceled', []]);
  });

  it('leaves alone what happened within the last five seconds', () => {
    const rig = new Rig().traits();
    const [clOrdId] = rig.place(resting);
    if (clOrdId === undefined) throw new Error('Nothing was placed.');
    rig.accepted(clOrdId);
    rig.snapshot(rig.account(clOrdId));
    expect(rig.told('AskVenue')).toEqual([]);
  });

  it('that does not have a fill which we booked is a break, until it has it', () => {
    const { rig, clOrdId } = working();
    const at = rig.account(clOrdId);
    const fill = rig.filled(clOrdId, '3');
    rig.ms += 6_000;
    rig.snapshot(at);
    expect(kinds(rig)).toEqual(['MissingVenueFill']);
    rig.snapshot(at, { fills: [fill] });
    expect(kinds(rig)).toEqual([]);
  });

  it('shows an order of nobody here, and never cancels it', () => {
    const { rig, clOrdId } = working();
    const at = rig.account(clOrdId);
    const own = rig.report(clOrdId);
    const other = { ...own, orderId: 'theirs', clOrdId: null };
    rig.snapshot(at, { openOrders: [own, other] });
    expect(rig.breaks()).toMatchObject([{ kind: 'ExternalOrder', subject: 'theirs' }]);
    expect(rig.told('CancelOrder')).toEqual([]);
    rig.snapshot(at, { openOrders: [own] });
    expect(rig.breaks()).toEqual([]);
  });

  it('keeps an account closed while a request there is in doubt', () => {
    const { rig, clOrdId } = working();
    const [second] = rig.place({ ...resting, terms: { ordType: 'Limit', price: px('98') } });
    if (second === undefined) throw new Error('Nothing was placed.');
    const at = rig.account(second);
    rig.sent(second, { kind: 'Unconfirmed', detail: 'socket cut' });
    rig.give({ kind: 'ReportsBroken', venueAccount: at, since: rig.at() });
    rig.snapshot(at, { openOrders: [rig.report(clOrdId)] });
    expect(mapGet(rig.state.venues, at)?.isReconciled).toBe(false);
  });
});

describe('a break that people close', () => {
  it('moves what they agreed on to the holder, and the next comparison opens the account', () => {
    const rig = started();
    const balances = rig.balances(AT_BINANCE, { USD: '700' });
    rig.snapshot(AT_BINANCE, { balances });
    const [found] = rig.breaks();
    const posting = { account: ALPHA_ACCOUNT, money: { asset: USD, amount: dec('700') } };
    const reason = 'It is the deposit of the 20th.';
    rig.control({ kind: 'BreakClosed', breakId: found?.id, posting, reason });
    expect(rig.breaks()).toEqual([]);
    rig.snapshot(AT_BINANCE, { balances });
    expect([isOpen(rig), kinds(rig)]).toEqual([true, []]);
  });

  it('is refused and stays open where the holder has not got what is to be taken', () => {
    const rig = started();
    rig.snapshot(AT_BINANCE, { balances: rig.balances(AT_BINANCE, { BTC: '-5' }) });
    const [found] = rig.breaks();
    const posting = { account: ALPHA_ACCOUNT, money: { asset: BTC, amount: dec('-5000') } };
    rig.control({ kind: 'BreakClosed', breakId: found?.id, posting, reason: 'As agreed by both.' });
    expect(kinds(rig)).toEqual(['BalanceDrift']);
  });
});
