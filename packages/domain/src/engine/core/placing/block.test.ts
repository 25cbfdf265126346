/** Block orders: sealed before the first child, every part checked and held for. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromEpochMs, mapGet, toText } from '../../../kernel/index.ts';
import { balanceOf, heldOf } from '../../../ledger/index.ts';
import { preAllocationDigest, TIMES_IN_FORCE } from '../../../trading/index.ts';
import type { ControlBody } from '../control.ts';
import type { OrderWish } from '../input.ts';
import {
  aCommand,
  aMoment,
  answerOf,
  aWish,
  decisionOf,
  inputId,
  limitAt,
  refusing,
  sentOf,
} from '../sample-inputs.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  ANNA,
  AT,
  AT_MS,
  aWorld,
  BEN,
  BETA,
  BETA_ACCOUNT,
  BTC_USD,
  clientSet,
  controlsTaken,
  DESK_ACCOUNT,
  dec,
  holderAt,
  PLACES,
  px,
  qty,
  USD,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { step } from '../step.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

const legs = [
  { account: ALPHA_ACCOUNT, client: ALPHA, weight: dec('3') },
  { account: BETA_ACCOUNT, client: BETA, weight: dec('1') },
];
const block = (change: Partial<OrderWish> = {}): OrderWish =>
  aWish({
    beneficiary: {
      kind: 'Block',
      account: DESK_ACCOUNT,
      rule: { method: 'ProRata', legs, quantityScale: 8, notionalScale: 8 },
    },
    orderQty: qty('24'),
    terms: limitAt('100.1'),
    ...change,
  });

const place = (state: EngineState, wish = block(), person = BEN) =>
  step(state, aCommand(1, { act: 'PlaceOrder', wish }, { person }), aMoment(), sha256);

const told = (state: EngineState, ...bodies: readonly ControlBody[]) =>
  withEvents(state, ...controlsTaken(bodies, 1000));

describe('a block order', () => {
  test('is sealed, with the hash of its rule, before the first child of it', () => {
    const { events } = place(aWorld());
    const types = events.map(({ type }) => type);
    expect(types.indexOf('AllocationSealed')).toBeGreaterThan(types.indexOf('ParentPlaced'));
    expect(types.indexOf('AllocationSealed')).toBeLessThan(types.indexOf('LedgerMoved'));
    expect(types.indexOf('AllocationSealed')).toBeLessThan(types.indexOf('ChildPlaced'));
    const [sealed] = events.flatMap((one) => (one.type === 'AllocationSealed' ? [one] : []));
    if (sealed === undefined) throw new Error('Nothing was sealed.');
    const digest = preAllocationDigest(sealed.pre, sha256);
    expect(digest.ok && Buffer.from(digest.value).toString('hex')).toBe(sealed.hash);
  });

  test('holds of each account its own part of each child, and of the house nothing', () => {
    const { events, state, effects } = place(aWorld());
    expect(sentOf(effects).length).toBe(3);
    const [first] = events.flatMap((one) => (one.type === 'ChildPlaced' ? [one] : []));
    expect(first?.holds.length).toBe(2);
    const [at] = PLACES;
    if (at === undefined) throw new Error('No place.');
    // Ten at 100.1, with 20 basis points of the venue and 10 of ours: three parts, and one.
    expect(toText(heldOf(state.ledger, holderAt(ALPHA_ACCOUNT, USD, at)))).toBe('753.00225');
    expect(toText(heldOf(state.ledger, holderAt(BETA_ACCOUNT, USD, at)))).toBe('251.00075');
    expect(toText(heldOf(state.ledger, holderAt(DESK_ACCOUNT, USD, at)))).toBe('0');
    expect(toText(balanceOf(state.ledger, holderAt(DESK_ACCOUNT, USD, at)))).toBe('0');
  });

  test.each([
    ['Limit', { ordType: 'Limit', price: px('100.2') }],
    ['Market', { ordType: 'Market' }],
    ['Stop', { ordType: 'Stop', stopPx: px('101') }],
    ['StopLimit', { ordType: 'StopLimit', stopPx: px('101'), price: px('101.2') }],
    ['MarketIfTouched', { ordType: 'MarketIfTouched', stopPx: px('99') }],
    ['LimitIfTouched', { ordType: 'LimitIfTouched', stopPx: px('99'), price: px('99.2') }],
  ] as const)('may be %s in every time in force, divided by the same seal', (_, terms) => {
    for (const timeInForce of TIMES_IN_FORCE) {
      const expireTime = timeInForce === 'GoodTillDate' ? fromEpochMs(AT_MS + 3_600_000) : null;
      // No more than one venue has at the limit: FillOrKill goes to one.
      const wish = block({ orderQty: qty('18'), terms, timeInForce, expireTime });
      const { events, effects } = place(aWorld(), wish);
      expect(decisionOf(effects), `${terms.ordType} ${timeInForce}`).toMatchObject({
        verdict: 'Placed',
      });
      expect(events.filter(({ type }) => type === 'AllocationSealed')).toHaveLength(1);
      // What waits for its trigger has nothing at a venue yet, and is not held for.
      expect(sentOf(effects).length > 0).toBe(!('stopPx' in terms));
    }
  });

  test('that waited for its trigger is held for part by part once it is reached', () => {
    const terms = { ordType: 'Stop', stopPx: px('101') } as const;
    const placed = place(aWorld(), block({ terms }));
    const { clOrdId } = decisionOf(placed.effects);
    const finding = { kind: 'TriggerReached', clOrdId, price: px('101') } as const;
    const input = { kind: 'Watched', id: inputId(2), finding } as const;
    const { events, effects } = step(placed.state, input, aMoment(5), sha256);
    expect(sentOf(effects).length).toBeGreaterThan(0);
    for (const one of events) if (one.type === 'ChildPlaced') expect(one.holds).toHaveLength(2);
  });

  test('is no larger than the part of the poorest can pay for: else all of it is refused', () => {
    const poor = aWorld({ funds: { usd: '600', btc: '1' } });
    // Of 24 three quarters are 1806 dollars for one account, which has 1800 over three venues.
    expect(decisionOf(place(poor).effects).verdict).toBe('Refused');
    expect(decisionOf(place(poor, block({ orderQty: qty('20') })).effects).verdict).toBe('Placed');
  });

  test.each<[string, ControlBody, string]>([
    ['a client who is suspended', clientSet(BETA, { state: 'Suspended' }), 'ClientState'],
    [
      'a client for whom the instrument is restricted',
      {
        kind: 'RestrictionSet',
        restriction: {
          id: 'r',
          instrument: BTC_USD,
          client: BETA,
          side: null,
          from: AT,
          until: null,
        },
      },
      'RestrictedList',
    ],
    ['a client over his tier', clientSet(BETA, { tier: 'Retail' }), 'Position'],
  ])('is refused whole for one part of it: %s', (_, body, code) => {
    // A thousand bitcoin at each venue are more than a retail client may have.
    const { effects, events } = place(told(aWorld(), body));
    const decision = decisionOf(effects);
    expect(decision.verdict).toBe('Refused');
    expect(refusing(decision)).toContain(code);
    expect(events.map(({ type }) => type)).toEqual(['CommandTaken', 'OrderDecided']);
  });

  test('is not found for whom may not trade every account of it', () => {
    const both = told(aWorld(), {
      kind: 'TradersSet',
      account: DESK_ACCOUNT,
      traders: [BEN, ANNA],
    });
    expect(answerOf(place(both, block(), ANNA).effects)).toMatchObject({
      refusal: { code: 'NotFound' },
    });
  });

  test('of legs that do not add up, or at a client’s account, is not allowed', () => {
    const rule = { method: 'Fixed' as const, legs, quantityScale: 8, notionalScale: 8 };
    const wrong = block({ beneficiary: { kind: 'Block', account: DESK_ACCOUNT, rule } });
    expect(answerOf(place(aWorld(), wrong).effects)).toMatchObject({
      refusal: { detail: 'DoesNotAddUp' },
    });
    const own = block({
      beneficiary: { kind: 'Block', account: BETA_ACCOUNT, rule: { ...rule, method: 'ProRata' } },
    });
    expect(answerOf(place(aWorld(), own).effects)).toMatchObject({
      refusal: { detail: 'BlockIsOfTheHouse' },
    });
  });

  test('counts at the accounts that it is for, each by its part', () => {
    const { state } = place(aWorld());
    const working = (account: string) =>
      mapGet(state.risk.exposures, `account|${account}|BTC`)?.workingBuy;
    expect(String(working(ALPHA_ACCOUNT))).toBe('18');
    expect(String(working(BETA_ACCOUNT))).toBe('6');
    expect(working(DESK_ACCOUNT)).toBeUndefined();
  });

  test('is placed and canceled by whoever may trade every account of it, and found by nobody else', () => {
    const controls: ControlBody[] = [{ kind: 'TradersSet', account: DESK_ACCOUNT, traders: [] }];
    const world = aWorld({ controls });
    expect(answerOf(place(world, block(), ANNA).effects)).toMatchObject({
      kind: 'Refused',
      refusal: { code: 'NotFound' },
    });
    const placed = place(world);
    const { clOrdId, verdict } = decisionOf(placed.effects);
    expect(verdict).toBe('Placed');
    const cancel = (person: typeof BEN) =>
      answerOf(
        step(
          placed.state,
          aCommand(9, { act: 'CancelOrder', clOrdId }, { person }),
          aMoment(10),
          sha256,
        ).effects,
      );
    expect(cancel(ANNA)).toMatchObject({ refusal: { code: 'NotFound' } });
    expect(cancel(BEN)).toMatchObject({ kind: 'CancelAsked' });
  });
});
