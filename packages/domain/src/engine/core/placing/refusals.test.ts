/** Orders that are refused: by every check once, and by what an engine itself can't let through. */
import { describe, expect, test } from 'vitest';
import { mapGet, mapSet, type ProcessId } from '../../../kernel/index.ts';
import type { LimitKind } from '../../../risk/index.ts';
import type { CheckCode } from '../../../trading/index.ts';
import type { ControlBody } from '../control.ts';
import type { OrderWish } from '../input.ts';
import type { MarketSlice } from '../market.ts';
import {
  aCommand,
  aMarketVenue,
  aMoment,
  aSlice,
  aWish,
  decisionOf,
  limitAt,
  placing,
  refusing,
  run,
  sentOf,
} from '../sample-inputs.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  ANNA,
  AT,
  anId,
  aWorld,
  BEN,
  BTC_USD,
  clientSet,
  controlsTaken,
  dec,
  LIMIT_VALUES,
  limitsSet,
  mandateOf,
  PLACES,
  qty,
  VENUES,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { working } from '../stopping/samples.ts';

const MARKET: OrderWish['terms'] = { ordType: 'Market' };
const split = { orderQty: qty('25'), terms: limitAt('100.1') };

interface Case {
  readonly code: CheckCode;
  readonly controls?: readonly ControlBody[];
  readonly wish?: Partial<OrderWish>;
  readonly slice?: Partial<MarketSlice>;
  /** What is done before, an instant earlier. */
  readonly before?: (state: EngineState) => EngineState;
  readonly apiKey?: string;
}

const only = (kind: LimitKind, value: string, level: 'firm' | 'venue' = 'firm') =>
  level === 'firm'
    ? limitsSet('firm', 'firm', { ...LIMIT_VALUES, [kind]: value })
    : limitsSet('venue', 'binance', { [kind]: value });

/** The same, half a second earlier. */
const placedBefore = (wish: Partial<OrderWish>) => (state: EngineState) =>
  run(state, placing(100, wish)).state;

/** Each of another size, or they would be one order sent again and again. */
const tenSmall = (state: EngineState): EngineState =>
  Array.from({ length: 10 }, (_, n) => `0.0${21 + n}`).reduce(
    (all, size, n) =>
      run(all, placing(100 + n, { orderQty: qty(size), terms: limitAt('90') })).state,
    state,
  );

const crossedBook = aSlice().venues.map((venue) => ({
  ...venue,
  book: {
    kind: 'Good' as const,
    last: 1,
    at: AT,
    bids: [['101', '10'] as [string, string]],
    asks: [['100', '10'] as [string, string]],
  },
}));

const NOTHING_LOST = (state: EngineState): EngineState => ({
  ...state,
  risk: {
    ...state.risk,
    money: (() => {
      const { money } = state.risk;
      const firm = mapGet(money, 'firm|firm');
      if (firm === undefined) throw new Error('No figures of the firm.');
      const much = dec('100000000');
      const worse = { ...firm, dayStartEquity: much, startEquity: much, peakEquity: much };
      return mapSet(money, 'firm|firm', worse);
    })(),
  },
});

