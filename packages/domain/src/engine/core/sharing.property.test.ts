/** What a shard may use of a limit that it shares, and what of it is taken back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimal, greaterThan, greatest, sum, toText } from '../../kernel/index.ts';
import { limitKeyOf } from '../../risk/index.ts';
import type { ControlBody } from './control.ts';
import { aMoment, decisionOf, inputId, limitAt, placing, refusing, run } from './sample-inputs.ts';
import { AT, aWorld, dec, LIMIT_VALUES, limitsSet, qty } from './samples.ts';
import { heldOf, sharedLimitsOf, usedOf } from './sharing.ts';
import { EMPTY_STATE, type EngineState } from './state.ts';

const KEY = limitKeyOf({ level: 'firm', scope: 'firm', kind: 'Position', instrument: null });
const CAP = LIMIT_VALUES.Position;
/** Of six bitcoin at 100: what a world of these tests has in use before it trades. */
const HELD = '600';

let inputs = 5_000;
function take(state: EngineState, body: ControlBody): EngineState {
  inputs += 1;
  const control = { sequence: state.controlSequence + 1, at: AT, body };
  return run(state, { kind: 'Control', id: inputId(inputs), control }).state;
}

function tell(state: EngineState, amount: string, cap = CAP, limit = KEY): EngineState {
  inputs += 1;
  const told = { limit, cap: dec(cap), amount: dec(amount) };
  return run(state, { kind: 'AllotmentTold', id: inputId(inputs), ...told }).state;
}

const alone = () => aWorld({ funds: { usd: '1000000', btc: '1' } });
const TWO: ControlBody = { kind: 'ShardsSet', shards: [0, 1] };

/** One of two shards, with all of every limit but what is told of the firm's position. */
function shared(amount: string, most: string = CAP): EngineState {
  let state = take(take(alone(), positionLimit(most)), TWO);
  for (const [key, { cap }] of sharedLimitsOf(state.config)) {
    state = tell(state, key === KEY ? amount : toText(cap), toText(cap), key);
  }
  return state;
}

const positionLimit = (value: string): ControlBody =>
  limitsSet('firm', 'firm', { ...LIMIT_VALUES, Position: value });

function place(state: EngineState, size: string) {
  inputs += 1;
  const wish = { orderQty: qty(size), terms: limitAt('90') };
  return run(state, placing(inputs, wish), aMoment());
}
const refusals = (state: EngineState, size: string) =>
  refusing(decisionOf(place(state, size).effects));
const used = (state: EngineState): Decimal => {
  const found = usedOf(state, sharedLimitsOf(state.config).get(KEY)?.of ?? neverOf(), AT);
  return found ?? neverOf();
};
const neverOf = (): never => {
  throw new Error('It is not known.');
};

describe('a limit above the client', () => {
  it('is all of the one shard that there is, with nothing allotted', () => {
    expect(refusals(take(alone(), positionLimit('601')), '1')).toContain('Position');
    expect(refusals(take(alone(), positionLimit('700')), '1')).not.toContain('Position');
  });

  it('is nothing in a platform of two until a part of it is told', () => {
    const state = take(alone(), TWO);
    const codes = refusals(state, '1');
    expect(codes).toEqual(expect.arrayContaining(['Position', 'GrossExposure', 'NetExposure']));
    expect(codes, 'of one order each shard has all').not.toContain('OrderValue');
  });

  it('is its part of it from then on: to the last unit, and not one more', () => {
    const state = shared('700');
    expect(refusals(state, '1')).toEqual([]);
    expect(refusals(state, '1.001')).toEqual(['Position']);
    expect(refusals(tell(state, '800'), '2')).toEqual([]);
  });

  it('is no part of a value that is not in force', () => {
    expect(heldOf(tell(shared('700'), '9000', '49000000').config, KEY)).toEqual(dec('700'));
  });

  it('is counted with what works, and given back down to that alone', () => {
    const { state } = place(shared('1000'), '2');
    expect(toText(used(state))).toBe('800');
    expect(toText(heldOf(tell(state, '10').config, KEY) ?? dec('0'))).toBe('800');
    const unknown = { ...state, marks: EMPTY_STATE.marks };
    expect(heldOf(tell(unknown, '10').config, KEY)).toEqual(dec('1000'));
  });

  it('keeps its parts over a version that says the same, and over one that says more', () => {
    const state = take(shared('700'), positionLimit(CAP));
    expect(heldOf(state.config, KEY)).toEqual(dec('700'));
    const more = take(state, positionLimit('60000000'));
    expect(heldOf(more.config, KEY)).toEqual(dec('700'));
    expect(heldOf(tell(more, '900', '60000000').config, KEY)).toEqual(dec('900'));
  });
});

describe('a cap that is lowered', () => {
  it('takes back what is free: no more is left than it, or than what is in use', () => {
    const shard = fc.record({ orders: fc.integer({ min: 0, max: 6 }), spare: fc.nat(500) });
    fc.assert(
      fc.property(fc.array(shard, { minLength: 2, maxLength: 3 }), fc.nat(3_000), (all, lower) => {
        const amounts = all.map(({ orders, spare }) => Number(HELD) + orders * 100 + spare);
        const before = String(amounts.reduce((total, one) => total + one, 0));
        // Nothing is the pool's.
        const states = all.map(({ orders }, n) => {
          const state = shared(String(amounts[n]), before);
          return orders > 0 ? place(state, String(orders)).state : state;
        });
        const after = states.map((state) => take(state, positionLimit(String(lower))));
        const left = sum(after.map(({ config }) => heldOf(config, KEY) ?? neverOf()));
        const inUse = sum(after.map(used));
        const cap = decimal(String(lower));
        if (greaterThan(cap, dec(before))) expect(toText(left)).toBe(before);
        else expect(greaterThan(left, greatest(cap, inUse))).toBe(false);
        for (const state of after) {
          const own = heldOf(state.config, KEY) ?? neverOf();
          expect(greaterThan(used(state), own), 'what is in use stays').toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});
