import { describe, expect, it } from 'vitest';
import { STARTING_TIERS } from '../../../clients/index.ts';
import { add, addMs, mapGet, unwrap } from '../../../kernel/index.ts';
import {
  balanceOf,
  depositEntry,
  type EntryId,
  type LedgerAccount,
  sums,
} from '../../../ledger/index.ts';
import { positionOf } from '../../../portfolio/index.ts';
import type { ControlBody } from '../control.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  APPROVAL,
  AT,
  AT_BINANCE,
  AT_KRAKEN,
  anId,
  aWorld,
  BEN,
  BETA,
  BINANCE,
  BTC,
  BTC_USD,
  CONTROLS,
  dec,
  holderAt,
  KEYS,
  limitsSet,
  px,
  USD,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { alerts, control, given, waiting, working } from '../stopping/samples.ts';

const restricted = (id: string): ControlBody => ({
  kind: 'RestrictionSet',
  restriction: { id, instrument: BTC_USD, client: null, side: null, from: AT, until: null },
});

describe('the order of what people decided', () => {
  const state = aWorld();
  const at = AT;
  const told = (sequence: number, body = restricted('r-1')) =>
    given(state, { kind: 'Control', control: { sequence, at, body } });

  it('takes the next one', () => {
    const stepped = told(CONTROLS.length + 1);
    expect(stepped.state.controlSequence).toBe(CONTROLS.length + 1);
    expect(mapGet(stepped.state.config.restrictions, 'r-1')).toBeDefined();
  });

  it('does nothing with one that was taken, whatever it says now', () => {
    const { state: after, events, effects } = told(CONTROLS.length);
    expect([after, events, effects]).toEqual([state, [], []]);
  });

  it('takes nothing beyond a hole, and somebody is told', () => {
    const stepped = told(CONTROLS.length + 2);
    expect(stepped.events).toEqual([]);
    expect(stepped.state).toBe(state);
    expect(alerts(stepped)).toEqual(['ControlGap']);
  });
});

describe('what can not be held to', () => {
  const tiers = (change: Partial<(typeof STARTING_TIERS)['Retail']>): ControlBody => {
    const body = CONTROLS.find(({ kind }) => kind === 'TierTableSet');
    if (body?.kind !== 'TierTableSet') throw new Error('The world has no tiers.');
    return {
      ...body,
      rows: body.rows.map((row) => (row.tier === 'Retail' ? { ...row, ...change } : row)),
    };
  };
  const [limit] = limitsSetOf('firm');
  const cases: readonly (readonly [string, ControlBody])[] = [
    ['AccountOfAnother', { kind: 'AccountSet', account: ALPHA_ACCOUNT, client: BETA }],
    ['OtherScope', { ...limitsBody('firm'), scope: ALPHA, level: 'client' }],
    ['LimitTwice', { ...limitsBody('firm'), limits: limit === undefined ? [] : [limit, limit] }],
    ['BelowZero', limitsSet('firm', 'firm', { OrderValue: '-1' })],
    ['PastChanged', tiers({ commissionBps: dec('1') })],
    ['AmountOutOfBounds', tiers({ commissionBps: dec('101') })],
    ['FloorOutOfBounds', policy('2')],
    ['FloorOutOfBounds', policy('0')],
    [
      'VenueAccountOfAnother',
      {
        kind: 'VenueAccountSet',
        venueAccount: AT_BINANCE,
        venue: BINANCE,
        client: ALPHA,
        mode: 'Paper',
        key: null,
      },
    ],
  ];

  it.each(cases)(
    'is refused as %s: nothing of it is true, and its turn has passed',
    (why, body) => {
      const state = aWorld();
      const stepped = control(state, body);
      expect(stepped.events).toMatchObject([{ type: 'ControlRefused', why }]);
      expect(stepped.state.config).toBe(state.config);
      expect(stepped.state.controlSequence).toBe(state.controlSequence + 1);
      expect(alerts(stepped)).toEqual(['ControlRefused']);
    },
  );

  it('lets the tiers change from a moment that is still to come', () => {
    const from = addMs(AT, 86_400_000);
    const body = tiers({});
    if (body.kind !== 'TierTableSet') throw new Error('The world has no tiers.');
    const retail = { ...STARTING_TIERS.Retail, tier: 'Retail' as const, commissionBps: dec('9') };
    const rows = [
      ...body.rows.map((row) => (row.tier === 'Retail' ? { ...row, until: from } : row)),
      { ...retail, from, until: null, approval: APPROVAL },
    ];
    const stepped = control(aWorld(), { kind: 'TierTableSet', rows });
    expect(stepped.events).toMatchObject([{ type: 'ControlTaken' }]);
  });
});