const CASES: readonly Case[] = [
  { code: 'TradingState', before: (state) => halted(state) },
  { code: 'Terms', wish: { orderQty: qty('1.00001') } },
  {
    code: 'PriceCollar',
    wish: { terms: limitAt('106') },
    controls: [only('PriceCollar', '0.0005')],
  },
  { code: 'PriceCollarPeriod', controls: [only('PriceCollarPeriod', '0.0005')] },
  { code: 'FatFingerValue', controls: [only('FatFingerValue', '200')] },
  { code: 'FatFingerVolume', controls: [only('FatFingerVolume', '2')] },
  {
    code: 'FatFingerMedian',
    before: tenSmall,
    controls: [only('FatFingerMedian', '5')],
  },
  { code: 'MessageRate', before: placedBefore({}), controls: [only('MessageRate', '1')] },
  { code: 'RepeatedExecution', controls: [only('RepeatedExecution', '0')], apiKey: 'key' },
  { code: 'DuplicateOrder', before: placedBefore({}) },
  { code: 'FreeBalance', wish: { orderQty: qty('60000'), terms: limitAt('100.5') } },
  { code: 'Position', controls: [only('Position', '200')] },
  { code: 'Concentration', controls: [only('Concentration', '0.00001')] },
  { code: 'GrossExposure', controls: [only('GrossExposure', '200')] },
  { code: 'NetExposure', controls: [only('NetExposure', '200')] },
  { code: 'Leverage', controls: [only('Leverage', '0.00001')] },
  { code: 'OrderValue', controls: [only('OrderValue', '200')] },
  { code: 'DailyLoss', before: NOTHING_LOST },
  { code: 'DrawdownFromPeak', before: NOTHING_LOST },
  { code: 'DrawdownFromStart', before: NOTHING_LOST },
  { code: 'ValueAtRisk', controls: [only('ValueAtRisk', '1')] },
  { code: 'DailyVolumeShare', controls: [only('DailyVolumeShare', '0.00001')] },
  {
    code: 'VenueCounterparty',
    wish: { terms: limitAt('99') },
    controls: [only('VenueCounterparty', '2000')],
  },
  { code: 'StalePrice', controls: [only('StalePrice', '-1')] },
  { code: 'CrossedPrice', slice: { venues: crossedBook } },
  {
    code: 'SelfTrade',
    before: placedBefore({ side: 'Sell', terms: limitAt('100.05'), orderQty: qty('30') }),
  },
  {
    code: 'Crossing',
    before: (state) =>
      run(
        state,
        aCommand(
          50,
          {
            act: 'PlaceOrder',
            wish: aWish({
              beneficiary: { kind: 'Account', account: anId(12) },
              side: 'Sell',
              terms: limitAt('100.05'),
            }),
          },
          { person: BEN },
        ),
      ).state,
    wish: { terms: limitAt('100.5'), orderQty: qty('70') },
  },
  {
    code: 'RestrictedList',
    controls: [
      {
        kind: 'RestrictionSet',
        restriction: {
          id: 'r-1',
          instrument: BTC_USD,
          client: null,
          side: null,
          from: AT,
          until: null,
        },
      },
    ],
  },
  {
    code: 'Mandate',
    controls: [
      {
        kind: 'MandateSet',
        mandate: { ...mandateBody(), sides: ['Sell'] },
      },
    ],
  },
  { code: 'ClientState', controls: [clientSet(ALPHA, { state: 'Suspended' })] },
  { code: 'ClientCategory', controls: [clientSet(ALPHA, { category: 'Retail' }), noRetail()] },
];

function mandateBody() {
  const body = mandateOf(ALPHA_ACCOUNT);
  if (body.kind !== 'MandateSet') throw new Error('A mandate was expected.');
  return body.mandate;
}

function noRetail(): ControlBody {
  const rule = { instruments: [BTC_USD], ordTypes: ['Limit' as const], maxLeverage: dec('2') };
  const rules = { Retail: { ...rule, instruments: [] }, Professional: rule };
  return { kind: 'CategoryRulesSet', rules: { ...rules, EligibleCounterparty: rule } };
}

function halted(state: EngineState): EngineState {
  const key = { level: 'client', scope: ALPHA } as const;
  const stop = { grade: 'HALT_NEW', since: AT, by: ANNA } as const;
  return withEvents(state, { type: 'TradingStateSet', at: AT, key, state: stop, why: 'test' });
}

function restingAtSeveral(state: EngineState): EngineState {
  const { routing } = state.config;
  if (routing === null) throw new Error('No routing policy.');
  return { ...state, config: { ...state.config, routing: { ...routing, restsAt: 'Several' } } };
}

