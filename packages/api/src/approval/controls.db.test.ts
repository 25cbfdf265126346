/** What people agree to is set and told to the engine, by the procedures. */
import { anId, openTestDatabase, systemClock } from '@ultrathink/db/testing';
import { type AnyId, addMs, type ClientId } from '@ultrathink/domain/kernel';
import { CHECK_CODES, type ClOrdId, ORD_TYPES } from '@ultrathink/domain/trading';
import { describe, expect, it } from 'vitest';
import { aDecidingFirm, agreed, REASON } from '../../testing/controls.ts';
import type { TestRouter } from '../../testing/platform.ts';

const database = await openTestDatabase();
const world = await aDecidingFirm(database);
const { at, halden, osprey, firm, account, venueAccount, carriedOut, firmLimits } = world;
const { risk, second, analyst, operations, finance, trader } = world;
const { clientTrader, clientAdministrator, stranger, everybody } = world;

/** Of which a venue was asked and did not answer. */
async function anOrder(client: ClientId | null): Promise<ClOrdId> {
  const id = anId<ClOrdId>();
  await database.sql(
    `insert into trading."order" (cl_ord_id, level, account_id, client_id, instrument, side, ord_type,
       price, order_qty, time_in_force, is_post_only, is_reduce_only, ord_status, cum_qty, leaves_qty,
       late_qty, protection, placed_at, shard, sequence)
     values ($1, 'Parent', $2, $3, 'BTC/USDT', 'Buy', 'Limit', 65000, 2, 'GoodTillCancel', false, false,
       'New', 0, 2, 0, 'NONE', now(), 0, 1)`,
    [id, account, client],
  );
  return id;
}

const terms = (clientId: ClientId) => ({
  ...at.key(),
  clientId,
  state: 'Active' as const,
  category: 'Professional' as const,
  tier: 'Institutional' as const,
  lotMethod: 'Fifo' as const,
  dayCutOffMs: 79_200_000,
  ...REASON,
});

