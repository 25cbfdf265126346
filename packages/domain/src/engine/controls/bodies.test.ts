import { describe, expect, it } from 'vitest';
import type { ProposalId } from '../../access/index.ts';
import { startingTierTable } from '../../clients/index.ts';
import { CLIENT_CATEGORIES } from '../../compliance/index.ts';
import { fromEpochMs, type PersonId, parseId, unwrap } from '../../kernel/index.ts';
import { CHECK_CODES, ORD_TYPES } from '../../trading/index.ts';
import { controlBodySchema } from '../core/control.ts';
import { type Agreed, controlBodies } from './bodies.ts';
import { CONTROL_PAYLOADS, type ControlAct, type ControlPayload } from './payload.ts';

const id = (n: number) =>
  unwrap(parseId(`01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`)) as string;
const at = fromEpochMs(Date.UTC(2026, 10, 21, 12));
const later = fromEpochMs(Date.UTC(2026, 10, 22, 12));
const AGREED: Agreed = {
  proposal: id(1) as ProposalId,
  at,
  proposer: id(2) as PersonId,
  approvers: [id(3) as PersonId],
  tiers: startingTierTable(at),
};
const key = { level: 'firm', scope: 'firm' };
const money = { asset: 'USD', amount: '100.25' };
const rule = { instruments: ['BTC/USDT'], ordTypes: [...ORD_TYPES], maxLeverage: '1' };
const amounts = { maxPosition: '1', maxLeverage: '1', commissionBps: '1', minBalance: '1' };

/** As each comes from its proposal: JSON. */
const PAYLOADS: Readonly<Record<ControlAct, unknown>> = {
  'clients.proposeState': {
    client: id(4),
    state: 'Active',
    category: 'Retail',
    tier: 'Sovereign',
    lotMethod: 'Hifo',
    dayCutOffMs: 0,
  },
  'clients.proposeMandate': {
    id: id(5),
    client: id(4),
    account: id(6),
    instruments: ['BTC/USDT'],
    venues: ['kraken'],
    sides: ['Buy', 'Sell'],
    until: later,
  },
  'clients.proposeTraders': { client: id(4), account: id(6), traders: [id(7)] },
  'clients.proposeTiers': {
    kind: 'Change',
    from: later,
    changes: [{ ...amounts, tier: 'Retail', serviceLevel: 'Basic' }],
  },
  'risk.proposeLimit': {
    level: 'firm',
    scope: 'firm',
    client: null,
    limits: [
      { id: id(8), instrument: null, kind: 'Position', value: '1.5', from: null, until: null },
      { id: id(9), instrument: 'BTC/USDT', kind: 'Leverage', value: '2', from: later, until: null },
    ],
  },
  'risk.proposeCheckPolicy': { checks: [...CHECK_CODES], calm: '0.03', floor: '0.25' },
  'risk.proposeResume': { key, client: null, ends: 'HALT_NEW' },
  'compliance.proposeRestriction': {
    kind: 'Restrict',
    id: id(10),
    instrument: 'BTC/USDT',
    client: null,
    side: null,
    until: null,
  },
  'compliance.proposeCategoryRules': {
    rules: Object.fromEntries(CLIENT_CATEGORIES.map((category) => [category, rule])),
  },
  'trading.proposeRoutingPolicy': {
    policy: {
      maxAgeMs: 2_000,
      depth: 50,
      penaltyBpsPer100Ms: '0.5',
      penaltyBpsOfRejects: '10',
      latencyMsMax: 1_000,
      rejectRateMax: '0.2',
      limitCounts: 'AllIn',
      restsAt: 'Several',
    },
  },
  'operations.proposeTradingMode': { mode: 'Live' },
  'ledger.proposeDeposit': {
    client: id(4),
    account: id(6),
    entries: [1, 2].map((n) => ({
      entry: id(20 + n),
      venueAccount: id(11),
      money,
      reference: `Wire ${n}`,
      cost: n === 1 ? null : { instrument: 'BTC/USD', price: '60000' },
    })),
  },
  'ledger.proposeWithdrawal': {
    client: id(4),
    account: id(6),
    entry: id(12),
    venueAccount: id(11),
    money,
    reference: 'Wire 3',
  },
  'portfolio.proposeBreakClose': {
    breakId: id(13),
    entry: id(14),
    client: id(4),
    posting: { account: id(6), money: { asset: 'USD', amount: '-5' } },
    reason: 'A fee that the venue took late.',
  },
  'trading.proposeOutcome': {
    client: id(4),
    clOrdId: id(15),
    request: 'New',
    outcome: 'Ended',
    reason: 'The venue has it as cancelled.',
  },
  'trading.proposeReallocation': {
    client: id(4),
    clOrdId: id(15),
    instrument: 'BTC/USD',
    replaces: 'ab'.repeat(32),
    method: 'ProRata',
    legs: [{ account: id(6), client: id(4), weight: '1' }],
    before: [{ account: id(6), client: id(4), weight: '2' }],
    moved: [{ account: id(6), quantity: '0.5', notional: '30000', commission: '-0.1' }],
    reason: 'One of the accounts was not to be in it.',
  },
};
const acts = Object.keys(CONTROL_PAYLOADS) as ControlAct[];
const made = <A extends ControlAct>(act: A) =>
  controlBodies(act, CONTROL_PAYLOADS[act].parse(PAYLOADS[act]) as ControlPayload<A>, AGREED);

