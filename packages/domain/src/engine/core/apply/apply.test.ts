/** What is remembered, for how long, and what it is worth. */
import { describe, expect, it, test } from 'vitest';
import {
  addMs,
  type CommandId,
  type IdempotencyKey,
  mapGet,
  type ProcessId,
  toText,
} from '../../../kernel/index.ts';
import { armedBreaker } from '../../../risk/index.ts';
import type { ClOrdId, OrderPlacement } from '../../../trading/index.ts';
import { agendaSecond, moneyOf, orderAtVenue, orderOf } from '../apply.ts';
import type { EngineEvent } from '../event.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  ANNA,
  AT,
  AT_BINANCE,
  anId,
  aWorld,
  BINANCE,
  BTC,
  BTC_USD,
  dec,
  deposited,
  holderAt,
  marked,
  px,
  qty,
  USD,
  withEvents,
} from '../samples.ts';
import { EMPTY_STATE, type EngineState } from '../state.ts';

const PARENT = anId<ClOrdId>(601);
const CHILD = anId<ClOrdId>(602);

const placement = (change: Partial<OrderPlacement> = {}): OrderPlacement => ({
  clOrdId: PARENT,
  level: 'Parent',
  parentClOrdId: null,
  account: ALPHA_ACCOUNT,
  placedBy: ANNA,
  venue: null,
  instrument: BTC_USD,
  side: 'Buy',
  orderQty: qty('3'),
  terms: { ordType: 'Limit', price: px('100') },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  isReduceOnly: false,
  ...change,
});

const parentPlaced = (change: Partial<OrderPlacement> = {}, at = AT): EngineEvent => ({
  type: 'ParentPlaced',
  at,
  client: ALPHA,
  strategy: null,
  placement: placement(change),
  protection: 'EMULATED',
});

const childPlaced: EngineEvent = {
  type: 'ChildPlaced',
  at: AT,
  placement: placement({ clOrdId: CHILD, level: 'Child', parentClOrdId: PARENT, venue: BINANCE }),
  venueAccount: AT_BINANCE,
  notAfter: addMs(AT, 10_000),
  payloadHash: '',
  holds: [],
};

const moved = (
  clOrdId: ClOrdId,
  event: Extract<EngineEvent, { type: 'OrderMoved' }>['event'],
): EngineEvent => ({ type: 'OrderMoved', clOrdId, event });

const textOf = (value: Parameters<typeof toText>[0] | null | undefined) =>
  value === null || value === undefined ? null : toText(value);

describe('marks', () => {
  const told = (seconds: number) => marked(addMs(AT, seconds * 1000), String(100 + seconds));
  const historyOf = ({ marks }: EngineState) =>
    (mapGet(marks.history, BTC_USD) ?? []).map(({ price }) => toText(price));

  it('keep a price every five seconds, and none older than the collar looks back', () => {
    const all = Array.from({ length: 400 }, (_, n) => told(n));
    const after = withEvents(EMPTY_STATE, ...all);
    const kept = historyOf(after);
    expect(kept.length).toBe(60);
    expect([kept[0], kept.at(-1)]).toEqual(['200', '495']);
  });

  it('are all that is known: what a moment does not tell is not known any more', () => {
    const before = aWorld();
    expect(textOf(moneyOf(before.risk, 'client', ALPHA)?.equity)).toBe('3300000');
    const after = withEvents(before, { ...told(1), values: [] } as EngineEvent);
    const money = moneyOf(after.risk, 'client', ALPHA);
    expect([money?.gross, money?.equity, money?.valueAtRisk]).toEqual([null, null, null]);
    expect(textOf(money?.peakEquity)).toBe('3300000');
  });

  it('of assets without a volatility leave the value at risk unknown, and nothing else', () => {
    const unrated = { ...told(1), instruments: [] } as EngineEvent;
    const money = moneyOf(withEvents(aWorld(), unrated).risk, 'firm', 'firm');
    expect([textOf(money?.gross), money?.valueAtRisk]).toEqual(['606000', null]);
  });
});

