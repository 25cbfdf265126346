/** What each level and grade lets through, by the door that people and programs use. */
import { describe, expect, it } from 'vitest';
import { mapGet } from '../../../kernel/index.ts';
import {
  KILL_GRADES,
  type KillGrade,
  letsThrough,
  type OrderAct,
  type StateKey,
} from '../../../risk/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import type { CommandAct, InputBody } from '../input.ts';
import {
  aCommand,
  aMoment,
  answerOf,
  aWish,
  decisionOf,
  limitAt,
  placing,
  refusing,
  run,
  sentOf,
} from '../sample-inputs.ts';
import { ALPHA, ALPHA_ACCOUNT, ANNA, aWorld, BINANCE, KEYS, qty } from '../samples.ts';
import type { EngineState } from '../state.ts';
import { canceled, control, given } from './samples.ts';

const KEY_AT_BINANCE = String(KEYS[0]);
const LEVELS: readonly StateKey[] = [
  { level: 'firm', scope: 'firm' },
  { level: 'client', scope: ALPHA },
  { level: 'account', scope: ALPHA_ACCOUNT },
];
const CASES = LEVELS.flatMap((key) => KILL_GRADES.map((grade) => ({ key, grade })));

const killed = (state: EngineState, key: StateKey, grade: KillGrade, ms = 100): EngineState =>
  control(state, { kind: 'Killed', key, grade, by: ANNA, why: 'Because it has to.' }, ms).state;

/** Of one level that was stopped, while all others go on. */
function isLetThrough(act: OrderAct, key: StateKey, grade: KillGrade): boolean {
  const state = { grade, since: aMoment().at, by: ANNA };
  return letsThrough(act, [key], [{ ...key, state }]);
}

/** An order that rests at one venue, accepted. */
function resting(): { readonly state: EngineState; readonly id: ClOrdId; readonly child: ClOrdId } {
  const placed = run(aWorld(), placing(1, { terms: limitAt('99'), orderQty: qty('4') }));
  const [sent] = sentOf(placed.effects);
  if (sent === undefined) throw new Error('Nothing was sent.');
  const accepted: InputBody = {
    kind: 'Sent',
    request: 'New',
    clOrdId: sent.order.clOrdId,
    outcome: { kind: 'Accepted', orderId: 'V-1', report: null, fills: [] },
    evidence: null,
    toWireMs: 1,
    roundTripMs: 20,
  };
  const { state } = given(placed.state, accepted, 50, aMoment(50).market);
  return { state, id: decisionOf(placed.effects).clOrdId, child: sent.order.clOrdId };
}

describe('a level that was stopped', () => {
  it.each(CASES)('$key.level by $grade takes new orders as its table says', ({ key, grade }) => {
    const state = killed(aWorld(), key, grade);
    const buys = run(state, placing(1), aMoment(200));
    expect(sentOf(buys.effects).length > 0).toBe(isLetThrough('New', key, grade));
    if (!isLetThrough('New', key, grade)) {
      expect(refusing(decisionOf(buys.effects))).toContain('TradingState');
    }
    const reducing = placing(2, { side: 'Sell', terms: limitAt('99.5'), isReduceOnly: true });
    const sells = run(state, reducing, aMoment(200));
    expect(sentOf(sells.effects).length > 0).toBe(isLetThrough('NewReducing', key, grade));
  });

  it.each(CASES)('$key.level by $grade previews what it would decide', ({ key, grade }) => {
    const state = killed(aWorld(), key, grade);
    const preview = run(state, aCommand(1, { act: 'PreviewOrder', wish: aWish() }), aMoment(200));
    const isPlaced = decisionOf(preview.effects).verdict === 'Placed';
    expect(isPlaced).toBe(isLetThrough('New', key, grade));
    expect(sentOf(preview.effects)).toEqual([]);
  });

  const waiting = CASES.filter(({ grade }) => grade === 'REDUCING' || grade === 'HALT_NEW');

  it.each(waiting)('$key.level by $grade lets a cancel through', ({ key, grade }) => {
    const { state, id, child } = resting();
    const stopped = killed(state, key, grade);
    const stepped = run(stopped, aCommand(3, { act: 'CancelOrder', clOrdId: id }), aMoment(200));
    expect(isLetThrough('Cancel', key, grade)).toBe(true);
    expect(answerOf(stepped.effects)).toMatchObject({ kind: 'CancelAsked', children: 1 });
    expect(canceled(stepped)).toEqual([child]);
  });

  it.each(waiting)('$key.level by $grade lets an order become no larger', ({ key, grade }) => {
    const { state, id } = resting();
    const stopped = killed(state, key, grade);
    const larger: CommandAct = {
      act: 'AmendOrder',
      clOrdId: id,
      orderQty: qty('8'),
      price: null,
      stopPx: null,
    };
    const stepped = run(stopped, aCommand(3, larger), aMoment(200));
    const order = mapGet(stepped.state.orders, id)?.order;
    expect(String(order?.orderQty)).toBe('4');
    expect(sentOf(stepped.effects)).toEqual([]);
    expect(stepped.effects.filter(({ kind }) => kind === 'ReplaceOrder')).toEqual([]);
  });

  it.each(KILL_GRADES)('a venue key by %s gets no new order; the others do', (grade) => {
    const key: StateKey = { level: 'venueKey', scope: KEY_AT_BINANCE };
    const state = killed(aWorld(), key, grade);
    const buys = run(state, placing(1, { orderQty: qty('15') }), aMoment(200));
    const venues = sentOf(buys.effects).map(({ order }) => order.venue);
    expect(venues.length).toBeGreaterThan(0);
    expect(venues).not.toContain(BINANCE);
  });

  it('of a strategy leaves the same account’s other orders alone', () => {
    const state = killed(aWorld(), { level: 'strategy', scope: 'grid' }, 'HALT_NEW');
    const own = run(state, placing(1), aMoment(200));
    expect(sentOf(own.effects).length).toBeGreaterThan(0);
    const grid = run(state, placing(2, { strategy: 'grid' }), aMoment(200));
    expect(sentOf(grid.effects)).toEqual([]);
  });
});
