/** What happens to an order that stands: canceled, amended, routed again, closed by the engine. */
import { describe, expect, test } from 'vitest';
import { mapGet, type Quantity, subtract, sum, toText } from '../../../kernel/index.ts';
import { heldOf } from '../../../ledger/index.ts';
import { type ClOrdId, isEnded } from '../../../trading/index.ts';
import { Draft } from '../draft.ts';
import type { EngineEvent } from '../event.ts';
import type { CommandAct, OrderWish } from '../input.ts';
import {
  aCommand,
  aMoment,
  answerOf,
  aSlice,
  decisionOf,
  inputId,
  limitAt,
  placing,
  run,
  sentOf,
} from '../sample-inputs.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  ANNA,
  AT,
  AT_BINANCE,
  aWorld,
  BTC_USD,
  clientSet,
  controlsTaken,
  dec,
  holderAt,
  LIMIT_VALUES,
  limitsSet,
  OUTSIDER,
  PLACES,
  px,
  qty,
  sampleDigest,
  USD,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { placeFlattening, type RouteReason, routeRemainder } from './index.ts';

const RESTING = { orderQty: qty('10'), terms: limitAt('99') };

interface Placed {
  readonly state: EngineState;
  readonly parent: ClOrdId;
  readonly children: readonly ClOrdId[];
}

/** Placed, and every child of it acknowledged by its venue. */
function standing(wish: Partial<OrderWish> = RESTING, from = aWorld()): Placed {
  const { state, effects } = run(from, placing(1, wish));
  const sent = sentOf(effects);
  const accepted = sent.reduce(
    (all, { order }, n) =>
      run(all, {
        kind: 'Sent',
        id: inputId(100 + n),
        request: 'New',
        clOrdId: order.clOrdId,
        outcome: { kind: 'Accepted', orderId: `V${n}`, report: null, fills: [] },
        evidence: null,
        toWireMs: 1,
        roundTripMs: 2,
      }).state,
    state,
  );
  const children = sent.map(({ order }) => order.clOrdId);
  return { state: accepted, parent: decisionOf(effects).clOrdId, children };
}

const act = (state: EngineState, what: CommandAct, n = 2) => run(state, aCommand(n, what));
const orderIn = (state: EngineState, id: string) => {
  const found = mapGet(state.orders, id);
  if (found === undefined) throw new Error(`No order ${id}.`);
  return found.order;
};

/** The venue says that a child ended, with nothing more traded than was booked. */
function died(state: EngineState, child: string, n: number) {
  const memory = mapGet(state.orders, child);
  const { order, venueAccount } = memory ?? {};
  if (order === undefined || venueAccount === null || venueAccount === undefined) {
    throw new Error('No child.');
  }
  return run(state, {
    kind: 'OrderReported',
    id: inputId(200 + n),
    venueAccount,
    report: {
      orderId: order.orderId ?? '',
      clOrdId: order.placement.clOrdId,
      instrument: BTC_USD,
      side: order.placement.side,
      ordStatus: 'Canceled',
      orderQty: order.orderQty,
      cumQty: order.cumQty,
      avgPx: null,
      at: AT,
      text: null,
    },
  });
}

const heldIn = (state: EngineState) =>
  toText(sum(PLACES.map((place) => heldOf(state.ledger, holderAt(ALPHA_ACCOUNT, USD, place)))));

/** What the handler alone makes of a state. */
function routed(state: EngineState, parent: ClOrdId, why: RouteReason, market = aSlice()) {
  const input = { kind: 'TimeCame', id: inputId(900) } as const;
  const draft = new Draft(state, input, aMoment(0, market), sampleDigest);
  routeRemainder(draft, parent, why);
  return draft;
}

const FORBIDDEN = controlsTaken([clientSet(ALPHA, { state: 'Suspended' })], 1000);