describe('what comes in', () => {
  const more = (amount: string) => deposited(900, holderAt(ALPHA_ACCOUNT, USD, AT_BINANCE), amount);

  it('is no gain: where drawdowns are counted from moves with it', () => {
    const after = withEvents(aWorld(), more('5000'));
    const money = moneyOf(after.risk, 'client', ALPHA);
    const { equity, dayStartEquity, startEquity, peakEquity, flowToday } = money ?? {};
    expect([equity, dayStartEquity, startEquity, peakEquity, flowToday].map(textOf)).toEqual([
      '3305000',
      '3300000',
      '3305000',
      '3305000',
      '5000',
    ]);
  });

  it('of a value that nobody knows begins the count anew', () => {
    const blind = { ...marked(addMs(AT, 1000)), values: [] } as EngineEvent;
    const deposit = deposited(901, holderAt(ALPHA_ACCOUNT, BTC, AT_BINANCE), '1');
    const state = withEvents(aWorld(), blind, deposit, marked(addMs(AT, 2000)));
    const money = moneyOf(state.risk, 'client', ALPHA);
    expect([money?.equity, money?.dayStartEquity, money?.peakEquity].map(textOf)).toEqual([
      '3300100',
      '3300100',
      '3300100',
    ]);
  });
});

test('a day that turned has traded nothing, starts from its equity and forgets old commands', () => {
  const taken = (n: number, at: typeof AT): EngineEvent => ({
    type: 'CommandTaken',
    at,
    person: ANNA,
    idempotencyKey: anId<IdempotencyKey>(n),
    commandId: anId<CommandId>(n),
    inputHash: 'x',
  });
  const day = 86_400_000;
  const young = addMs(AT, 60_000);
  const state = withEvents(
    aWorld(),
    taken(701, AT),
    taken(702, young),
    marked(addMs(AT, 1000), '110'),
    { type: 'DayRolled', at: addMs(AT, day + 1), day: '2026-11-19' },
  );
  const keys = [701, 702].map((n) => mapGet(state.commands, `${ANNA}|${anId(n)}`)?.at ?? null);
  expect(keys).toEqual([null, young]);
  const money = moneyOf(state.risk, 'client', ALPHA);
  expect([money?.dayStartEquity, money?.startEquity].map(textOf)).toEqual(['3330000', '3300000']);
});

test('a day that lost more than its value at risk counts for 250 days, one that did not never', () => {
  const day = 86_400_000;
  const after = (days: number, prices: readonly string[]) =>
    prices.flatMap((price, index): EngineEvent[] => {
      const at = addMs(AT, (days + index) * day);
      return [marked(at, price), { type: 'DayRolled', at, day: at.slice(0, 10) }];
    });
  const breaches = (events: readonly EngineEvent[]) =>
    moneyOf(withEvents(aWorld(), ...events).risk, 'client', ALPHA)?.varBreaches;
  // The first day begins, the second ends lower than 2.33 standard deviations, the third a little.
  const fallen = after(1, ['100', '60', '59']);
  expect(breaches(fallen)).toEqual([addMs(AT, day).slice(0, 10)]);
  expect(breaches([...fallen, ...after(200, ['59'])])).toHaveLength(1);
  expect(breaches([...fallen, ...after(260, ['59'])])).toEqual([]);
  expect(breaches(after(1, ['100', '101', '150']))).toEqual([]);
});

