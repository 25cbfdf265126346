import { describe, expect, it } from 'vitest';
import {
  type AccountId,
  addMs,
  type ClientId,
  fromEpochMs,
  type PersonId,
} from '../kernel/index.ts';
import type { InstrumentId, VenueId } from '../market-data/index.ts';
import { type CheckCode, type ClOrdId, COMPLIANCE_CHECK_CODES } from '../trading/index.ts';
import {
  CLIENT_CATEGORIES,
  CLIENT_STATES,
  complianceVerdicts,
  type Mandate,
  type OrderUnderRules,
  type Restriction,
  type RuleFacts,
} from './index.ts';

const AT = fromEpochMs(1_795_000_000_000);
const BTC = 'BTC/USD' as InstrumentId;
const CLIENT = 'client-1' as ClientId;
const ACCOUNT = 'account-1' as AccountId;
const ANNA = 'anna' as PersonId;

const ORDER: OrderUnderRules = {
  clOrdId: 'order-1' as ClOrdId,
  client: CLIENT,
  account: ACCOUNT,
  instrument: BTC,
  side: 'Buy',
  ordType: 'Limit',
  venue: 'kraken' as VenueId,
  trader: ANNA,
};

const MANDATE: Mandate = {
  id: 'm1',
  account: ACCOUNT,
  instruments: [BTC],
  venues: ['kraken' as VenueId],
  sides: ['Buy'],
  traders: [ANNA],
  from: AT,
  until: null,
};

const open = { instruments: [BTC], ordTypes: ['Limit'] } as const;
const FACTS: RuleFacts = {
  at: AT,
  restrictions: [],
  mandates: [MANDATE],
  clientState: 'Active',
  category: 'Professional',
  categoryRules: {
    Retail: { instruments: [], ordTypes: ['Limit'] },
    Professional: open,
    EligibleCounterparty: open,
  },
  reduces: false,
};

function of(code: CheckCode, facts: Partial<RuleFacts> = {}, order: Partial<OrderUnderRules> = {}) {
  const { checks } = complianceVerdicts({ ...ORDER, ...order }, { ...FACTS, ...facts });
  return checks.filter((check) => check.code === code);
}
const verdicts = (...asked: Parameters<typeof of>) => of(...asked).map(({ verdict }) => verdict);

describe('compliance', () => {
  it('answers for this order with each of its checks', () => {
    const { clOrdId, checks } = complianceVerdicts(ORDER, FACTS);
    expect(clOrdId).toBe(ORDER.clOrdId);
    expect(checks.map(({ code, verdict }) => [code, verdict])).toEqual(
      COMPLIANCE_CHECK_CODES.map((code) => [code, 'Pass']),
    );
  });

  it('evaluates all, however many refuse', () => {
    const none = { restrictions: null, mandates: null, clientState: null, category: null } as const;
    const { checks } = complianceVerdicts(ORDER, { ...FACTS, ...none });
    expect(checks.map(({ code, verdict }) => [code, verdict])).toEqual(
      COMPLIANCE_CHECK_CODES.map((code) => [code, 'CannotTell']),
    );
  });
});

describe('RestrictedList', () => {
  const entry: Restriction = {
    id: 'r1',
    instrument: BTC,
    client: null,
    side: null,
    from: AT,
    until: addMs(AT, 10),
  };
  it.each([
    ['for everybody', {}, 'Refuse'],
    ['for this client', { client: CLIENT }, 'Refuse'],
    ['for another client', { client: 'client-2' as ClientId }, 'Pass'],
    ['for this side', { side: 'Buy' }, 'Refuse'],
    ['for the other side', { side: 'Sell' }, 'Pass'],
    ['of another instrument', { instrument: 'ETH/USD' as InstrumentId }, 'Pass'],
    ['from later', { from: addMs(AT, 1) }, 'Pass'],
    ['until now', { until: AT }, 'Pass'],
    ['until a moment later', { until: addMs(AT, 1) }, 'Refuse'],
  ] as const)('an entry %s: %s', (_what, change, expected) => {
    expect(verdicts('RestrictedList', { restrictions: [{ ...entry, ...change }] })).toEqual([
      expected,
    ]);
  });

  it('tells every entry that forbids it', () => {
    const restrictions = [entry, { ...entry, id: 'r2' }];
    const found = of('RestrictedList', { restrictions });
    expect(found.map(({ words }) => words.restriction)).toEqual(['r1', 'r2']);
  });
});

describe('Mandate', () => {
  it.each([
    ['instrument', { instruments: [] }],
    ['venue', { venues: [] }],
    ['side', { sides: ['Sell'] }],
    ['trader', { traders: [] }],
  ] as const)('refuses a %s that it does not name', (rule, change) => {
    const found = of('Mandate', { mandates: [{ ...MANDATE, ...change }] });
    expect(found).toMatchObject([{ verdict: 'Refuse', words: { rule, mandate: 'm1' } }]);
  });

  it('refuses without one in force for the account', () => {
    expect(verdicts('Mandate', { mandates: [] })).toEqual(['Refuse']);
    expect(verdicts('Mandate', { mandates: [{ ...MANDATE, until: AT }] })).toEqual(['Refuse']);
    expect(verdicts('Mandate', {}, { account: 'account-2' as AccountId })).toEqual(['Refuse']);
  });

  it('keeps every one that is in force', () => {
    const mandates = [MANDATE, { ...MANDATE, id: 'm2', sides: ['Sell'] as const }];
    expect(of('Mandate', { mandates })).toMatchObject([{ words: { mandate: 'm2' } }]);
  });

  it('asks for no trader where a strategy trades', () => {
    expect(
      verdicts('Mandate', { mandates: [{ ...MANDATE, traders: [] }] }, { trader: null }),
    ).toEqual(['Pass']);
  });
});

describe('ClientState', () => {
  it.each(CLIENT_STATES)('%s', (clientState) => {
    const expected = clientState === 'Active' ? 'Pass' : 'Refuse';
    expect(verdicts('ClientState', { clientState })).toEqual([expected]);
  });

  it('a restricted client may only get out, and nobody guesses whether it does', () => {
    const restricted = { clientState: 'Restricted' } as const;
    expect(verdicts('ClientState', { ...restricted, reduces: true })).toEqual(['Near']);
    expect(verdicts('ClientState', { ...restricted, reduces: null })).toEqual(['CannotTell']);
    expect(verdicts('ClientState', { clientState: 'Suspended', reduces: true })).toEqual([
      'Refuse',
    ]);
  });
});

describe('ClientCategory', () => {
  it.each(CLIENT_CATEGORIES)('%s', (category) => {
    expect(verdicts('ClientCategory', { category })).toEqual([
      category === 'Retail' ? 'Refuse' : 'Pass',
    ]);
  });

  it('tells instrument and order type apart, and needs its rules', () => {
    const found = of('ClientCategory', { category: 'Retail' }, { ordType: 'Stop' });
    expect(found.map(({ words }) => words.rule)).toEqual(['instrument', 'ordType']);
    expect(verdicts('ClientCategory', { categoryRules: null })).toEqual(['CannotTell']);
  });
});
