import { decimal } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { openingState, parsePaperState } from './index.ts';
import { accepted, anOrder, balance, limit, paperRig } from './paper-rig.ts';

const STOP = { ordType: 'Stop', stopPx: decimal('102') as never } as const;
const MARKET = { ordType: 'Market' } as const;

describe('a restart', () => {
  type Rig = Awaited<ReturnType<typeof paperRig>>;

  async function past(rig: Rig) {
    rig.show(
      [
        ['99', '4'],
        ['98', '1'],
      ],
      [
        ['101', '2'],
        ['102', '5'],
      ],
    );
    accepted(await rig.place(anOrder({ terms: MARKET, qty: '1.5' })));
    const rests = anOrder({ terms: limit(99), qty: '3' });
    accepted(await rig.place(rests));
    accepted(await rig.place(anOrder({ terms: STOP, qty: '1' })));
    rig.show(
      [
        ['99', '3'],
        ['98', '1'],
      ],
      [
        ['101', '2'],
        ['102', '5'],
      ],
    );
    rig.trade('Sell', 99, '2');
    accepted(await rig.done(rig.execution.armDeadManSwitch(60)));
  }

  async function future(rig: Rig) {
    rig.show(
      [
        ['99', '3'],
        ['98', '1'],
      ],
      [
        ['101', '2'],
        ['102', '5'],
      ],
    );
    rig.trade('Sell', 99, '3');
    rig.trade('Buy', 102, '1');
    accepted(await rig.place(anOrder({ terms: MARKET, qty: '1' })));
    rig.time.pass(60_000);
    const { orders, fills, ...rest } = JSON.parse(rig.paper.state());
    const withoutIds = (rows: readonly Record<string, unknown>[]) =>
      rows.map(({ sent, clOrdId, orderId, execId, ...row }) => row);
    return { ...rest, orders: withoutIds(orders), fills: withoutIds(fills) };
  }

  it('finds the account as it was: its future is that of one that was never stopped', async () => {
    const stopped = await paperRig();
    await past(stopped);
    const state = parsePaperState(stopped.paper.state());
    if (!state.ok) throw new Error(state.error.detail);
    await stopped.paper.close();
    const restored = await paperRig({ state: state.value, time: stopped.time });
    expect(restored.paper.state()).toBe(stopped.paper.state());
    const whole = await paperRig();
    await past(whole);
    const expected = await future(whole);
    expect(expected.fills.length).toBeGreaterThan(3);
    expect(await future(restored)).toEqual(expected);
  });

  it('does first what fell due while nobody was there', async () => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    accepted(await rig.place(anOrder()));
    accepted(await rig.done(rig.execution.armDeadManSwitch(10)));
    const state = parsePaperState(rig.paper.state());
    await rig.paper.close();
    rig.time.pass(20_000);
    if (!state.ok) throw new Error(state.error.detail);
    const restored = await paperRig({ state: state.value, time: rig.time });
    expect(await restored.done(restored.execution.openOrders())).toMatchObject({ value: [] });
  });

  it('refuses a state that is not whole, and says where', () => {
    const whole = JSON.parse(JSON.stringify(openingState([balance('EUR', '1')])));
    expect(parsePaperState(JSON.stringify(whole)).ok).toBe(true);
    const float = { ...whole, balances: [{ asset: 'EUR', total: 1.5, held: '0' }] };
    expect(parsePaperState(JSON.stringify(float))).toMatchObject({
      error: { code: 'Malformed', detail: expect.stringContaining('balances.0.total') },
    });
    const { taken: _, ...less } = whole;
    expect(parsePaperState(JSON.stringify(less)).ok).toBe(false);
  });
});
