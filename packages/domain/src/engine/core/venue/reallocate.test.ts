/** Why a block is not divided anew: each word, and that nothing moves with it. */
import { describe, expect, test } from 'vitest';
import { type AccountId, type Asset, add, mapGet, toText, ZERO } from '../../../kernel/index.ts';
import { balanceOf } from '../../../ledger/index.ts';
import type { InstrumentId } from '../../../market-data/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
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
  LIMIT_VALUES,
  limitsSet,
  PLACES,
  px,
  qty,
  USD,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { Rig } from './samples.ts';

const BNB = 'BNB' as Asset;
/** Of the second client, and it has nothing yet. */
const EMPTY = anId<AccountId>(14);
const leg = (account: AccountId, weight = '1') => ({
  account,
  client: account === ALPHA_ACCOUNT ? ALPHA : BETA,
  weight: dec(weight),
});

const WORLD: EngineState = withEvents(
  aWorld(),
  ...accountOfBeta(EMPTY),
  ...[ALPHA_ACCOUNT, BETA_ACCOUNT].flatMap((account, o) =>
    PLACES.map((place, n) => deposited(900 + o * 10 + n, holderAt(account, BNB, place), '5')),
  ),
);

/** Everything has a value, also what fees are taken in. */
function mark(rig: Rig): void {
  rig.ms += 1000;
  rig.give({
    kind: 'Marked',
    instruments: [BTC_USD, 'BNB/USD' as InstrumentId].map((instrument) => ({
      ...{ instrument, price: px('100'), volatility: dec('0.03'), dailyVolume: dec('100000') },
    })),
    values: [
      { asset: BTC, value: dec('100') },
      { asset: USD, value: dec('1') },
      { asset: BNB, value: dec('1') },
    ],
  });
}

/** All of it filled, half for each of two clients; the venue took its fee in `fee`. */
function filled(fee: Asset, world = WORLD) {
  const rig = new Rig(world).traits();
  mark(rig);
  const children = rig.place(
    {
      beneficiary: {
        kind: 'Block',
        account: DESK_ACCOUNT,
        rule: {
          method: 'ProRata',
          legs: [leg(ALPHA_ACCOUNT), leg(BETA_ACCOUNT)],
          quantityScale: 8,
          notionalScale: 2,
        },
      },
      orderQty: qty('2'),
      terms: { ordType: 'Limit', price: px('100.1') },
    },
    BEN,
  );
  const [child = '' as ClOrdId] = children;
  rig.accepted(child);
  rig.filled(child, '2', { fee: { amount: dec('0.8'), asset: fee } });
  mark(rig);
  return { rig, id: rig.order(child).placement.parentClOrdId as ClOrdId, at: rig.account(child) };
}

type Filled = ReturnType<typeof filled>;

/** As two people agreed; null: it was done. */
function divided({ rig, id }: Filled, legs: readonly ReturnType<typeof leg>[], change = {}) {
  const before = { blocks: encodeSorted(rig.state.blocks), ledger: encodeSorted(rig.state.ledger) };
  rig.control({
    kind: 'BlockReallocated',
    clOrdId: id,
    replaces: mapGet(rig.state.blocks, id)?.hash ?? '',
    method: 'ProRata',
    legs,
    reason: 'The mandate of one of them allows less.',
    ...change,
  });
  const last = rig.events.findLast(
    ({ type }) => type === 'ControlTaken' || type === 'ControlRefused',
  );
  if (last?.type !== 'ControlRefused') return null;
  const { blocks, ledger } = rig.state;
  expect({ blocks: encodeSorted(blocks), ledger: encodeSorted(ledger) }, last.why).toEqual(before);
  return last.why;
}

const MORE_FOR_BETA = [leg(ALPHA_ACCOUNT), leg(BETA_ACCOUNT, '3')];

