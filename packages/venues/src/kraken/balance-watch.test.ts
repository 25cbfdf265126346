import { decimal } from '@ultrathink/domain/kernel';
import type { VenueBalance } from '@ultrathink/domain/trading';
import { describe, expect, it } from 'vitest';
import type { Answer, Evidence } from '../contract/answer.ts';
import { virtualTime } from '../line/virtual-time.ts';
import { BalanceWatch } from './balance-watch.ts';

const balance = (asset: string, total: string): VenueBalance => ({
  asset: asset as VenueBalance['asset'],
  total: decimal(total),
  held: decimal('0'),
});

function aWatch() {
  const time = virtualTime();
  const told: string[] = [];
  const state: { asked: number; next: Answer<readonly VenueBalance[]> } = {
    asked: 0,
    next: { kind: 'Told', value: [balance('BTC', '1')], evidence: {} as Evidence },
  };
  const watch = new BalanceWatch({
    timers: time.timers,
    ask: async () => {
      state.asked += 1;
      return state.next;
    },
    onBalance: ({ asset, total }) => told.push(`${asset} ${total}`),
  });
  const settle = () => Promise.resolve().then(() => undefined);
  return { watch, time, told, state, settle };
}

describe('balances that may have changed', () => {
  it('are asked for at once, and a storm of changes makes one more question after a pause', async () => {
    const { watch, time, told, state, settle } = aWatch();
    for (let n = 0; n < 100; n += 1) watch.look();
    await settle();
    expect([state.asked, told]).toEqual([1, ['BTC 1']]);
    time.pass(4_999);
    expect(state.asked).toBe(1);
    state.next = {
      kind: 'Told',
      value: [balance('BTC', '1'), balance('EUR', '5')],
      evidence: {} as Evidence,
    };
    time.pass(1);
    await settle();
    // What is as it was is not told again.
    expect([state.asked, told]).toEqual([2, ['BTC 1', 'EUR 5']]);
    time.pass(60_000);
    expect(state.asked).toBe(2);
  });

  it('are asked for again when there was no answer', async () => {
    const { watch, time, state, settle, told } = aWatch();
    const { next } = state;
    state.next = { kind: 'NoInformation', detail: 'Timeout', notSent: null, evidence: null };
    watch.look();
    await settle();
    state.next = next;
    time.pass(5_000);
    await settle();
    expect([state.asked, told]).toEqual([2, ['BTC 1']]);
  });

  it('are not asked for after it was closed', async () => {
    const { watch, time, state, settle, told } = aWatch();
    watch.look();
    watch.close();
    await settle();
    watch.look();
    time.pass(60_000);
    expect([state.asked, told]).toEqual([1, []]);
  });
});
