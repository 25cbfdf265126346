import { describe, expect, it } from 'vitest';
import { addMs, mapGet, toText } from '../../../kernel/index.ts';
import { type ClOrdId, isEnded } from '../../../trading/index.ts';
import { nextDue } from '../due.ts';
import type { InputBody } from '../input.ts';
import { aMoment, decisionOf, limitAt, placing, run, sentOf } from '../sample-inputs.ts';
import {
  ALPHA,
  ANNA,
  AT,
  AT_BINANCE,
  aWorld,
  BTC_USD,
  clientSet,
  dec,
  KEYS,
  LIMIT_VALUES,
  limitsSet,
  marked,
  PLACES,
  px,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import {
  alerts,
  canceled,
  childId,
  control,
  given,
  moved,
  parentId,
  working,
} from '../stopping/samples.ts';

const timeCame = (state: EngineState, ms: number) =>
  given(withEvents(state, marked(aMoment(ms).at)), { kind: 'TimeCame' }, ms, aMoment(ms).market);

const DAY_MS = 86_400_000;

/** A limit order that rests at one venue, with its child's id. */
function resting(
  state: EngineState,
  wish: Parameters<typeof placing>[1],
): { readonly state: EngineState; readonly id: ClOrdId; readonly child: ClOrdId } {
  const placed = run(state, placing(1, { terms: limitAt('99'), ...wish }));
  const [sent] = sentOf(placed.effects);
  if (sent === undefined) throw new Error('Nothing was sent.');
  const child = sent.order.clOrdId;
  const accepted: InputBody = {
    kind: 'Sent',
    request: 'New',
    clOrdId: child,
    outcome: { kind: 'Accepted', orderId: 'V-1', report: null, fills: [] },
    evidence: null,
    toWireMs: 1,
    roundTripMs: 20,
  };
  const after = given(placed.state, accepted, 50, aMoment(50).market);
  return { state: after.state, id: decisionOf(placed.effects).clOrdId, child };
}

const statusOf = (state: EngineState, id: ClOrdId) => mapGet(state.orders, id)?.order.ordStatus;

/** The venue says that it canceled what it had. */
function gone(state: EngineState, child: ClOrdId, ms: number): EngineState {
  const memory = mapGet(state.orders, child);
  if (memory === undefined || memory.venueAccount === null) throw new Error('No such child.');
  const { placement, orderQty, orderId } = memory.order;
  const report = {
    orderId: orderId ?? 'V-1',
    clOrdId: child,
    instrument: placement.instrument,
    side: placement.side,
    ordStatus: 'Canceled' as const,
    orderQty,
    cumQty: dec('0'),
    avgPx: null,
    at: null,
    text: null,
  };
  const body: InputBody = { kind: 'OrderReported', venueAccount: memory.venueAccount, report };
  return given(state, body, ms, aMoment(ms).market).state;
}

describe('orders whose time is over', () => {
  const expireTime = addMs(AT, 60_000);

  it('by a date cancel their children first, and expire when none works', () => {
    const { state, id, child } = resting(aWorld(), { timeInForce: 'GoodTillDate', expireTime });
    expect(canceled(timeCame(state, 59_999))).toEqual([]);
    const due = timeCame(state, 60_000);
    expect(canceled(due)).toEqual([child]);
    expect(statusOf(due.state, id)).toBe('PendingCancel');
    const ended = gone(due.state, child, 60_500);
    expect(statusOf(ended, id)).toBe('Expired');
    expect(sentOf(timeCame(ended, 61_000).effects)).toEqual([]);
  });

  it('by the day end at the cut-off of their client, as expired and not as canceled', () => {
    const hour = 3_600_000;
    const atMs = Date.parse(AT) % DAY_MS;
    const dayCutOffMs = (atMs + hour) % DAY_MS;
    const cut = control(aWorld(), clientSet(ALPHA, { dayCutOffMs }), 1).state;
    const { state, id, child } = resting(cut, { timeInForce: 'Day' });
    expect(canceled(timeCame(state, hour - 1))).toEqual([]);
    const due = timeCame(state, hour);
    expect(canceled(due)).toEqual([child]);
    expect(statusOf(gone(due.state, child, hour + 100), id)).toBe('Expired');
  });

  it('that wait for a price expire at once: no venue has anything of them', () => {
    const wish = {
      side: 'Sell' as const,
      terms: { ordType: 'Stop' as const, stopPx: px('97') },
      timeInForce: 'GoodTillDate' as const,
      expireTime,
    };
    const placed = run(aWorld(), placing(1, wish));
    const id = decisionOf(placed.effects).clOrdId;
    expect(placed.state.watching.waiting.size).toBe(1);
    const due = timeCame(placed.state, 60_000);
    expect(statusOf(due.state, id)).toBe('Expired');
    expect(due.state.watching.waiting.size).toBe(0);
  });

  it('leave memory a minute after they ended', () => {
    const { state, id, child } = resting(aWorld(), { timeInForce: 'GoodTillDate', expireTime });
    const ended = gone(timeCame(state, 60_000).state, child, 60_500);
    expect(mapGet(timeCame(ended, 120_499).state.orders, id)).toBeDefined();
    const later = timeCame(ended, 121_500);
    expect(mapGet(later.state.orders, id)).toBeUndefined();
    expect(mapGet(later.state.orders, child)).toBeUndefined();
  });
});

describe('what FLATTEN does once nothing of its level works', () => {
  const funds = { usd: '1000', btc: '5' };
  const kill = (state: EngineState, level: 'client' | 'venueKey', scope: string) =>
    control(
      state,
      { kind: 'Killed', key: { level, scope }, grade: 'FLATTEN', by: ANNA, why: 'Because.' },
      100,
    );

  it('sells what the level holds, place by place, by reduce-only orders at the market', () => {
    const killed = kill(aWorld({ funds }), 'client', ALPHA);
    expect(sentOf(killed.effects)).toEqual([]);
    expect(nextDue(killed.state).instrument).toBe(BTC_USD);
    const swept = timeCame(killed.state, 1_100);
    const sent = sentOf(swept.effects);
    expect(sent.map(({ venueAccount }) => venueAccount)).toEqual(PLACES);
    for (const { order } of sent) {
      expect([order.client, order.side, toText(order.orderQty)]).toEqual([ALPHA, 'Sell', '5']);
      expect(order.isFlattening).toBe(true);
    }
    // While these work, nothing more is sent.
    expect(sentOf(timeCame(swept.state, 2_200).effects)).toEqual([]);
    expect(canceled(timeCame(swept.state, 2_200))).toEqual([]);
  });

  it('waits for what works, and asks again for nothing that was asked', () => {
    const state = withEvents(aWorld({ funds }), ...working({ n: 0, at: aMoment(1).at }));
    const killed = kill(state, 'client', ALPHA);
    expect(canceled(killed)).toEqual([childId(0)]);
    const waits = timeCame(killed.state, 1_100);
    expect(sentOf(waits.effects)).toEqual([]);
    const event = { kind: 'Canceled', at: aMoment(1_200).at, cumQty: dec('0') } as const;
    const free = withEvents(waits.state, moved(childId(0), event));
    const parent = mapGet(free.orders, parentId(0));
    expect(parent !== undefined && isEnded(parent.order.ordStatus)).toBe(false);
    expect(sentOf(timeCame(free, 2_200).effects)).toHaveLength(3);
  });

  it('closes in parts what is larger than one order may be', () => {
    const limits = limitsSet('firm', 'firm', { ...LIMIT_VALUES, OrderValue: '1000' });
    const limited = control(aWorld({ funds }), limits, 10).state;
    const sent = sentOf(timeCame(kill(limited, 'client', ALPHA).state, 1_100).effects);
    // A quarter of the limit while markets are at their wildest, and a fifth of that for the way there.
    expect(sent.map(({ order }) => toText(order.orderQty))).toEqual(['2', '2', '2']);
  });

  it('of a venue key sells there and nowhere else', () => {
    const killed = kill(aWorld({ funds }), 'venueKey', String(KEYS[0]));
    const sent = sentOf(timeCame(killed.state, 1_100).effects);
    expect(new Set(sent.map(({ venueAccount }) => venueAccount))).toEqual(new Set([AT_BINANCE]));
    expect(sent).toHaveLength(2);
  });

  it('does not begin without the market it needs', () => {
    const killed = kill(aWorld({ funds }), 'client', ALPHA);
    const blind = given(killed.state, { kind: 'TimeCame' }, 1_100, null);
    expect(sentOf(blind.effects)).toEqual([]);
    expect(sentOf(timeCame(blind.state, 2_200).effects)).toHaveLength(3);
  });

  it('leaves dust that no venue takes, and says that it is complete', () => {
    const killed = kill(aWorld({ funds: { usd: '1000', btc: '0.09' } }), 'client', ALPHA);
    const swept = timeCame(killed.state, 1_100);
    expect(sentOf(swept.effects)).toEqual([]);
    expect(alerts(swept)).toEqual(['StopComplete']);
    expect(nextDue(swept.state).instrument).toBeNull();
  });
});

describe('when time has to come', () => {
  it('is never, while nothing waits for it', () => {
    expect(nextDue(aWorld())).toEqual({ at: null, ms: null, instrument: null });
  });

  it('is the first of the agenda, whatever was put down after it', () => {
    const set = (ms: number) => {
      const item = { due: addMs(AT, ms), kind: 'Recheck', subject: `x-${ms}` } as const;
      return { type: 'AgendaSet', item } as const;
    };
    const state = withEvents(aWorld(), set(5_000), set(1_500), set(1_200), set(90_000));
    expect(nextDue(state).at).toBe(addMs(AT, 1_200));
    const after = timeCame(state, 1_300).state;
    expect(nextDue(after).at).toBe(addMs(AT, 1_500));
    expect(nextDue(timeCame(after, 90_000).state).at).toBeNull();
  });

  it('is when an order has had no answer for five seconds, and then when its venue is asked', () => {
    const { state } = run(aWorld(), placing(1));
    expect(nextDue(state)).toEqual({ at: addMs(AT, 5_000), ms: null, instrument: null });
    expect(timeCame(state, 4_999).effects).toEqual([]);
    const asked = timeCame(state, 5_000);
    expect(asked.effects.map(({ kind }) => kind)).toContain('AskVenue');
    expect(nextDue(asked.state)).toMatchObject({ at: null, ms: 35_000 });
  });

  it('takes what is due in its order, each once', () => {
    const item = (n: number) => {
      return { due: addMs(AT, n % 3), kind: 'Recheck', subject: `x-${n}` } as const;
    };
    const items = [5, 3, 1, 4, 0, 2].map(item);
    const state = withEvents(
      aWorld(),
      ...items.map((one) => ({ type: 'AgendaSet' as const, item: one })),
    );
    const stepped = timeCame(state, 10);
    const [done] = stepped.events.filter(({ type }) => type === 'AgendaDone');
    const taken = done?.type === 'AgendaDone' ? done.items.map(({ subject }) => subject) : [];
    expect(taken).toEqual(['x-0', 'x-3', 'x-1', 'x-4', 'x-2', 'x-5']);
    expect(timeCame(stepped.state, 20).events).toEqual([]);
  });
});