describe('a cancel', () => {
  test('asks every working child’s venue, and ends the order once they are proven dead', () => {
    const { state, parent, children } = standing({ orderQty: qty('35'), terms: limitAt('100.1') });
    expect(children.length).toBe(4);
    const out = act(state, { act: 'CancelOrder', clOrdId: parent });
    const asked = out.effects.flatMap((one) => (one.kind === 'CancelOrder' ? [one.order] : []));
    expect(asked.map(({ clOrdId }) => clOrdId)).toEqual(children);
    expect(answerOf(out.effects)).toEqual({ kind: 'CancelAsked', clOrdId: parent, children: 4 });
    expect(orderIn(out.state, parent).ordStatus).toBe('PendingCancel');
    const dead = children.reduce((all, child, n) => died(all, child, n).state, out.state);
    expect(orderIn(dead, parent).ordStatus).toBe('Canceled');
    expect(heldIn(dead)).toBe('0');
  });

  test('of an order without a working child ends it at once, and takes it from memory later', () => {
    const { state, parent } = standing({ terms: { ordType: 'Stop', stopPx: px('101') } });
    const out = act(state, { act: 'CancelOrder', clOrdId: parent });
    expect(orderIn(out.state, parent).ordStatus).toBe('Canceled');
    const items = out.events.flatMap((one) => (one.type === 'AgendaSet' ? [one.item.kind] : []));
    expect(items).toEqual(['Evict']);
  });

  test('of what has ended says so, and of a child nothing is found', () => {
    const { state, parent, children } = standing();
    const gone = act(state, { act: 'CancelOrder', clOrdId: parent }).state;
    const dead = children.reduce((all, child, n) => died(all, child, n).state, gone);
    const again = act(dead, { act: 'CancelOrder', clOrdId: parent }, 3);
    expect(answerOf(again.effects)).toMatchObject({ refusal: { code: 'AlreadyEnded' } });
    const [child] = children;
    const ofChild = act(state, { act: 'CancelOrder', clOrdId: child ?? parent });
    expect(answerOf(ofChild.effects)).toMatchObject({ refusal: { code: 'NotFound' } });
  });
});

const amendTo = (clOrdId: ClOrdId, orderQty: string, price: string | null = null): CommandAct => ({
  act: 'AmendOrder',
  clOrdId,
  orderQty: qty(orderQty),
  price: price === null ? null : px(price),
  stopPx: null,
});

