/** Shards that each do what is asked of them, late, in any order and with what they read being old. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, type Decimal, decimal, greaterThan, least, lessThan, sum } from '../kernel/index.ts';
import { type AllotmentStanding, allotmentAct } from './allotting.ts';

const dec = (text: string | number): Decimal => decimal(String(text));
const ZERO = dec(0);
const CAP = dec(100);

const STANDING: AllotmentStanding = {
  cap: CAP,
  approved: CAP,
  own: dec(20),
  all: dec(60),
  held: dec(20),
  used: dec(10),
  wanted: ZERO,
  shards: 2,
  lowMs: 0,
  isLowering: false,
};
const actOf = (change: Partial<AllotmentStanding>) => {
  const next = allotmentAct({ ...STANDING, ...change });
  if (next === null) return null;
  return [next.act, String('rest' in next ? next.rest : next.amount)];
};

describe('a shard', () => {
  it.each([
    ['has enough', {}, null],
    ['uses 80 % of it: a part more', { used: dec(16) }, ['Take', '12.5']],
    ['uses a little less', { used: dec('15.99') }, null],
    ['has nothing yet', { own: ZERO, held: null, used: ZERO }, ['Take', '12.5']],
    ['was short of it', { wanted: dec(45) }, ['Take', '37.5']],
    ['asks for what is left', { used: dec(20), all: dec(95) }, ['Take', '5']],
    ['finds nothing left', { used: dec(20), all: dec(100) }, null],
    ['was not told what it took', { own: dec(30) }, ['Tell', '30']],
    ['goes by more than it has', { own: dec(15) }, ['Tell', '15']],
    ['uses little, not long', { held: dec(50), own: dec(50), lowMs: 59_999 }, null],
    ['uses little for long', { held: dec(50), own: dec(50), lowMs: 60_000 }, ['Lower', '20']],
    ['keeps a part', { used: ZERO, held: dec('12.5'), own: dec('12.5'), lowMs: 90_000 }, null],
    ['does with less', { own: dec(50), isLowering: true }, ['GiveBack', '20']],
    [
      'does with less, and uses more',
      { own: dec(50), used: dec(30), isLowering: true },
      ['GiveBack', '30'],
    ],
    ['does not know what it uses', { own: dec(50), used: null, isLowering: true }, null],
    ['has too much after a lower cap', { own: dec(50), all: dec(120) }, ['GiveBack', '20']],
    ['waits for the new cap', { cap: dec(70), approved: CAP, own: dec(50), all: dec(90) }, null],
  ] as const)('that %s', (_why, change, next) => {
    expect(actOf(change)).toEqual(next);
  });
});

interface Shard {
  own: Decimal;
  held: Decimal;
  used: Decimal;
  isLowering: boolean;
  /** What it is told, and has not taken yet. */
  told: Decimal[];
}

const moves = fc.array(
  fc.record({
    shard: fc.nat(2),
    what: fc.constantFrom('look', 'look', 'take', 'order', 'end', 'minute'),
    size: fc.integer({ min: 1, max: 30 }),
  }),
  { maxLength: 200 },
);

describe('three shards', () => {
  it('never go by more than the cap together, nor use more than each has, in any order of events', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const shards: Shard[] = Array.from({ length: 3 }, () => ({
          own: ZERO,
          held: ZERO,
          used: ZERO,
          isLowering: false,
          told: [],
        }));
        for (const { shard, what, size } of list) {
          const one = shards[shard];
          if (one === undefined) continue;
          const all = sum(shards.map(({ own }) => own));
          if (what === 'order') {
            const more = add(one.used, dec(size));
            if (!greaterThan(more, one.held)) one.used = more;
          } else if (what === 'end') one.used = ZERO;
          else if (what === 'take') takeTold(one);
          else look(one, all, what === 'minute' ? 60_000 : 0);
          expect(greaterThan(sum(shards.map(({ held }) => held)), CAP)).toBe(false);
          expect(greaterThan(sum(shards.map(({ own }) => own)), CAP)).toBe(false);
          for (const { own, held, used } of shards) {
            expect([lessThan(own, held), greaterThan(used, held)]).toEqual([false, false]);
          }
        }
      }),
    );
  });
});

/** Less only down to what it uses, as its engine does. */
function takeTold(one: Shard): void {
  const amount = one.told.shift();
  if (amount === undefined) return;
  one.held = lessThan(amount, one.held) && lessThan(amount, one.used) ? one.used : amount;
}

function look(one: Shard, all: Decimal, lowMs: number): void {
  const { own, held, used, isLowering } = one;
  const next = allotmentAct({ ...STANDING, shards: 3, all, own, held, used, isLowering, lowMs });
  if (next?.act === 'Take') {
    one.own = add(own, least(next.amount, add(CAP, decimal(`-${all}`))));
    one.told.push(one.own);
  } else if (next?.act === 'Tell') one.told.push(next.amount);
  else if (next?.act === 'Lower') {
    one.isLowering = true;
    one.told.push(next.amount);
  } else if (next?.act === 'GiveBack' && one.told.length === 0) {
    // While something is on its way to the engine it could raise it again.
    one.own = next.rest;
    one.isLowering = false;
  }
}