function limitsBody(scope: string) {
  const body = limitsSet('firm', scope, { OrderValue: '1' });
  if (body.kind !== 'LimitsSet') throw new Error('Limits were expected.');
  return body;
}

function limitsSetOf(scope: string) {
  return limitsBody(scope).limits;
}

function policy(floor: string): ControlBody {
  const body = CONTROLS.find(({ kind }) => kind === 'CheckPolicySet');
  if (body?.kind !== 'CheckPolicySet') throw new Error('The world has no policy.');
  return { ...body, floor: dec(floor) };
}

describe('the mode', () => {
  const live: ControlBody = { kind: 'TradingModeSet', mode: 'Live', approval: APPROVAL };

  it('changes while nothing works', () => {
    expect(control(aWorld(), live).state.config.mode).toBe('Live');
  });

  it('does not change while an order of the other mode works, a waiting stop included', () => {
    const stop = waiting({ n: 0, side: 'Sell', terms: { ordType: 'Stop', stopPx: px('80') } });
    for (const events of [working({ n: 0 }), stop]) {
      const stepped = control(withEvents(aWorld(), ...events), live);
      expect(stepped.events).toMatchObject([{ why: 'OrdersOfOtherMode' }]);
      expect(stepped.state.config.mode).toBe('Paper');
    }
  });
});

describe('what somebody should know', () => {
  it('is a limit below what is used, an account without a mandate, orders under a restriction', () => {
    const state = withEvents(aWorld(), ...working({ n: 0 }));
    expect(alerts(control(state, limitsSet('firm', 'firm', { GrossExposure: '1' })))).toEqual([
      'LimitBelowUse',
    ]);
    const bare: ControlBody = { kind: 'AccountSet', account: anId(99), client: ALPHA };
    const opened = control(state, bare);
    expect(alerts(opened)).toEqual([]);
    const traded: ControlBody = { kind: 'TradersSet', account: anId(99), traders: [BEN] };
    expect(alerts(control(opened.state, traded, 2))).toEqual(['AccountWithoutMandate']);
    expect(alerts(control(state, restricted('r-2')))).toEqual(['OrdersUnderRestriction']);
  });

  it('a venue account with another key is closed until it was compared', () => {
    const body: ControlBody = {
      kind: 'VenueAccountSet',
      venueAccount: AT_BINANCE,
      venue: BINANCE,
      client: null,
      mode: 'Paper',
      key: KEYS[1] ?? null,
    };
    const stepped = control(aWorld(), body);
    expect(mapGet(stepped.state.venues, AT_BINANCE)?.isReconciled).toBe(false);
    expect(stepped.effects).toMatchObject([{ kind: 'TakeSnapshot', venueAccount: AT_BINANCE }]);
  });
});

