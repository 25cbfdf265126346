import { expect, it } from 'vitest';
import { addMs, mapGet } from '../../../kernel/index.ts';
import { px } from '../samples.ts';
import { Rig } from './samples.ts';

const DAY_MS = 86_400_000;

it.each([1, 3, 9])(
  'A7-7 a fill that was booked is told again by an account that was away for %i days and more: it is booked once',
  (days) => {
    const rig = new Rig().traits();
    const [clOrdId] = rig.place({ terms: { ordType: 'Limit', price: px('100.1') } });
    if (clOrdId === undefined) throw new Error('Nothing was placed.');
    const account = rig.account(clOrdId);
    rig.snapshot(account);
    rig.accepted(clOrdId);
    const { orderQty } = rig.order(clOrdId).placement;
    const fill = rig.filled(clOrdId, String(orderQty));
    const before = rig.balances(account);
    const watermark = mapGet(rig.state.venues, account)?.watermark ?? rig.at();
    for (let day = 0; day < days; day += 1) rig.wait(DAY_MS + 3_600_000);
    rig.snapshot(account, { fills: [fill], since: addMs(watermark, -600_000) });
    expect(rig.alerts()).not.toContain('ExternalFill');
    expect(rig.balances(account)).toEqual(before);
    expect(rig.breaks()).toEqual([]);
  },
);

it('forgets a fill that no comparison reaches any more', () => {
  const rig = new Rig().traits();
  const [clOrdId] = rig.place({ terms: { ordType: 'Limit', price: px('100.1') } });
  if (clOrdId === undefined) throw new Error('Nothing was placed.');
  const account = rig.account(clOrdId);
  rig.accepted(clOrdId);
  rig.filled(clOrdId, String(rig.order(clOrdId).placement.orderQty));
  expect(rig.state.execIds.size).toBe(1);
  rig.wait(2 * DAY_MS);
  rig.snapshot(account);
  rig.wait(3 * DAY_MS);
  expect(rig.state.execIds.size).toBe(0);
});