describe('a new run', () => {
  it('has a clock of its own: what is asked about begins anew, and stays with its human', () => {
    const rule = {
      absence: { acceptanceMs: 5000, marginMs: 1000, isResendSafe: true },
      everyMs: 1000,
      humanAfterMs: 60_000,
      mostResends: 2,
    };
    const state = withEvents(
      aWorld(),
      {
        type: 'ConfirmingStarted',
        clOrdId: CHILD,
        request: 'New',
        sentMs: 900_000,
        sendableUntilMs: 910_000,
        rule,
      },
      { type: 'ConfirmingAsked', clOrdId: CHILD, request: 'New', ms: 900_100 },
      { type: 'HandedToHuman', at: AT, clOrdId: CHILD, request: 'New' },
      {
        type: 'BreakerRead',
        key: { level: 'firm', scope: 'firm' },
        breaker: 'AuditFailure',
        reading: { atMs: 900_000, value: dec('0') },
        state: armedBreaker(900_000),
        tripped: null,
      },
      { type: 'RunStarted', at: AT, ms: 5, run: anId<ProcessId>(42), epoch: 2 },
    );
    const confirming = mapGet(state.confirming, `${CHILD}|New`);
    expect(confirming).toMatchObject({ askedMs: null, isWithHuman: true });
    expect(confirming?.machine).toMatchObject({
      firstSentMs: 5,
      sent: { request: 'New', sendableUntilMs: 5 },
    });
    expect(state.risk.breakers.size).toBe(0);
  });
});

describe('an order', () => {
  const accepted = moved(CHILD, { kind: 'Accepted', at: AT, orderId: 'v-1' });
  const placed = withEvents(aWorld(), parentPlaced(), childPlaced, accepted);

  it('is found by each of its names', () => {
    const to = { clOrdId: anId<ClOrdId>(603), orderQty: qty('4'), terms: placement().terms };
    const asked = withEvents(placed, moved(CHILD, { kind: 'ReplaceAsked', at: AT, to }));
    for (const found of [
      orderOf(asked, CHILD),
      orderOf(asked, to.clOrdId),
      orderAtVenue(asked, AT_BINANCE, 'v-1'),
    ]) {
      expect(found?.order.placement.clOrdId).toBe(CHILD);
    }
  });

  it('that does not fit a move stays as it was', () => {
    const nothing = moved(CHILD, { kind: 'CancelRejected', at: AT });
    expect(withEvents(placed, nothing).orders).toBe(placed.orders);
  });

  it('leaves memory with all its names, and a child not before its parent', () => {
    const early = withEvents(placed, { type: 'OrderEvicted', clOrdId: CHILD });
    expect(early.orders).toBe(placed.orders);
    const gone = withEvents(placed, { type: 'OrderEvicted', clOrdId: PARENT });
    expect([gone.orders.size, gone.byOrderId.size]).toEqual([0, 0]);
    expect(mapGet(gone.risk.exposures, `account|${ALPHA_ACCOUNT}|BTC`)).toEqual(
      mapGet(aWorld().risk.exposures, `account|${ALPHA_ACCOUNT}|BTC`),
    );
  });

  it('is remembered by its size, the last fifty, and as a message for a minute', () => {
    const many = Array.from({ length: 60 }, (_, n) =>
      parentPlaced({ clOrdId: anId(2_000 + n), orderQty: qty(String(n + 1)) }, addMs(AT, n * 2000)),
    );
    const { risk } = withEvents(aWorld(), ...many);
    const sizes = mapGet(risk.sizes, `${ALPHA_ACCOUNT}|${BTC_USD}`) ?? [];
    expect([sizes.length, textOf(sizes[0]), textOf(sizes.at(-1))]).toEqual([50, '11', '60']);
    const sent = mapGet(risk.sent, ALPHA_ACCOUNT) ?? [];
    expect([sent.length, sent[0]?.at]).toEqual([31, addMs(AT, 58_000)]);
  });
});

test('an item stands on the agenda once, and its second goes with the last of it', () => {
  const item = { due: addMs(AT, 1234), kind: 'Evict', subject: PARENT } as const;
  const other = { ...item, kind: 'Expire' } as const;
  const set = (one: typeof item | typeof other): EngineEvent => ({ type: 'AgendaSet', item: one });
  const state = withEvents(EMPTY_STATE, set(item), set(item), set(other));
  expect(mapGet(state.agenda, agendaSecond(item.due))?.size).toBe(2);
  const done = withEvents(state, { type: 'AgendaDone', items: [item, other, item] });
  expect(done.agenda.size).toBe(0);
});