describe('an amendment', () => {
  test('cancels the children, and routes by the new terms once they are proven dead', () => {
    const { state, parent, children } = standing();
    const out = act(state, amendTo(parent, '6', '98'));
    expect(answerOf(out.effects)).toEqual({ kind: 'AmendAsked', clOrdId: parent, children: 1 });
    expect(sentOf(out.effects)).toEqual([]);
    const after = died(out.state, children[0] ?? '', 1);
    const [sent] = sentOf(after.effects);
    expect(sent && [toText(sent.order.orderQty), sent.order.terms]).toEqual(['6', limitAt('98')]);
    const order = orderIn(after.state, parent);
    expect([order.replacing, toText(order.orderQty)]).toEqual([null, '6']);
    // The old hold is free, the new one is of the new terms: 6 x 98 x 1.003.
    expect(heldIn(after.state)).toBe('589.764');
  });

  test('that would be refused costs no order: it stands as it was', () => {
    const { state, parent } = standing();
    const tight = limitsSet('firm', 'firm', { ...LIMIT_VALUES, Position: '1500' });
    const held = withEvents(state, ...controlsTaken([tight], 1000));
    const out = act(held, amendTo(parent, '20'));
    expect(decisionOf(out.effects).verdict).toBe('Refused');
    expect(out.effects.map(({ kind }) => kind)).toEqual(['Answer']);
    expect(orderIn(out.state, parent).ordStatus).toBe('New');
  });

  test('to a larger quantity is judged without what the order itself holds and works', () => {
    const { state, parent } = standing(RESTING, aWorld({ funds: { usd: '1100', btc: '0.1' } }));
    // At 99 a whole 11 takes 1092.267 of 1100: more than is free beside the hold of 10.
    expect(answerOf(act(state, amendTo(parent, '11')).effects).kind).toBe('AmendAsked');
    expect(decisionOf(act(state, amendTo(parent, '60')).effects).verdict).toBe('Refused');
  });

  test('to a smaller quantity alone is let through in a halt, and nothing is routed again', () => {
    const { state, parent, children } = standing();
    const key = { level: 'firm', scope: 'firm' } as const;
    const stop = { grade: 'HALT_NEW', since: AT, by: ANNA } as const;
    const set = { type: 'TradingStateSet', at: AT, key, state: stop, why: 'test' } as const;
    const out = act(withEvents(state, set), amendTo(parent, '4'));
    expect(answerOf(out.effects).kind).toBe('AmendAsked');
    const after = died(out.state, children[0] ?? '', 1);
    expect(sentOf(after.effects)).toEqual([]);
    expect(isEnded(orderIn(after.state, parent).ordStatus)).toBe(true);
  });

  test('of an order that waits for its price changes it at once', () => {
    const { state, parent } = standing({ terms: { ordType: 'Stop', stopPx: px('101') } });
    const out = act(state, {
      act: 'AmendOrder',
      clOrdId: parent,
      orderQty: qty('3'),
      price: null,
      stopPx: px('102'),
    });
    const order = orderIn(out.state, parent);
    expect([order.ordStatus, order.terms]).toEqual(['New', { ordType: 'Stop', stopPx: px('102') }]);
  });

  test.each([
    ['NothingToAmend', (id: ClOrdId) => amendTo(id, '10')],
    ['NotAllowed', (id: ClOrdId) => ({ ...amendTo(id, '10'), stopPx: px('1') }) as CommandAct],
    ['NotAllowed', (id: ClOrdId) => amendTo(id, '0')],
  ])('that is none is refused: %s', (code, what) => {
    const { state, parent } = standing();
    expect(answerOf(act(state, what(parent)).effects)).toMatchObject({ refusal: { code } });
  });

  test('is previewed as it would be decided, with what it would hold, and nothing happens', () => {
    const { state, parent } = standing();
    const preview = (quantity: string, price: string | null = null) => {
      const change = { ...amendTo(parent, quantity, price), act: 'PreviewAmend' } as CommandAct;
      const out = act(state, change);
      expect([out.events, out.state]).toEqual([[], state]);
      const answer = answerOf(out.effects);
      if (answer.kind !== 'AmendPreviewed') throw new Error(`Answered ${answer.kind}.`);
      return answer;
    };
    const seen = preview('6', '98');
    // 10 x 99 x 1.003 becomes 6 x 98 x 1.003, and the order at its venue is canceled first.
    expect(seen.reserved).toEqual({ asset: 'USD', before: '992.97', after: '589.764' });
    expect([seen.decision?.verdict, seen.isLetThrough, seen.queues.length]).toEqual([
      'Placed',
      false,
      1,
    ]);
    expect(preview('4').isLetThrough).toBe(true);
    const tooMuch = preview('1000000');
    expect(tooMuch.decision?.rejection).toEqual(
      decisionOf(act(state, amendTo(parent, '1000000')).effects).rejection,
    );
    expect([tooMuch.decision?.verdict, tooMuch.reserved.after]).toEqual(['Refused', '0']);
  });

  test('is previewed for nobody who could not make it', () => {
    const { state, parent } = standing();
    const change = { ...amendTo(parent, '10'), act: 'PreviewAmend' } as CommandAct;
    const refusal = { code: 'NothingToAmend' };
    expect(answerOf(act(state, change).effects)).toEqual({ kind: 'Refused', refusal });
    const stranger = {
      ...aCommand(2, change),
      asker: { ...aCommand(2, change).asker, person: OUTSIDER },
    };
    expect(answerOf(run(state, stranger).effects)).toMatchObject({ refusal: { code: 'NotFound' } });
  });

  test('while another is open is refused', () => {
    const { state, parent } = standing();
    const open = act(state, amendTo(parent, '6')).state;
    const again = act(open, amendTo(parent, '5'), 3);
    expect(answerOf(again.effects)).toMatchObject({ refusal: { detail: 'ChangeOpen' } });
  });
});