describe('deposits and withdrawals', () => {
  const deposit = (change: Partial<Extract<ControlBody, { kind: 'DepositRecorded' }>> = {}) =>
    ({
      kind: 'DepositRecorded',
      entry: anId(900),
      account: ALPHA_ACCOUNT,
      venueAccount: AT_KRAKEN,
      money: { asset: BTC, amount: dec('2') },
      reference: 'tx-1',
      cost: { instrument: BTC_USD, price: dec('50') },
      approval: APPROVAL,
      ...change,
    }) as const satisfies ControlBody;
  const withdrawal = (amount: string) =>
    ({
      kind: 'WithdrawalRecorded',
      entry: anId(901),
      account: ALPHA_ACCOUNT,
      venueAccount: AT_KRAKEN,
      money: { asset: BTC, amount: dec(amount) },
      reference: 'tx-2',
      approval: APPROVAL,
    }) as const satisfies ControlBody;
  const btc = (state: EngineState) =>
    String(balanceOf(state.ledger, holderAt(ALPHA_ACCOUNT, BTC, AT_KRAKEN)));
  const place = { kind: 'Venue', id: AT_KRAKEN } as const;
  const suspense: LedgerAccount = { kind: 'Suspense', asset: BTC, place };
  const isBalanced = (state: EngineState) =>
    [...sums(state.ledger).values()].every((total) => String(total) === '0');

  it('leave the books in balance, the lot at its cost, and no gain', () => {
    const before = aWorld();
    const { state } = control(before, deposit());
    expect(btc(state)).toBe('1002');
    expect(isBalanced(state)).toBe(true);
    const position = positionOf(state.positions, ALPHA_ACCOUNT, BTC_USD);
    expect([String(position?.quantity), String(position?.lots[0]?.cost)]).toEqual(['2', '100']);
    const money = mapGet(state.risk.money, `client|${ALPHA}`);
    const start = mapGet(before.risk.money, `client|${ALPHA}`);
    expect(String(money?.flowToday)).toBe('200');
    const peak = start?.peakEquity ?? dec('0');
    expect(String(money?.peakEquity)).toBe(String(add(peak, dec('200'))));
  });

  it('take back from suspense what reconciliation had put there, no more and no less', () => {
    for (const [waits, left] of [
      ['3', '1'],
      ['2', '0'],
      ['1.5', '0'],
    ] as const) {
      const state = withSuspense(waits);
      const after = control(state, deposit()).state;
      expect(String(balanceOf(after.ledger, suspense))).toBe(left);
      expect(btc(after)).toBe('1002');
      expect(isBalanced(after)).toBe(true);
    }
  });

  /** A deposit that nobody knew of: it is at the place and nobody's. */
  function withSuspense(amount: string): EngineState {
    const terms = { id: anId<EntryId>(902), at: AT, holder: null, place, reference: 'found' };
    const entry = unwrap(
      depositEntry({ ...terms, deposited: { asset: BTC, amount: dec(amount) } }),
    );
    const event = { type: 'EntryBooked', entry, commit: null } as const;
    return withEvents(aWorld(), { type: 'LedgerMoved', event });
  }

  it('of more than is free are refused, and nothing moves', () => {
    const before = aWorld();
    const stepped = control(before, withdrawal('1000.00000001'));
    expect(stepped.events).toMatchObject([{ type: 'ControlRefused', why: 'NotFree' }]);
    expect(stepped.state.ledger).toBe(before.ledger);
  });

  it('take lots out for what they cost: nothing is gained by moving them', () => {
    const { state } = control(aWorld(), deposit());
    const after = control(state, withdrawal('1.5')).state;
    const position = positionOf(after.positions, ALPHA_ACCOUNT, BTC_USD);
    expect(String(position?.quantity)).toBe('0.5');
    expect(String(position?.realised)).toBe('0');
    expect(String(position?.lots[0]?.cost)).toBe('25');
    expect(btc(after)).toBe('1000.5');
    expect(isBalanced(after)).toBe(true);
  });

  it('of an account that nobody knows, or at a place that is another client’s, are refused', () => {
    const stranger = control(aWorld(), deposit({ account: anId(98) }));
    expect(stranger.events).toMatchObject([{ why: 'NoSuchAccount' }]);
    const own: ControlBody = {
      kind: 'VenueAccountSet',
      venueAccount: anId(104),
      venue: BINANCE,
      client: BETA,
      mode: 'Paper',
      key: null,
    };
    const { state } = control(aWorld(), own);
    const other = control(state, deposit({ venueAccount: anId(104) }));
    expect(other.events).toMatchObject([{ why: 'PlaceOfAnother' }]);
  });

  it('say the cost of what came in, in an instrument of that asset', () => {
    const wrong = deposit({ money: { asset: USD, amount: dec('5') } });
    const stepped = control(aWorld(), wrong);
    expect(stepped.events).toMatchObject([{ why: 'CostOfAnotherAsset' }]);
  });
});
