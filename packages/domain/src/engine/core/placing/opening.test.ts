import { describe, expect, it } from 'vitest';
import { addMs, invariant, mapGet } from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import type { Input } from '../input.ts';
import {
  aCommand,
  aMoment,
  answerOf,
  decisionOf,
  inputId,
  limitAt,
  placing,
  run,
  sentOf,
} from '../sample-inputs.ts';
import {
  AT,
  anId,
  aWorld,
  BTC_USD,
  marked,
  PLACES,
  qty,
  venueOpen,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { instrumentAwaited } from './opening.ts';

const closed = (state: EngineState, places: readonly VenueAccountId[] = PLACES): EngineState =>
  places.reduce(
    (all, venueAccount) =>
      withEvents(all, { type: 'VenueAccountReconciling', at: AT, venueAccount, why: 'A test.' }),
    state,
  );

const opened = (state: EngineState, ms: number): EngineState =>
  PLACES.reduce(
    (all, place) => withEvents(all, ...venueOpen(place, addMs(AT, ms))),
    withEvents(state, marked(addMs(AT, ms))),
  );

const RESTING = { orderQty: qty('10'), terms: limitAt('99') };
const TOO_EARLY = { kind: 'Refused', refusal: { code: 'VenuesOpening' } };

describe('an order that comes while the venues open', () => {
  it('is not taken and keeps its key: sent again it is an order', () => {
    const before = closed(aWorld());
    const early = run(before, placing(1, RESTING));
    expect(answerOf(early.effects)).toEqual(TOO_EARLY);
    expect(early.events).toEqual([]);
    const { act } = placing(1, RESTING);
    if (act.act !== 'PlaceOrder') throw new Error('It places.');
    const preview = aCommand(2, { act: 'PreviewOrder', wish: act.wish });
    expect(answerOf(run(before, preview).effects)).toEqual(TOO_EARLY);
    const again = run(opened(early.state, 500), placing(1, RESTING), aMoment(500));
    expect(decisionOf(again.effects).verdict).toBe('Placed');
  });

  it('is taken by the venue that is open, and refused for good where a break keeps all closed', () => {
    const one = run(closed(aWorld(), PLACES.slice(1)), placing(1, RESTING));
    expect(decisionOf(one.effects).verdict).toBe('Placed');
    const broken = PLACES.reduce(
      (all, venueAccount, n) =>
        withEvents(all, {
          type: 'BreakOpened',
          break: {
            ...{ id: anId(77 + n), kind: 'BalanceDrift', venueAccount, client: null },
            ...{ severity: 'High', openedAt: AT, subject: 'USD', ours: '1', theirs: '2' },
            ...{ value: null, proposal: null },
          },
        }),
      closed(aWorld()),
    );
    expect(decisionOf(run(broken, placing(1, RESTING)).effects).rejection).toMatchObject({
      by: 'Engine',
      reason: { code: 'NoRoute' },
    });
  });
});

/** Placed at one venue, which refuses it while no venue is open any more. */
function turnedAway(timeInForce: 'GoodTillCancel' | 'ImmediateOrCancel' = 'GoodTillCancel') {
  const placed = run(
    aWorld(),
    placing(1, {
      ...RESTING,
      timeInForce,
      ...(timeInForce === 'GoodTillCancel' ? {} : { terms: limitAt('100.5') }),
    }),
  );
  const parent = decisionOf(placed.effects).clOrdId;
  let state = closed(placed.state);
  let effects = placed.effects;
  sentOf(placed.effects).forEach(({ order }, n) => {
    const input: Input = {
      kind: 'Sent',
      id: inputId(10 + n),
      request: 'New',
      clOrdId: order.clOrdId,
      outcome: { kind: 'NotSent', code: 'CircuitOpen', detail: '' },
      evidence: null,
      toWireMs: null,
      roundTripMs: null,
    };
    ({ state, effects } = run(state, input, aMoment(100)));
  });
  return { state, parent, effects };
}

const timeCame = (state: EngineState, n: number, ms: number) =>
  run(state, { kind: 'TimeCame', id: inputId(n) }, aMoment(ms));

function statusOf(state: EngineState, id: string) {
  const found = mapGet(state.orders, id);
  invariant(found !== undefined, 'The order is gone.');
  return found.order.ordStatus;
}

describe('an order that came back while no venue is open', () => {
  it('waits, told once, and is routed again as soon as one is open', () => {
    const { state, parent, effects } = turnedAway();
    expect(statusOf(state, parent)).toBe('New');
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'Alert', code: 'OrderAwaitsVenue' }),
    );
    const still = timeCame(state, 20, 5_100);
    expect(statusOf(still.state, parent)).toBe('New');
    expect(still.effects.some(({ kind }) => kind === 'Alert')).toBe(false);
    const open = opened(still.state, 9_000);
    expect(instrumentAwaited(open, addMs(AT, 10_100))).toBe(BTC_USD);
    const routed = timeCame(open, 21, 10_100);
    expect(sentOf(routed.effects).length).toBeGreaterThan(0);
    expect(statusOf(routed.state, parent)).toBe('New');
  });

  it('ends by a cancel like any other, and does not wait where it takes what is there at once', () => {
    const { state, parent } = turnedAway();
    const cancel = aCommand(30, { act: 'CancelOrder', clOrdId: parent });
    const canceled = run(state, cancel, aMoment(200));
    expect(statusOf(canceled.state, parent)).toBe('Canceled');
    expect(sentOf(timeCame(opened(canceled.state, 300), 31, 5_100).effects)).toEqual([]);
    const taking = turnedAway('ImmediateOrCancel');
    expect(statusOf(taking.state, taking.parent)).toBe('Canceled');
  });
});
