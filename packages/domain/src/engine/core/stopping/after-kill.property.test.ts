/** After a stop nothing that could trade leaves, whatever happens next. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapEntries } from '../../../kernel/index.ts';
import { KILL_GRADES, type KillGrade } from '../../../risk/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { Effect } from '../effect.ts';
import type { InputBody, SendOutcome } from '../input.ts';
import { aMoment, limitAt, placing, run, sentOf } from '../sample-inputs.ts';
import { ANNA, aWorld, marked, PLACES, px, qty, withEvents } from '../samples.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import type { Stepped } from '../step.ts';
import { watch } from '../watch.ts';
import { control, given, waiting } from './samples.ts';

/** The bytes again of an order that was sent may make an order, too. */
const traits = {
  replace: 'InPlace' as const,
  absence: { acceptanceMs: 1_000, marginMs: 500, isResendSafe: true },
  deadManSeconds: 60,
};

/** Orders in every stage: on their way, accepted, in doubt, and stops that wait. */
function busy(): EngineState {
  let state = withEvents(
    aWorld(),
    ...waiting({ n: 0, side: 'Sell', terms: { ordType: 'Stop', stopPx: px('99') } }),
    ...waiting({ n: 1, side: 'Buy', terms: { ordType: 'Stop', stopPx: px('101') } }),
  );
  for (const venueAccount of PLACES) {
    state = given(state, { kind: 'VenueTraitsTold', venueAccount, traits }, 1).state;
  }
  for (const n of [1, 2, 3]) {
    state = run(state, placing(n, { orderQty: qty('20'), terms: limitAt(`99.${n}`) })).state;
  }
  const [first, second] = childrenOf(state);
  if (first !== undefined) state = given(state, sent(first, accepted(1)), 10).state;
  if (second !== undefined) state = given(state, sent(second, unsure), 10).state;
  return state;
}

const childrenOf = (state: EngineState): readonly OrderInMemory[] =>
  mapEntries(state.orders)
    .map(([, memory]) => memory)
    .filter(({ order }) => order.placement.level === 'Child' && !isEnded(order.ordStatus));

const accepted = (n: number): SendOutcome => {
  return { kind: 'Accepted', orderId: `V-${n}`, report: null, fills: [] };
};
const unsure: SendOutcome = { kind: 'Unconfirmed', detail: 'no answer' };
const OUTCOMES: readonly SendOutcome[] = [
  unsure,
  { kind: 'NotSent', code: 'Late', detail: 'too late' },
  { kind: 'RejectedProven', reason: 'Funds', code: '1', text: 'no' },
  { kind: 'Refused', retryAfterMs: 100 },
  { kind: 'Exists' },
];

const sent = (
  { order }: OrderInMemory,
  outcome: SendOutcome,
  request: 'New' | 'Cancel' = 'New',
): InputBody => ({
  kind: 'Sent',
  request,
  clOrdId: order.placement.clOrdId,
  outcome,
  evidence: null,
  toWireMs: 1,
  roundTripMs: 10,
});

interface Move {
  readonly kind: 'Place' | 'Sent' | 'Cancelled' | 'Ended' | 'Time' | 'Quote' | 'Absent';
  readonly pick: number;
  readonly afterMs: number;
}

const aMove = fc.record<Move>({
  kind: fc.constantFrom('Place', 'Sent', 'Cancelled', 'Ended', 'Time', 'Quote', 'Absent'),
  pick: fc.nat({ max: 60 }),
  afterMs: fc.constantFrom(1, 100, 1_000, 2_500, 6_000),
});

function bodyOf(state: EngineState, { kind, pick }: Move, ms: number): InputBody | null {
  const children = childrenOf(state);
  const child = children[pick % Math.max(1, children.length)];
  if (kind === 'Time') return { kind: 'TimeCame' };
  if (kind === 'Place') return placing(100 + ms, { side: pick % 2 === 0 ? 'Buy' : 'Sell' });
  if (kind === 'Quote') {
    const slice = { ...aMoment(ms).market, reference: px(pick % 2 === 0 ? '90' : '110') };
    const { instrument, venues = [], reference } = slice;
    if (instrument === undefined) return null;
    const at = aMoment(ms).at;
    const [finding] = watch(state, { instrument, venues, reference, lastTrade: null }, at);
    return finding === undefined ? null : { kind: 'Watched', finding };
  }
  if (child === undefined) return null;
  if (kind === 'Sent') return sent(child, OUTCOMES[pick % OUTCOMES.length] ?? unsure);
  if (kind === 'Cancelled')
    return sent(child, OUTCOMES[pick % OUTCOMES.length] ?? unsure, 'Cancel');
  const { order, venueAccount } = child;
  if (kind === 'Absent' || venueAccount === null) {
    const answer = { question: 'Order', report: null } as const;
    const { clOrdId } = order.placement;
    return { kind: 'Answered', clOrdId, request: 'New', askedMs: ms - 1, answer, evidence: null };
  }
  const report = {
    orderId: order.orderId ?? `V-${pick}`,
    clOrdId: order.placement.clOrdId,
    instrument: order.placement.instrument,
    side: order.placement.side,
    ordStatus: pick % 2 === 0 ? ('Canceled' as const) : ('Expired' as const),
    orderQty: order.orderQty,
    cumQty: order.cumQty,
    avgPx: null,
    at: null,
    text: null,
  };
  return { kind: 'OrderReported', venueAccount, report };
}

/** What could trade at a venue; a stop's own orders that close positions are told apart. */
const risky = (effects: readonly Effect[], grade: KillGrade): readonly string[] =>
  effects.flatMap((effect) => {
    if (effect.kind === 'ResendOrder' || effect.kind === 'ReplaceOrder') return effect.kind;
    if (effect.kind !== 'SubmitOrder') return [];
    const { isFlattening, side } = effect.order;
    if (grade === 'FLATTEN' && isFlattening && side === 'Sell') return [];
    return grade === 'REDUCING' && side === 'Sell' ? [] : effect.kind;
  });

function stepOf(state: EngineState, move: Move, ms: number): Stepped | null {
  const fresh = withEvents(state, marked(aMoment(ms).at));
  const body = bodyOf(fresh, move, ms);
  return body === null ? null : given(fresh, body, ms, aMoment(ms).market);
}

describe('after a stop of the firm', () => {
  it('has orders that would go out again if nothing stopped them', () => {
    const state = busy();
    expect(sentOf(run(state, placing(9), aMoment(50)).effects).length).toBeGreaterThan(0);
    expect(childrenOf(state).length).toBeGreaterThan(2);
    expect(state.confirming.size).toBe(1);
  });

  it('no order, change or repeated order that could add leaves, by any way through the engine', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KILL_GRADES),
        fc.array(aMove, { minLength: 5, maxLength: 40 }),
        (grade, moves) => {
          const key = { level: 'firm', scope: 'firm' } as const;
          const why = 'Because it has to.';
          const killed = control(busy(), { kind: 'Killed', key, grade, by: ANNA, why }, 100);
          expect(risky(killed.effects, grade)).toEqual([]);
          let { state } = killed;
          let ms = 100;
          for (const move of moves) {
            ms += move.afterMs;
            const stepped = stepOf(state, move, ms);
            if (stepped === null) continue;
            expect(risky(stepped.effects, grade)).toEqual([]);
            state = stepped.state;
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 30_000);
});
