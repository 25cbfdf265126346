/** What books showed and is gone when an order comes: it is tried again, then waited for at the limit. */
import { expect, test } from 'vitest';
import { aWorld, px, qty } from '../samples.ts';
import { Rig } from './samples.ts';

function missed(rig: Rig, times: number): void {
  for (let n = 0; n < times; n += 1) {
    const child = rig.told('SubmitOrder').at(-1)?.order.clOrdId;
    if (child === undefined) throw new Error('Nothing was sent.');
    rig.accepted(child);
    rig.reported(child, { ordStatus: 'Expired' });
  }
}

const lastSent = (rig: Rig) => {
  const sent = rig.told('SubmitOrder');
  const { order } = sent.at(-1) ?? {};
  return { count: sent.length, order };
};

// One lot: one venue has all of it.
const wish = { orderQty: qty('0.1'), terms: { ordType: 'Limit', price: px('105') } } as const;

function aRig(restsAt: 'OneVenue' | 'Several'): Rig {
  const world = aWorld();
  const { routing } = world.config;
  if (routing === null) throw new Error('Nothing says how to route.');
  return new Rig({
    ...world,
    config: { ...world.config, routing: { ...routing, restsAt } },
  }).traits();
}

test('a limit that would trade is not given up because prices move: from the third time on it rests', () => {
  const rig = aRig('Several');
  const [first] = rig.place(wish);
  if (first === undefined) throw new Error('Nothing was placed.');
  const limited = lastSent(rig).order;
  expect(limited).toMatchObject({ timeInForce: 'ImmediateOrCancel' });
  missed(rig, 1);
  expect(lastSent(rig)).toMatchObject({ count: 2, order: { timeInForce: 'ImmediateOrCancel' } });
  missed(rig, 1);
  expect(lastSent(rig)).toMatchObject({
    count: 3,
    order: { timeInForce: 'GoodTillCancel', terms: { ordType: 'Limit', price: px('105') } },
  });
  expect(rig.parentOf(first)).toMatchObject({ ordStatus: 'New' });
  expect(rig.alerts()).toEqual([]);
});

test('by the first version of the rules it ends once what came back did so six times', () => {
  const rig = aRig('OneVenue');
  const [first] = rig.place(wish);
  if (first === undefined) throw new Error('Nothing was placed.');
  missed(rig, 6);
  expect(lastSent(rig)).toMatchObject({ count: 6, order: { timeInForce: 'ImmediateOrCancel' } });
  expect(rig.parentOf(first)).toMatchObject({ ordStatus: 'Rejected' });
});