describe('another division of a block is refused, and nothing moves', () => {
  test('where the engine knows of no such block', () => {
    const clOrdId = anId<ClOrdId>(404);
    expect(divided(filled(USD), MORE_FOR_BETA, { clOrdId })).toBe('NoSuchBlock');
  });

  test('where it was to replace another version than the one in force', () => {
    expect(divided(filled(USD), MORE_FOR_BETA, { replaces: 'f'.repeat(64) })).toBe('Superseded');
  });

  test('where it is the division that is in force', () => {
    const same = [leg(ALPHA_ACCOUNT), leg(BETA_ACCOUNT)];
    expect(divided(filled(USD), same)).toBe('SameDivision');
  });

  test('where an account is not of the client that is named with it', () => {
    const legs = [leg(ALPHA_ACCOUNT), { ...leg(BETA_ACCOUNT), client: ALPHA }];
    expect(divided(filled(USD), legs)).toBe(`LegOfAnother ${BETA_ACCOUNT}`);
  });

  test.each([
    ['for nobody', [], 'LegCount'],
    ['with an account twice', [leg(ALPHA_ACCOUNT), leg(ALPHA_ACCOUNT)], 'SameAccountTwice'],
    ['with a weight of nothing', [leg(ALPHA_ACCOUNT), leg(BETA_ACCOUNT, '0')], 'NoWeight'],
  ])('where its rule is not sound: %s', (_what, legs, detail) => {
    expect(divided(filled(USD), legs)).toBe(`Rule ${detail}`);
  });

  // The block is of 2, divided into units of 10^-8.
  test.each([
    ['parts that are not all of it', 'Fixed', ['1', '0.5'], 'DoesNotAddUp'],
    ['parts that are more than it', 'Fixed', ['1', '1.5'], 'DoesNotAddUp'],
    ['percentages that are not a hundred', 'Percentage', ['50', '49.9'], 'DoesNotAddUp'],
    ['parts finer than its units', 'Fixed', ['1.000000001', '0.999999999'], 'NotInUnits'],
    ['weights finer than are kept', 'ProRata', ['1', `0.${'0'.repeat(18)}1`], 'NotInUnits'],
  ])('where its rule is not sound: %s', (_what, method, [mine = '', theirs = ''], detail) => {
    const legs = [leg(ALPHA_ACCOUNT, mine), leg(BETA_ACCOUNT, theirs)];
    expect(divided(filled(USD), legs, { method })).toBe(`Rule ${detail}`);
  });

  test.each([
    ['by one person', { approvers: [BEN] }],
    ['twice by the same person', { approvers: [BEN, BEN] }],
    ['without a reason', { reason: ' '.repeat(10) }],
  ])('where its rule is not sound: agreed to %s', (_what, change) => {
    expect(divided(filled(USD), MORE_FOR_BETA, change)).toBe('Rule NotAgreed');
  });

  test('where a check refuses an account what it would get', () => {
    const block = filled(USD);
    const own = limitsSet('account', BETA_ACCOUNT, { ...LIMIT_VALUES, Position: '100' });
    block.rig.control(own);
    expect(divided(block, MORE_FOR_BETA)).toBe(`Check ${BETA_ACCOUNT} Position OverLimit`);
  });

  test('where an account has not the money for what it would get', () => {
    const legs = [leg(ALPHA_ACCOUNT), leg(EMPTY)];
    expect(divided(filled(USD), legs)).toMatch(new RegExp(`^CannotHold ${EMPTY} USD 0 \\d`));
  });

  test('where no policy of checks is in force', () => {
    const block = filled(USD);
    const { state } = block.rig;
    block.rig.state = { ...state, config: { ...state.config, policy: null } };
    expect(divided(block, MORE_FOR_BETA)).toBe('NotBooked NoPolicy');
  });
});

describe('a fee that the venue took in a third asset moves with the share', () => {
  const legs = [leg(ALPHA_ACCOUNT), leg(EMPTY)];
  const funded = withEvents(
    WORLD,
    ...PLACES.map((place, n) => deposited(950 + n, holderAt(EMPTY, USD, place), '1000')),
  );
  const has = ({ rig }: Filled, account: AccountId) =>
    toText(
      PLACES.reduce(
        (all, place) => add(all, balanceOf(rig.state.ledger, holderAt(account, BNB, place))),
        ZERO,
      ),
    );

  test('and is refused where the receiver has not got it: the word names account, asset and amount', () => {
    const block = filled(BNB, funded);
    expect([has(block, BETA_ACCOUNT), has(block, EMPTY)]).toEqual(['14.6', '0']);
    expect(divided(block, legs)).toBe(`CannotHold ${EMPTY} BNB 0 0.4`);
  });

  test('and is done as soon as it has: who gave the share has the fee back', () => {
    const block = filled(
      BNB,
      withEvents(funded, deposited(960, holderAt(EMPTY, BNB, filled(BNB, funded).at), '0.4')),
    );
    expect(divided(block, legs)).toBeNull();
    expect([has(block, BETA_ACCOUNT), has(block, EMPTY)]).toEqual(['15', '0']);
  });
});
