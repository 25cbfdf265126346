/**
 * Whatever a block's fills are, and however it is divided anew: the ledger, positions and lots say the
 * same of every account, averages are one to the last unit, and the books add up to nothing.
 */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  type AccountId,
  type Asset,
  absolute,
  add,
  type Decimal,
  divide,
  equals,
  fromUnits,
  greaterThan,
  isZero,
  least,
  mapGet,
  multiply,
  signOf,
  subtract,
  sum,
  toText,
  ZERO,
} from '../../../kernel/index.ts';
import { balanceOf, heldOf, sums } from '../../../ledger/index.ts';
import { positionOf } from '../../../portfolio/index.ts';
import { blockShares, type ClOrdId, isEnded } from '../../../trading/index.ts';
import { apply } from '../apply.ts';
import { encodeSorted } from '../codec.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  accountOfBeta,
  anId,
  aWorld,
  BEN,
  BETA,
  BETA_ACCOUNT,
  BTC,
  BTC_USD,
  DESK_ACCOUNT,
  dec,
  deposited,
  holderAt,
  PLACES,
  px,
  qty,
  USD,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { Rig } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

const THIRD = anId<AccountId>(14);
const ACCOUNTS = [ALPHA_ACCOUNT, BETA_ACCOUNT, THIRD] as const;
const clientOf = (account: AccountId) => (account === ALPHA_ACCOUNT ? ALPHA : BETA);

/** A third account, with as much as the others have. */
const WORLD: EngineState = withEvents(
  aWorld(),
  ...accountOfBeta(THIRD),
  ...PLACES.flatMap((place, n) => [
    deposited(900 + n, holderAt(THIRD, USD, place), '1000000'),
    deposited(910 + n, holderAt(THIRD, BTC, place), '1000'),
  ]),
);

const legs = fc
  .uniqueArray(
    fc.record({ account: fc.constantFrom(...ACCOUNTS), weight: fc.integer({ min: 1, max: 7 }) }),
    { minLength: 1, maxLength: 3, selector: ({ account }) => account },
  )
  .map((list) =>
    list.map(({ account, weight }) => ({
      account,
      client: clientOf(account),
      weight: dec(String(weight)),
    })),
  );

const fills = fc.array(
  fc.record({
    child: fc.nat(20),
    /** Thousandths of what the child has left. */
    share: fc.integer({ min: 1, max: 1000 }),
    price: fc.integer({ min: 900, max: 990 }),
    fee: fc.constantFrom('USD', 'BTC', 'none'),
  }),
  { maxLength: 8 },
);

const stories = fc.record({
  side: fc.constantFrom('Buy' as const, 'Sell' as const),
  first: legs,
  before: fills,
  second: legs,
  after: fills,
  third: legs,
});
type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;

class BlockRig extends Rig {
  readonly children: readonly ClOrdId[];
  readonly id: ClOrdId;

  constructor({ side, first }: Story) {
    super(WORLD);
    this.traits();
    this.children = this.place(
      {
        beneficiary: {
          kind: 'Block',
          account: DESK_ACCOUNT,
          rule: { method: 'ProRata', legs: first, quantityScale: 8, notionalScale: 2 },
        },
        side,
        orderQty: qty('24'),
        terms: { ordType: 'Limit', price: px(side === 'Buy' ? '100.1' : '99.5') },
      },
      BEN,
    );
    for (const clOrdId of this.children) this.accepted(clOrdId);
    const [one] = this.children;
    this.id = this.order(one ?? '').placement.parentClOrdId as ClOrdId;
  }

  book() {
    const book = mapGet(this.state.blocks, this.id);
    if (book === undefined) throw new Error('No book of the block.');
    return book;
  }

  fillSome(list: Story['before'], side: Story['side']): void {
    for (const { child, share, price, fee } of list) {
      const clOrdId = this.children[child % this.children.length];
      if (clOrdId === undefined) continue;
      const { orderQty, cumQty, ordStatus } = this.order(clOrdId);
      const left = subtract(orderQty, cumQty);
      if (isEnded(ordStatus) || isZero(left)) continue;
      const units = divide(multiply(left, dec(String(share))), dec('1000'), 8, 'Up');
      this.filled(clOrdId, toText(least(units, left)), {
        lastPx: px(side === 'Buy' ? `${price / 10}` : `${price / 10 + 12}`),
        fee: fee === 'none' ? { amount: ZERO, asset: USD } : FEES[fee],
      });
    }
  }

  divide(second: Story['second']): string | null {
    this.wait(1000);
    const sequence = this.state.controlSequence;
    this.control({
      kind: 'BlockReallocated',
      clOrdId: this.id,
      replaces: this.book().hash,
      method: 'ProRata',
      legs: second,
      reason: 'The mandate of one of them allows less.',
    });
    expect(this.state.controlSequence).toBe(sequence + 1);
    const last = this.events.findLast(
      ({ type }) => type === 'ControlTaken' || type === 'ControlRefused',
    );
    return last?.type === 'ControlRefused' ? last.why : null;
  }