describe('what nobody works of an order', () => {
  test('is routed again with all checks once its child is proven dead, never more than is left', () => {
    const { state, parent, children } = standing();
    const after = died(state, children[0] ?? '', 1);
    const [sent] = sentOf(after.effects);
    expect(sent && toText(sent.order.orderQty)).toBe('10');
    const decisions = after.events.filter(({ type }) => type === 'OrderDecided');
    expect(decisions.length).toBe(1);
    expect(orderIn(after.state, parent).ordStatus).toBe('New');
    expect(heldIn(after.state)).toBe('992.97');
  });

  test('ends the order, refused, where the checks refuse it now and nothing was traded', () => {
    const { state, parent, children } = standing();
    const after = died(withEvents(state, ...FORBIDDEN), children[0] ?? '', 1);
    expect(sentOf(after.effects)).toEqual([]);
    const order = orderIn(after.state, parent);
    expect([order.ordStatus, order.rejection?.by]).toEqual(['Rejected', 'Compliance']);
  });

  test('is nothing while its children work all of it', () => {
    const { state, parent } = standing();
    for (const why of ['Failover', 'Triggered', 'Amended'] as const) {
      const draft = routed(state, parent, why);
      expect(sentOf(draft.effects)).toEqual([]);
      expect(isEnded(orderIn(draft.state, parent).ordStatus)).toBe(false);
    }
  });

  test('of a stop that was reached is routed at the market, with every check anew', () => {
    const { state, parent } = standing({
      terms: { ordType: 'Stop', stopPx: px('100') },
      timeInForce: 'ImmediateOrCancel',
    });
    expect(sentOf(routed(state, parent, 'Triggered').effects)).toEqual([]);
    const reached = { kind: 'TriggerReached', clOrdId: parent, price: dec('100') } as const;
    const input = { kind: 'Watched', id: inputId(300), finding: reached } as const;
    const out = run(state, input);
    expect(sentOf(out.effects).map(({ order }) => toText(order.orderQty))).toEqual(['3']);
    const refused = run(withEvents(state, ...FORBIDDEN), input);
    expect(sentOf(refused.effects)).toEqual([]);
    expect(orderIn(refused.state, parent).ordStatus).toBe('Rejected');
  });
});

describe('an order that closes a position because FLATTEN stands', () => {
  const flatten = (state: EngineState, quantity: string) => {
    const input = { kind: 'TimeCame', id: inputId(900) } as const;
    const draft = new Draft(state, input, aMoment(), sampleDigest);
    placeFlattening(draft, ALPHA_ACCOUNT, AT_BINANCE, BTC_USD, 'Sell', qty(quantity) as Quantity);
    return draft;
  };
  const flattening: EngineEvent = {
    type: 'TradingStateSet',
    at: AT,
    key: { level: 'account', scope: ALPHA_ACCOUNT },
    state: { grade: 'FLATTEN', since: AT, by: ANNA },
    why: 'test',
  };

  test('passes the stop that it is for, where the position is held', () => {
    const { effects } = flatten(withEvents(aWorld(), flattening), '5');
    const [sent] = sentOf(effects);
    expect(sent && [sent.venueAccount, sent.order.terms]).toEqual([
      AT_BINANCE,
      { ordType: 'Market' },
    ]);
  });

  test('is refused without that stop, and somebody is told', () => {
    const { effects } = flatten(aWorld(), '5');
    expect(sentOf(effects)).toEqual([]);
    expect(effects).toMatchObject([{ kind: 'Alert', code: 'FlatteningRefused' }]);
  });

  test('never sells more than there is', () => {
    const poor = aWorld({ funds: { usd: '1', btc: '2' } });
    expect(sentOf(flatten(withEvents(poor, flattening), '7').effects)).toEqual([]);
  });
});

test('figures of a moved order stay what they were: what worked is what was released', () => {
  const { state, parent, children } = standing();
  const out = act(state, { act: 'CancelOrder', clOrdId: parent });
  const dead = children.reduce((all, child, n) => died(all, child, n).state, out.state);
  const left = mapGet(dead.risk.exposures, `account|${ALPHA_ACCOUNT}|BTC`);
  expect(left && toText(subtract(left.workingBuy, dec('0')))).toBe('0');
  expect(dead.working.size).toBe(0);
});
