import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  decimal,
  greaterThan,
  subtract,
  sum,
  toText,
  ZERO,
} from '../kernel/index.ts';
import {
  type ExitEffect,
  type ExitInput,
  type ExitLeg,
  exitPair,
  exitQtyLeft,
  stepExit,
} from './exit-pair.ts';

const act = fc.constantFrom(
  'Rest',
  'Stop',
  'Target',
  'Trade',
  'Answer',
  'Tell',
  'TellEarly',
  'Refuse',
);
const POSITION = decimal('10');

/** A venue that trades, cancels or refuses as it likes, and tells it in its own order. */
class Venue {
  readonly orders: {
    leg: ExitLeg;
    left: ReturnType<typeof decimal>;
    cum: ReturnType<typeof decimal>;
    isLive: boolean;
  }[] = [];
  readonly told: ExitInput[] = [];
  mostLive = 0;

  take(effect: ExitEffect) {
    if (effect.kind !== 'Send') return;
    this.orders.push({ leg: effect.leg, left: effect.quantity, cum: ZERO, isLive: true });
    this.mostLive = Math.max(this.mostLive, this.live().length);
  }

  live = () => this.orders.filter(({ isLive, left }) => isLive && greaterThan(left, ZERO));

  trade(size: number) {
    const [order] = this.live();
    if (order === undefined) return;
    const wanted = decimal(`${size}`);
    const quantity = greaterThan(wanted, order.left) ? order.left : wanted;
    order.left = subtract(order.left, quantity);
    order.cum = add(order.cum, quantity);
    this.told.push({ kind: 'Filled', leg: order.leg, quantity });
  }

  end() {
    const [order] = this.live();
    if (order === undefined) return;
    order.isLive = false;
    this.told.push({ kind: 'Ended', leg: order.leg, cumQty: order.cum });
  }

  traded = () => sum(this.orders.map(({ cum }) => cum));
}

describe('an emulated pair of exits', () => {
  test('never has two live exits and never trades more than the position, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(act, fc.integer({ min: 1, max: 4 })), { maxLength: 60 }),
        (acts) => {
          const venue = new Venue();
          let pair = exitPair(POSITION);
          const give = (input: ExitInput | undefined) => {
            if (input === undefined) return;
            const step = stepExit(pair, input);
            pair = step.pair;
            for (const effect of step.effects) {
              expect(effect.kind).not.toBe('Contradiction');
              venue.take(effect);
            }
          };
          for (const [name, size] of acts) {
            if (name === 'Rest') give({ kind: 'Rest', leg: 'Target' });
            else if (name === 'Stop' || name === 'Target') give({ kind: 'Triggered', leg: name });
            else if (name === 'Trade') venue.trade(size);
            else if (name === 'Answer') venue.end();
            else if (name === 'Tell') give(venue.told.shift());
            else if (name === 'TellEarly') give(venue.told.pop());
            else if (pair.live !== null) give({ kind: 'CancelRejected', leg: pair.live.leg });
            expect(compare(venue.traded(), POSITION)).toBeLessThanOrEqual(0);
            expect(venue.mostLive).toBeLessThanOrEqual(1);
          }
          while (venue.told.length > 0) give(venue.told.shift());
          expect(toText(exitQtyLeft(pair))).toBe(toText(subtract(POSITION, venue.traded())));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('the stop waits until the target is proven ended and its fills are booked, and takes the rest', () => {
    let step = stepExit(exitPair(POSITION), { kind: 'Rest', leg: 'Target' });
    step = stepExit(step.pair, { kind: 'Triggered', leg: 'Stop' });
    expect(step.effects).toEqual([{ kind: 'Cancel', leg: 'Target' }]);
    step = stepExit(step.pair, { kind: 'Ended', leg: 'Target', cumQty: decimal('4') });
    expect(step.effects).toEqual([]);
    step = stepExit(step.pair, { kind: 'Filled', leg: 'Target', quantity: decimal('4') });
    expect(JSON.stringify(step.effects)).toBe('[{"kind":"Send","leg":"Stop","quantity":"6"}]');
    step = stepExit(step.pair, { kind: 'Ended', leg: 'Stop', cumQty: ZERO });
    expect(JSON.stringify(step.effects)).toBe('[{"kind":"Rearmed","quantity":"6"}]');
    step = stepExit(step.pair, { kind: 'Triggered', leg: 'Stop' });
    expect(JSON.stringify(step.effects)).toBe('[{"kind":"Send","leg":"Stop","quantity":"6"}]');
  });

  test('a stop under way is not taken back for the target, and a refused cancel is asked again', () => {
    let step = stepExit(exitPair(POSITION), { kind: 'Triggered', leg: 'Stop' });
    expect(stepExit(step.pair, { kind: 'Triggered', leg: 'Target' }).effects).toEqual([]);
    step = stepExit(exitPair(POSITION), { kind: 'Rest', leg: 'Target' });
    step = stepExit(step.pair, { kind: 'Triggered', leg: 'Stop' });
    step = stepExit(step.pair, { kind: 'CancelRejected', leg: 'Target' });
    expect(step.effects).toEqual([{ kind: 'Cancel', leg: 'Target' }]);
  });

  test('a trade it has no room for is told, not swallowed', () => {
    const step = stepExit(exitPair(POSITION), {
      kind: 'Filled',
      leg: 'Stop',
      quantity: decimal('1'),
    });
    expect(step.effects).toMatchObject([{ kind: 'Contradiction', leg: 'Stop' }]);
  });
});