  /** What is left of it ends. */
  end(): void {
    this.cancel(this.id, BEN);
    for (const clOrdId of this.children) {
      const { ordStatus, cumQty } = this.order(clOrdId);
      if (isEnded(ordStatus)) continue;
      const venueAccount = this.account(clOrdId);
      const report = this.report(clOrdId, { ordStatus: 'Canceled', cumQty });
      this.give({ kind: 'OrderReported', venueAccount, report });
    }
  }
}

const FEES = {
  USD: { amount: dec('0.37'), asset: USD },
  BTC: { amount: dec('0.00001'), asset: BTC },
} as const;

const owned = (state: EngineState, account: AccountId, asset: Asset): Decimal =>
  PLACES.reduce(
    (all, place) => add(all, balanceOf(state.ledger, holderAt(account, asset, place))),
    ZERO,
  );

function expectBooksAgree(rig: BlockRig): void {
  const { state } = rig;
  for (const [, total] of sums(state.ledger)) expect(isZero(total)).toBe(true);
  for (const account of ACCOUNTS) {
    const position = positionOf(state.positions, account, BTC_USD);
    const btc = subtract(owned(state, account, BTC), owned(WORLD, account, BTC));
    const usd = subtract(owned(state, account, USD), owned(WORLD, account, USD));
    expect(toText(position?.quantity ?? ZERO)).toBe(toText(btc));
    const lots = sum((position?.lots ?? []).map(({ quantity }) => quantity));
    expect(toText(lots)).toBe(toText(absolute(btc)));
    expect(toText(position?.cash ?? ZERO)).toBe(toText(usd));
  }
  const shares = blockShares(rig.book().parts);
  const parent = rig.order(rig.id);
  expect(toText(sum(shares.map(({ cumQty }) => cumQty)))).toBe(toText(parent.cumQty));
}

/** Of each account: quantity times the block's average, within one unit of quote asset. */
function expectOneAverage(rig: BlockRig): void {
  const shares = blockShares(rig.book().parts);
  const quantity = sum(shares.map(({ cumQty }) => cumQty));
  const notional = sum(shares.map((share) => share.notional));
  for (const share of shares) {
    const exact = divide(multiply(share.cumQty, notional), quantity, 18, 'HalfEven');
    const off = absolute(subtract(share.notional, exact));
    expect(greaterThan(off, dec('0.01'))).toBe(false);
  }
}

function expectDividedBy(rig: BlockRig, rule: Story['first']): void {
  const shares = new Map(blockShares(rig.book().parts).map((one) => [one.account, one.cumQty]));
  const whole = sum([...shares.values()]);
  const weight = sum(rule.map((leg) => leg.weight));
  for (const leg of rule) {
    const exact = divide(multiply(whole, leg.weight), weight, 18, 'HalfEven');
    const off = absolute(subtract(shares.get(leg.account) ?? ZERO, exact));
    expect(greaterThan(off, fromUnits(1n, 8))).toBe(false);
  }
  const named = new Set(rule.map(({ account }) => account));
  for (const [account, has] of shares) if (!named.has(account)) expect(signOf(has)).toBe(0);
}

const isSame = (a: Story['first'], b: Story['first']) =>
  a.length === b.length &&
  a.every((leg) => b.some((one) => one.account === leg.account && equals(one.weight, leg.weight)));

describe('a block that is divided anew while it works, and again when it has ended', () => {
  test('leaves the ledger, positions and lots of every account agreeing, one average, and books of nothing', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const rig = new BlockRig(story);
        rig.fillSome(story.before, story.side);
        expectBooksAgree(rig);
        const refused = rig.divide(story.second);
        expect(refused).toBe(isSame(story.first, story.second) ? 'SameDivision' : null);
        expectBooksAgree(rig);
        expectDividedBy(rig, story.second);
        rig.fillSome(story.after, story.side);
        expectBooksAgree(rig);
        rig.end();
        expect(isEnded(rig.order(rig.id).ordStatus)).toBe(true);
        expectBooksAgree(rig);
        expectOneAverage(rig);
        expectDividedBy(rig, story.second);
        const again = rig.divide(story.third);
        expect(again).toBe(isSame(story.second, story.third) ? 'SameDivision' : null);
        expectBooksAgree(rig);
        expectOneAverage(rig);
        expectDividedBy(rig, story.third);
        for (const account of ACCOUNTS) {
          for (const place of PLACES) {
            expect(isZero(heldOf(rig.state.ledger, holderAt(account, USD, place)))).toBe(true);
            expect(isZero(heldOf(rig.state.ledger, holderAt(account, BTC, place)))).toBe(true);
          }
        }
        // Folding what was decided gives the same state.
        const folded = rig.events.reduce(apply, WORLD);
        expect(encodeSorted(folded)).toBe(encodeSorted(rig.state));
      }),
      { numRuns: 25 },
    );
  });
});
