/** A break that people closed is compared again by itself, and what it had stopped goes on by itself. */
import { describe, expect, it } from 'vitest';
import { mapGet, type ProcessId, ZERO } from '../../../kernel/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import { RULES } from '../rules.ts';
import { ALPHA_ACCOUNT, AT_BINANCE, anId, dec, PLACES, px, qty, USD } from '../samples.ts';
import { Rig } from './samples.ts';

const key = (rig: Rig) => mapGet(rig.state.config.venueAccounts, AT_BINANCE)?.key ?? '';
const grade = (rig: Rig) => mapGet(rig.state.risk.states, `venueKey|${key(rig)}`)?.grade ?? null;
const compared = (rig: Rig) =>
  rig.told('TakeSnapshot').filter((one) => one.venueAccount === AT_BINANCE);
const kinds = (rig: Rig) => rig.breaks().map(({ kind }) => kind);

function close(rig: Rig, posting: unknown = null): void {
  const [found] = rig.breaks();
  const reason = 'As both of us agreed.';
  rig.control({ kind: 'BreakClosed', breakId: found?.id, posting, reason });
}

function aFill(rules = RULES): { readonly rig: Rig; readonly clOrdId: ClOrdId } {
  const rig = new Rig().traits();
  rig.give({ kind: 'Started', run: anId<ProcessId>(42), epoch: 2, rules });
  for (const place of PLACES) rig.snapshot(place);
  rig.wait(10_000);
  const [clOrdId] = rig.place({ terms: { ordType: 'Limit', price: px('99') } });
  if (clOrdId === undefined) throw new Error('Nothing was placed.');
  rig.accepted(clOrdId);
  rig.filled(clOrdId, '1');
  rig.wait(10_000);
  return { rig, clOrdId };
}

describe('a break of Medium or worse that people close', () => {
  it('is compared again at once, by itself, and the key opens when nothing differs', () => {
    const rig = new Rig().traits();
    const balances = rig.balances(AT_BINANCE, { USD: '700' });
    rig.snapshot(AT_BINANCE, { balances });
    expect([kinds(rig), grade(rig)]).toEqual([['UnattributedDeposit'], 'REDUCING']);
    const before = compared(rig).length;
    close(rig, { account: ALPHA_ACCOUNT, money: { asset: USD, amount: dec('700') } });
    expect(compared(rig)).toHaveLength(before + 1);
    rig.snapshot(AT_BINANCE, { balances });
    expect([kinds(rig), grade(rig)]).toEqual([[], null]);
  });

  it('is asked for again where the venue did not answer, and opens the key then', () => {
    const rig = new Rig().traits();
    rig.snapshot(AT_BINANCE, { balances: rig.balances(AT_BINANCE, { USD: '700' }) });
    close(rig, { account: ALPHA_ACCOUNT, money: { asset: USD, amount: dec('700') } });
    rig.give({ kind: 'SnapshotFailed', venueAccount: AT_BINANCE, detail: 'timeout' });
    expect(grade(rig)).toBe('REDUCING');
    const before = compared(rig).length;
    rig.wait(30_000);
    expect(compared(rig).length).toBeGreaterThan(before);
    rig.snapshot(AT_BINANCE);
    expect(grade(rig)).toBeNull();
  });

  it('opens no key while the same total differs still: a balance is put right, or it is a break', () => {
    const rig = new Rig().traits();
    const balances = rig.balances(AT_BINANCE, { USD: '700' });
    rig.snapshot(AT_BINANCE, { balances });
    close(rig);
    rig.snapshot(AT_BINANCE, { balances });
    expect([kinds(rig), grade(rig)]).toEqual([['UnattributedDeposit'], 'REDUCING']);
  });
});

describe('a difference that people closed as it is', () => {
  it('a fill that the venue does not have: it is no break again, and the key opens', () => {
    const { rig, clOrdId } = aFill();
    const openOrders = [rig.report(clOrdId, { cumQty: qty('1') })];
    rig.snapshot(AT_BINANCE, { openOrders });
    expect([kinds(rig), grade(rig)]).toEqual([['MissingVenueFill'], 'REDUCING']);
    close(rig);
    rig.snapshot(AT_BINANCE, { openOrders });
    expect([kinds(rig), grade(rig)]).toEqual([[], null]);
  });

  it('an order of nobody here: it is no break again, until it is another one or says something else', () => {
    const { rig, clOrdId } = aFill();
    const own = rig.report(clOrdId, { cumQty: qty('1') });
    const theirs = { ...own, orderId: 'theirs', clOrdId: null, cumQty: ZERO };
    const told = (orderQty: string) =>
      rig.give({
        kind: 'OrderReported',
        venueAccount: AT_BINANCE,
        report: { ...theirs, orderQty: qty(orderQty) },
      });
    told('4');
    expect([kinds(rig), grade(rig)]).toEqual([['ExternalOrder'], 'REDUCING']);
    close(rig);
    told('4');
    expect(kinds(rig)).toEqual([]);
    told('5');
    expect(kinds(rig)).toEqual(['ExternalOrder']);
  });

  it('stands open again by the second rules, as older runs decided it', () => {
    const { rig } = aFill(2);
    rig.snapshot(AT_BINANCE);
    close(rig);
    rig.snapshot(AT_BINANCE);
    expect([kinds(rig), grade(rig)]).toEqual([['MissingVenueFill'], 'REDUCING']);
    expect(rig.state.agreed).toBeUndefined();
  });
});