describe('what the engine is told of a proposal', () => {
  it.each(acts)('%s is what the engine reads, through JSON and back', (act) => {
    const bodies = made(act);
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) {
      const told: unknown = JSON.parse(JSON.stringify(body));
      expect(JSON.parse(JSON.stringify(controlBodySchema.parse(told)))).toEqual(told);
    }
  });

  it('names the proposal, and a limit without a beginning begins when it is agreed to', () => {
    const [body] = made('risk.proposeLimit');
    expect(body).toMatchObject({
      limits: [
        { from: at, approval: id(1), value: '1.5' },
        { from: later, approval: id(1) },
      ],
    });
  });

  it('of what needs two people names both', () => {
    expect(made('risk.proposeResume')).toMatchObject([{ proposer: id(2), approvers: [id(3)] }]);
  });

  it('of a lift says nothing but which', () => {
    const lift = { kind: 'Lift', id: id(10) } as ControlPayload<'compliance.proposeRestriction'>;
    expect(controlBodies('compliance.proposeRestriction', lift, AGREED)).toEqual([
      { kind: 'RestrictionLifted', id: id(10) },
    ]);
  });
});

describe('a payload is refused', () => {
  const change = (act: ControlAct, changes: object) =>
    CONTROL_PAYLOADS[act].safeParse({ ...(PAYLOADS[act] as object), ...changes }).success;

  it.each(acts)('%s with anything more in it', (act) => {
    expect(change(act, {})).toBe(true);
    expect(change(act, { isAdmin: true })).toBe(false);
  });

  it.each([
    ['risk.proposeLimit', { level: 'client' }],
    ['risk.proposeLimit', { scope: 'all' }],
    ['risk.proposeLimit', { client: id(4) }],
    ['risk.proposeCheckPolicy', { floor: '1.01' }],
    ['risk.proposeCheckPolicy', { floor: '0' }],
    ['risk.proposeCheckPolicy', { calm: '-1' }],
    ['risk.proposeCheckPolicy', { calm: '1e3' }],
    ['risk.proposeCheckPolicy', { checks: ['Position', 'Position'] }],
    ['clients.proposeMandate', { sides: ['Buy', 'Buy'] }],
    ['clients.proposeMandate', { instruments: ['btc-usdt'] }],
    ['clients.proposeTraders', { traders: [id(7), id(7)] }],
    ['clients.proposeState', { dayCutOffMs: 86_400_000 }],
    ['ledger.proposeWithdrawal', { money: { asset: 'USD', amount: '0.00' } }],
    ['ledger.proposeWithdrawal', { money: { asset: 'USD', amount: '0.0000000000000000001' } }],
    ['trading.proposeOutcome', { reason: 'short' }],
  ] as const)('%s with %j', (act, changes) => {
    expect(change(act, changes)).toBe(false);
  });
});