describe('what is agreed to', () => {
  it('ASVS 2.3.5 limits: set as a whole, told with the proposal, and kept beside what they were', async () => {
    const first = await carriedOut((await at.as(risk, firm)).risk.proposeLimits(firmLimits('100')));
    expect(first.bodies).toMatchObject([
      {
        kind: 'LimitsSet',
        level: 'firm',
        scope: 'firm',
        limits: [{ kind: 'Position', approval: first.proposalId, instrument: null }],
      },
    ]);
    expect(String((first.bodies[0] as { limits: { value: unknown }[] }).limits[0]?.value)).toBe(
      '100',
    );
    await carriedOut((await at.as(risk, firm)).risk.proposeLimits(firmLimits('90.5')));
    const caller = await at.as(trader, firm);
    const { sets } = await caller.risk.listLimits({});
    expect(sets).toMatchObject([{ version: 2, limits: [{ value: '90.5', unit: 'Money' }] }]);
    const { versions } = await caller.risk.listLimitVersions({ level: 'firm', scope: 'firm' });
    expect(versions.map(({ version, limits }) => [version, limits[0]?.value])).toEqual([
      [2, '90.5'],
      [1, '100'],
    ]);
    expect(versions[0]).toMatchObject({ proposer: { id: risk }, approvers: [{ id: second }] });
  });

  it('a client’s terms, mandate and traders, which its own people read and no other client’s', async () => {
    const set = await carriedOut(
      (await at.as(analyst, firm)).clients.proposeTerms(terms(halden.client)),
    );
    expect(set.bodies).toMatchObject([
      { kind: 'ClientSet', client: halden.client, tier: 'Institutional', dayCutOffMs: 79_200_000 },
    ]);
    const mandate = {
      ...at.key(),
      clientId: halden.client,
      accountId: account,
      instruments: ['BTC/USDT' as never],
      venues: ['kraken' as never],
      sides: ['Buy' as const],
      until: null,
      ...REASON,
    };
    const given = await carriedOut((await at.as(operations, firm)).clients.proposeMandate(mandate));
    expect(given.bodies).toMatchObject([
      { kind: 'MandateSet', mandate: { account, instruments: ['BTC/USDT'], sides: ['Buy'] } },
    ]);
    const traders = {
      ...at.key(),
      clientId: halden.client,
      accountId: account,
      traders: [clientTrader, trader],
      ...REASON,
    };
    const allowed = await carriedOut(
      (await at.as(operations, firm)).clients.proposeTraders(traders),
    );
    expect(allowed.bodies).toEqual([
      { kind: 'TradersSet', account, traders: [clientTrader, trader] },
    ]);
    const own = await (await at.as(clientTrader, halden)).clients.getTerms({});
    expect(own).toMatchObject({
      terms: [{ version: 1, tier: 'Institutional', proposer: { id: analyst } }],
      accounts: [{ mandates: [{ venues: ['kraken'] }], traders: [{ version: 1 }] }],
    });
    expect(own.accounts[0]?.traders[0]?.traders.map(({ id }) => id)).toEqual([
      clientTrader,
      trader,
    ]);
    const foreigner = await at.as(stranger, osprey);
    const asked = foreigner.clients.getTerms({ clientId: halden.client });
    await expect(asked).rejects.toMatchObject({ publicCode: 'NotFound' });
    expect((await foreigner.clients.getTerms({})).terms).toEqual([]);
  });

  it('the table of tiers: adopted once, then changed from a moment that is to come', async () => {
    const caller = () => at.as(finance, firm);
    const adopt = { wish: { kind: 'Adopt' as const }, ...REASON };
    const change = (from: ReturnType<typeof systemClock.now>) => ({
      ...at.key(),
      ...REASON,
      wish: {
        kind: 'Change' as const,
        from,
        changes: [
          {
            tier: 'Retail' as const,
            maxPosition: '90000',
            maxLeverage: '1',
            commissionBps: '30',
            minBalance: '5000',
            serviceLevel: 'Basic' as const,
          },
        ],
      },
    });
    const later = addMs(systemClock.now(), 3_600_000);
    const early = (await caller()).clients.proposeTiers(change(later));
    await expect(early).rejects.toThrow(/no table of tiers/);
    const opened = (await caller()).clients.proposeTiers({ ...at.key(), ...adopt });
    const { bodies } = await carriedOut(opened);
    expect(bodies).toMatchObject([{ kind: 'TierTableSet', rows: { length: 6 } }]);
    const twice = (await caller()).clients.proposeTiers({ ...at.key(), ...adopt });
    await expect(twice).rejects.toThrow(/there is a table/i);
    const past = (await caller()).clients.proposeTiers(change(systemClock.now()));
    await expect(past).rejects.toThrow(/begins after it is agreed to/);
    const next = await carriedOut((await caller()).clients.proposeTiers(change(later)));
    expect(next.bodies).toMatchObject([{ rows: { length: 7 } }]);
    const { table } = await (await at.as(clientTrader, halden)).clients.getTierTable();
    const retail = table?.rows.filter(({ tier }) => tier === 'Retail');
    expect(retail).toMatchObject([
      { until: later, commissionBps: '25' },
      { from: later, until: null, commissionBps: '30' },
    ]);
  });

  it('a restriction, seen by staff and by no client, and its end', async () => {
    const wish = { instrument: 'ETH/USDT' as never, clientId: null, side: null, until: null };
    const set = await carriedOut(
      (await at.as(analyst, firm)).compliance.proposeRestriction({
        ...at.key(),
        ...wish,
        ...REASON,
      }),
    );
    const [body] = set.bodies;
    if (body?.kind !== 'RestrictionSet') throw new Error('Nothing was restricted.');
    const id = body.restriction.id as never;
    const list = async () => (await at.as(trader, firm)).compliance.listRestrictions();
    expect((await list()).restrictions).toMatchObject([{ id, isInForce: true, lifted: null }]);
    const client = await at.as(clientAdministrator, halden);
    await expect(client.compliance.listRestrictions()).rejects.toMatchObject({
      publicCode: 'NotFound',
    });
    const lift = async () =>
      (await at.as(analyst, firm)).compliance.proposeLift({
        ...at.key(),
        restrictionId: id,
        ...REASON,
      });
    const [one, two] = [await lift(), await lift()];
    const lifted = await carriedOut(Promise.resolve(one));
    expect(lifted.bodies).toEqual([{ kind: 'RestrictionLifted', id }]);
    expect(await agreed(at, two.proposalId, everybody)).toBe('Stale');
    expect((await list()).restrictions).toMatchObject([{ isInForce: false }]);
    await expect(lift()).rejects.toThrow(/lifted before/);
  });

  it('checks, routing, categories and the trading mode', async () => {
    const checks = { checks: [...CHECK_CODES], calm: '0.03', floor: '0.25' };
    const policy = {
      maxAgeMs: 2_000,
      depth: 50,
      penaltyBpsPer100Ms: '0.5',
      penaltyBpsOfRejects: '10',
      latencyMsMax: 1_000,
      rejectRateMax: '0.2',
      limitCounts: 'Price' as const,
    };
    const rule = { instruments: ['BTC/USDT' as never], ordTypes: [...ORD_TYPES], maxLeverage: '1' };
    const rules = { Retail: rule, Professional: rule, EligibleCounterparty: rule };
    const by = async (who: typeof risk): Promise<TestRouter> => at.as(who, firm);
    const told = [
      await carriedOut(
        (await by(risk)).risk.proposeCheckPolicy({ ...at.key(), ...checks, ...REASON }),
      ),
      await carriedOut(
        (await by(operations)).trading.proposeRoutingPolicy({ ...at.key(), policy, ...REASON }),
      ),
      await carriedOut(
        (await by(analyst)).compliance.proposeCategoryRules({ ...at.key(), rules, ...REASON }),
      ),
      await carriedOut(
        (await by(operations)).trading.proposeMode({ ...at.key(), mode: 'Live', ...REASON }),
      ),
    ];
    expect(told.flatMap(({ bodies }) => bodies.map(({ kind }) => kind))).toEqual([
      'CheckPolicySet',
      'RoutingPolicySet',
      'CategoryRulesSet',
      'TradingModeSet',
    ]);
    expect(await (await by(trader)).trading.getPolicies()).toMatchObject({
      checks: [{ version: 1, calm: '0.03' }],
      routing: [{ policy }],
      modes: [{ mode: 'Live' }],
    });
    expect(await (await by(trader)).compliance.getCategoryRules()).toMatchObject({
      versions: [{ rules }],
    });
  });

  it('deposits and withdrawals, above the threshold or of an asset without a known value by one more', async () => {
    const deposit = (amount: string, asset = 'USD') => ({
      ...at.key(),
      clientId: halden.client,
      accountId: account,
      entries: [
        {
          venueAccountId: venueAccount,
          money: { asset: asset as never, amount },
          reference: 'Wire 1',
          cost: null,
        },
      ],
      ...REASON,
    });
    const by = () => at.as(operations, firm);
    expect((await (await by()).ledger.proposeDeposit(deposit('1000'))).groups).toHaveLength(1);
    expect((await (await by()).ledger.proposeDeposit(deposit('100001'))).groups).toHaveLength(2);
    const { bodies } = await carriedOut((await by()).ledger.proposeDeposit(deposit('2', 'BTC')));
    expect(bodies).toMatchObject([{ kind: 'DepositRecorded', account, money: { asset: 'BTC' } }]);
    const out = await carriedOut(
      (await by()).ledger.proposeWithdrawal({
        ...at.key(),
        clientId: halden.client,
        accountId: account,
        venueAccountId: venueAccount,
        money: { asset: 'USD' as never, amount: '10' },
        reference: 'Wire 2',
        ...REASON,
      }),
    );
    expect(out.bodies).toMatchObject([{ kind: 'WithdrawalRecorded', reference: 'Wire 2' }]);
  });

  const outcomeOf = (clientId: ClientId | null, clOrdId: ClOrdId) => ({
    ...at.key(),
    clientId,
    clOrdId,
    request: 'New' as const,
    outcome: 'NeverArrived' as const,
    evidence: 'The venue has no trace of it in its own log.',
    ...REASON,
  });

  it('what became of a request, and how a break is closed, in the name of all who agreed', async () => {
    const order = await anOrder(halden.client);
    const outcome = await carriedOut(
      (await at.as(operations, firm)).trading.proposeOutcome(outcomeOf(halden.client, order)),
    );
    expect(outcome.bodies).toMatchObject([
      { kind: 'OutcomeAsserted', approval: outcome.proposalId, approvers: [second] },
    ]);
    const closed = await carriedOut(
      (await at.as(operations, firm)).trading.proposeBreakClosure({
        ...at.key(),
        clientId: halden.client,
        breakId: anId<AnyId>(),
        posting: { account, money: { asset: 'USD' as never, amount: '-5.25' } },
        explanation: 'A fee that the venue took late.',
        ...REASON,
      }),
    );
    expect(closed.bodies).toMatchObject([{ kind: 'BreakClosed', posting: { account } }]);
  });

  it('what became of an order of the house, which is no client’s, and of no order under another name', async () => {
    const [ofHouse, ofHalden] = [await anOrder(null), await anOrder(halden.client)];
    const propose = async (client: ClientId | null, order: ClOrdId) =>
      (await at.as(operations, firm)).trading.proposeOutcome(outcomeOf(client, order));
    const outcome = await carriedOut(propose(null, ofHouse));
    expect(outcome.bodies).toMatchObject([
      { kind: 'OutcomeAsserted', clOrdId: ofHouse, approvers: [second] },
    ]);
    for (const [client, order] of [
      [null, ofHalden],
      [halden.client, ofHouse],
      [osprey.client, ofHalden],
      [null, anId<ClOrdId>()],
    ] as const) {
      await expect(propose(client, order)).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
    // Assigned to no client, and so not to what belongs to all of them.
    const desk = await at.as(trader, firm);
    const limited = desk.trading.proposeOutcome(outcomeOf(null, ofHouse));
    await expect(limited).rejects.toMatchObject({ publicCode: 'NotFound' });
  });
});

it('lists the clients that staff see, with what holds for each', async () => {
  const { clients } = await (await at.as(risk, firm)).clients.list();
  expect(clients.map(({ name, terms: held }) => [name, held?.tier ?? null])).toEqual([
    ['Halden', 'Institutional'],
    ['Osprey', null],
  ]);
  const client = await at.as(clientTrader, halden);
  await expect(client.clients.list()).rejects.toMatchObject({ publicCode: 'NotFound' });
});