describe('an order is refused, and nothing of it happens,', () => {
  test.each(CASES)('by $code', (one) => {
    const { code, controls = [], before = (state: EngineState) => state } = one;
    const funded = before(aWorld());
    const taken = withEvents(funded, ...controlsTaken(controls, 1000));
    const wish = aWish(one.wish);
    const command = aCommand(1, { act: 'PlaceOrder', wish }, { apiKey: one.apiKey ?? null });
    const out = run(taken, command, aMoment(0, aSlice(AT, one.slice)));
    const decision = decisionOf(out.effects);
    expect(decision.verdict).toBe('Refused');
    expect(refusing(decision)).toContain(code);
    expect(out.events.map(({ type }) => type)).toEqual(['CommandTaken', 'OrderDecided']);
    expect(out.effects.map(({ kind }) => kind)).toEqual(['Answer']);
  });

  test('by every check that has no fact: no market at all', () => {
    const out = run(aWorld(), placing(1), aMoment(0, null));
    const decision = decisionOf(out.effects);
    expect(decision.rejection).toMatchObject({ by: 'Engine', reason: { code: 'NoRoute' } });
    expect(decision.decisions.flatMap(({ checks }) => checks).length).toBeGreaterThan(30);
  });

  test('by marks that are too old: figures of money are then not known', () => {
    const decision = decisionOf(run(aWorld(), placing(1), aMoment(6_000)).effects);
    expect(decision.verdict).toBe('Refused');
  });

  test.each([
    [4, 'no cap is agreed on for it: have one set'],
    [5, 'what is held there has no value now to measure its cap by: wait for prices of all of it'],
  ])('by a cap that can’t be measured for want of prices, as the rules %i say it', (rules, why) => {
    const again = {
      type: 'RunStarted',
      at: AT,
      ms: 0,
      run: anId<ProcessId>(41),
      epoch: 2,
    } as const;
    const state = withEvents(restingAtSeveral(aWorld()), { ...again, rules });
    const { rejection } = decisionOf(run(state, placing(1), aMoment(6_000)).effects);
    expect(JSON.stringify(rejection)).toContain(why);
  });

  test('because no policy was ever approved', () => {
    const state = aWorld();
    const none = { ...state, config: { ...state.config, policy: null } };
    expect(decisionOf(run(none, placing(1)).effects).rejection).toMatchObject({ by: 'Engine' });
  });

  test('because one of its children is, though the others are not', () => {
    // It would meet an offer of its own client's, at one of the three venues alone.
    const offer = working({ n: 50, side: 'Sell', terms: limitAt('100.1') });
    const decision = decisionOf(run(withEvents(aWorld(), ...offer), placing(1, split)).effects);
    expect(decision.decisions.map(({ verdict }) => verdict)).toEqual([
      'Refused',
      'Approved',
      'Approved',
    ]);
  });

  test('because its funds are enough for a part of it alone', () => {
    const state = aWorld({ funds: { usd: '500', btc: '1' } });
    const wish = { orderQty: qty('20'), terms: MARKET, timeInForce: 'ImmediateOrCancel' } as const;
    expect(decisionOf(run(state, placing(1, wish)).effects).verdict).toBe('Refused');
  });

  test('because no venue is open to it, with each venue’s reason', () => {
    const venues = VENUES.map((venue) => aMarketVenue(venue, AT, { status: 'CancelOnly' }));
    const out = run(aWorld(), placing(1), aMoment(0, aSlice(AT, { venues })));
    const { rejection } = decisionOf(out.effects);
    expect(JSON.stringify(rejection)).toContain('kraken: NotSupported');
  });

  test('at an account that does not agree with our books yet, and goes to the others', () => {
    const [place] = PLACES;
    if (place === undefined) throw new Error('No place.');
    const closed = withEvents(aWorld(), {
      type: 'VenueAccountReconciling',
      at: AT,
      venueAccount: place,
      why: 'test',
    });
    const { effects } = run(closed, placing(1, split));
    const sent = sentOf(effects).map(({ order }) => order.venue);
    expect(sent).not.toContain('binance');
    expect(sent).toContain('kraken');
  });
});
