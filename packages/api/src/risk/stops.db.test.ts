/** Who stops trading and who does not, and who may not decide what the engine holds to. */
import { aLedShard, anId, openTestDatabase } from '@ultrathink/db/testing';
import { addMs } from '@ultrathink/domain/kernel';
import { systemClock } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import { aDecidingFirm, agreed, REASON, toldTo } from '../../testing/controls.ts';

const database = await openTestDatabase();
const world = await aDecidingFirm(database);
const { at, halden, osprey, firm, account, foreign, venueAccount, firmLimits } = world;
const { risk, second, operations, trader, clientTrader, stranger } = world;

describe('a stop', () => {
  const firmKey = { level: 'firm' as const, scope: 'firm' };
  const kill = (changes: object = {}) => ({
    ...at.key(),
    key: firmKey,
    clientId: null,
    grade: 'HALT_NEW' as const,
    why: 'Prices of one venue make no sense.',
    ...changes,
  });

  it('ASVS 2.3.5 needs one person and no proposal; going on again needs two', async () => {
    const before = (await toldTo(database)).length;
    await (await at.as(trader, firm)).risk.kill(kill());
    expect((await toldTo(database)).slice(before).map(({ body }) => body)).toMatchObject([
      { kind: 'Killed', key: firmKey, grade: 'HALT_NEW', by: trader },
    ]);
    const wish = {
      ...at.key(),
      key: firmKey,
      clientId: null,
      ends: 'HALT_NEW' as const,
      ...REASON,
    };
    const { proposalId } = await (await at.as(risk, firm)).risk.proposeResume(wish);
    const alone = agreed(at, proposalId, [risk]);
    expect(await alone).toBe('Pending');
    expect(await agreed(at, proposalId, [second])).toBe('Executed');
    expect((await toldTo(database)).at(-1)?.body).toMatchObject({
      kind: 'Resumed',
      ends: 'HALT_NEW',
      proposer: risk,
      approvers: [second],
    });
    const { changes } = await (await at.as(trader, firm)).risk.getTradingState({});
    expect(changes.map(({ change, by }) => [change, by.id])).toEqual([
      ['Resume', risk],
      ['Kill', trader],
    ]);
  });

  it('ASVS 2.3.5 of programs that the throttle turned off is listed as a breaker’s, and two people turn them on again', async () => {
    const { journal, engine } = await aLedShard(database);
    const key = { level: 'strategy' as const, scope: 'mean-reversion' };
    const since = systemClock.now();
    const state = { grade: 'HALT_NEW', by: 'Breaker', since } as const;
    const why = 'RepeatedExecution Over: 50 orders without a person in between';
    const record = engine.record([
      { type: 'Throttled', key: key.scope, repeats: 50, isOff: true },
      { type: 'TradingStateSet', at: since, key, state, why },
    ]);
    expect(await journal.append([record])).toEqual({ ok: true, value: null });
    const { states } = await (await at.as(trader, firm)).risk.getTradingState({});
    expect(states).toContainEqual({
      ...{ key, clientId: null, state: 'Halted', grade: 'HALT_NEW', since, by: null },
      ...{ isByBreaker: true, why, venue: null },
    });
    const wish = { ...at.key(), key, clientId: null, ends: 'HALT_NEW' as const, ...REASON };
    await expect((await at.as(trader, firm)).risk.proposeResume(wish)).rejects.toMatchObject({
      publicCode: 'Forbidden',
    });
    const { proposalId } = await (await at.as(risk, firm)).risk.proposeResume(wish);
    expect(await agreed(at, proposalId, [risk])).toBe('Pending');
    expect(await agreed(at, proposalId, [second])).toBe('Executed');
    expect((await toldTo(database)).at(-1)?.body).toMatchObject({
      ...{ kind: 'Resumed', key, proposer: risk, approvers: [second] },
    });
  });

  it('of a venue’s key is told with its venue, to people who see no keys, too', async () => {
    const scope = anId();
    await database.sql(`insert into market_data.venue_key
      (id, venue_account_id, label, fingerprint, masked_name, status, submitted_at, submitted_by)
      select '${scope}', id, 'Stopped', repeat('0', 64), 'abcd…wxyz', 'Submitted', now(), '${operations}'
      from market_data.venue_account where id = '${venueAccount}'`);
    const { journal, engine } = await aLedShard(database);
    const key = { level: 'venueKey', scope } as const;
    const since = systemClock.now();
    const state = { grade: 'HALT_NEW', by: 'Breaker', since } as const;
    const why = 'UnconfirmedOrders Over: 4, limit 3';
    const stopped = engine.record([{ type: 'TradingStateSet', at: since, key, state, why }]);
    expect(await journal.append([stopped])).toEqual({ ok: true, value: null });
    const { states } = await (await at.as(trader, firm)).risk.getTradingState({});
    const of = states.find((one) => one.key.scope === scope);
    expect(of).toMatchObject({ venue: 'kraken', isByBreaker: true, why });
  });

  it('of an account is of an account of that client', async () => {
    const key = { level: 'account' as const, scope: foreign };
    const stop = (await at.as(risk, firm)).risk.kill(kill({ key, clientId: halden.client }));
    await expect(stop).rejects.toMatchObject({ publicCode: 'NotFound' });
    const scope = { level: 'client' as const, scope: halden.client };
    for (const wrong of [{ key: scope }, { key: firmKey, clientId: halden.client }]) {
      const asked = (await at.as(risk, firm)).risk.kill(kill(wrong));
      await expect(asked).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
    await (await at.as(risk, firm)).risk.kill(
      kill({ key: { level: 'account', scope: account }, clientId: halden.client }),
    );
    const own = await (await at.as(clientTrader, halden)).risk.getTradingState({});
    expect(own.changes).toMatchObject([{ change: 'Kill', key: { scope: account } }]);
    const theirs = await (await at.as(stranger, osprey)).risk.getTradingState({});
    expect(theirs.changes).toEqual([]);
  });

  it('that canceled orders is listed with its times, to the firm and to whose it was', async () => {
    const { journal, engine } = await aLedShard(database);
    const since = systemClock.now();
    const of = { type: 'StopCompleted', at: addMs(since, 2_000), since, orders: 3 } as const;
    const client = { level: 'client', scope: halden.client } as const;
    const kept = await journal.append([
      engine.record([
        { ...of, key: firmKey, grade: 'CANCEL_ALL', lastEndedMs: 340 },
        { ...of, key: client, grade: 'FLATTEN', lastEndedMs: 910 },
      ]),
    ]);
    expect(kept).toEqual({ ok: true, value: null });
    const { stops } = await (await at.as(risk, firm)).risk.listStops({});
    expect(stops.map(({ key, lastEndedMs, orders }) => [key.level, lastEndedMs, orders])).toEqual([
      ['client', 910, 3],
      ['firm', 340, 3],
    ]);
    const own = await (await at.as(clientTrader, halden)).risk.listStops({});
    expect(own.stops.map(({ grade }) => grade)).toEqual(['FLATTEN']);
    const theirs = await (await at.as(stranger, osprey)).risk.listStops({});
    expect(theirs.stops).toEqual([]);
  });

  it('ASVS 7.5.3 that is a drill cancels for real, needs its own permission and a proof, and is listed with who, when and how long', async () => {
    const key = { level: 'account' as const, scope: account };
    const { grade: _, ...asked } = kill({ key, clientId: halden.client, why: 'The drill of May.' });
    const without = (await at.as(trader, firm)).risk.runDrill({ ...asked, ...at.key() });
    await expect(without).rejects.toMatchObject({ publicCode: 'Forbidden' });
    const client = (await at.as(clientTrader, halden)).risk.runDrill({ ...asked, ...at.key() });
    await expect(client).rejects.toMatchObject({ publicCode: 'NotFound' });
    const caller = await at.as(operations, firm);
    const { at: clicked } = await caller.risk.runDrill(asked);
    expect((await toldTo(database)).at(-1)?.body).toMatchObject({
      ...{ kind: 'Killed', key, grade: 'CANCEL_ALL', by: operations },
    });
    const sealed = `select actor from audit.event where action = 'risk.runDrill'`;
    expect(await database.sql(sealed)).toEqual([{ actor: operations }]);
    // As the engine tells it: decided 20 ms after the click, the last order ended 340 ms later.
    const since = addMs(clicked, 20);
    const { journal, engine } = await aLedShard(database);
    const of = { type: 'StopCompleted', at: addMs(since, 900), since, orders: 2 } as const;
    const kept = await journal.append([
      engine.record([{ ...of, key, grade: 'CANCEL_ALL', lastEndedMs: 340 }]),
    ]);
    expect(kept).toEqual({ ok: true, value: null });
    const { stops } = await (await at.as(risk, firm)).risk.listStops({});
    const drill = stops.find(({ key: { scope } }) => scope === account);
    expect(drill).toMatchObject({ grade: 'CANCEL_ALL', orders: 2, lastEndedMs: 340 });
    expect(drill?.asked).toMatchObject({
      ...{ by: { id: operations }, at: clicked, isDrill: true, lastEndedMs: 360 },
    });
    const { changes } = await (await at.as(risk, firm)).risk.getTradingState({});
    expect(changes.filter(({ isDrill }) => isDrill)).toMatchObject([
      { change: 'Kill', by: { id: operations }, why: 'The drill of May.' },
    ]);
  });

  it('ASVS 7.5.3 that closes positions asks for a proof, and is not for who only watches', async () => {
    const { grade: _, ...flatten } = kill();
    await (await at.as(risk, firm)).risk.flatten(flatten);
    expect((await toldTo(database)).at(-1)?.body).toMatchObject({ grade: 'FLATTEN', by: risk });
    const caller = await at.as(trader, firm);
    await expect(caller.risk.flatten({ ...flatten, ...at.key() })).rejects.toMatchObject({
      publicCode: 'Forbidden',
    });
  });
});

describe('ASVS 8.2.1 who may not', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'a trader sets no limits',
      async () => (await at.as(trader, firm)).risk.proposeLimits(firmLimits('1')),
    ],
    [
      'operations set no limits',
      async () => (await at.as(operations, firm)).risk.proposeLimits(firmLimits('1')),
    ],
    [
      'a trader stops, and does not resume',
      async () =>
        (await at.as(trader, firm)).risk.proposeResume({
          ...at.key(),
          key: { level: 'firm', scope: 'firm' },
          clientId: null,
          ends: 'HALT_NEW',
          ...REASON,
        }),
    ],
    [
      'a client’s trader proposes no traders',
      async () =>
        (await at.as(clientTrader, halden)).clients.proposeTraders({
          ...at.key(),
          clientId: halden.client,
          accountId: account,
          traders: [],
          ...REASON,
        }),
    ],
    [
      'risk does not list clients’ tiers anew',
      async () =>
        (await at.as(risk, firm)).clients.proposeTiers({
          ...at.key(),
          wish: { kind: 'Adopt' },
          ...REASON,
        }),
    ],
    [
      'a trader books no deposits',
      async () =>
        (await at.as(trader, firm)).ledger.proposeDeposit({
          ...at.key(),
          clientId: halden.client,
          accountId: account,
          entries: [
            {
              venueAccountId: venueAccount,
              money: { asset: 'USD' as never, amount: '1' },
              reference: 'x',
              cost: null,
            },
          ],
          ...REASON,
        }),
    ],
  ];
  it.each(cases)('%s', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({ publicCode: 'Forbidden' });
  });

  it('ASVS 8.4.1 a client’s administrator proposes nothing for another client', async () => {
    const caller = await at.as(stranger, osprey);
    const wish = {
      ...at.key(),
      clientId: halden.client,
      accountId: account,
      traders: [],
      ...REASON,
    };
    await expect(caller.clients.proposeTraders(wish)).rejects.toMatchObject({
      publicCode: 'NotFound',
    });
  });

  it('a mandate, a trader or a deposit of another client’s account is refused before anybody is asked', async () => {
    const mandate = {
      ...at.key(),
      clientId: halden.client,
      accountId: foreign,
      instruments: [],
      venues: [],
      sides: [],
      until: null,
      ...REASON,
    };
    const asked = (await at.as(operations, firm)).clients.proposeMandate(mandate);
    await expect(asked).rejects.toThrow(/no such account/);
    const traders = {
      ...at.key(),
      clientId: halden.client,
      accountId: account,
      traders: [stranger],
      ...REASON,
    };
    const theirs = (await at.as(operations, firm)).clients.proposeTraders(traders);
    await expect(theirs).rejects.toThrow(/belongs to another client/);
  });

  it('whom a proposal lets trade does not decide it', async () => {
    const newcomer = await at.person(firm, 'ComplianceAnalyst');
    const traders = {
      ...at.key(),
      clientId: halden.client,
      accountId: account,
      traders: [newcomer],
      ...REASON,
    };
    const { proposalId } = await (await at.as(operations, firm)).clients.proposeTraders(traders);
    expect(await agreed(at, proposalId, [newcomer])).toBe('Pending');
  });

  it('of two proposals about the same limits the second is stale', async () => {
    const propose = async (value: string) =>
      (await at.as(risk, firm)).risk.proposeLimits(firmLimits(value));
    const [one, two] = [await propose('70'), await propose('60')];
    expect(await agreed(at, one.proposalId, [second])).toBe('Executed');
    expect(await agreed(at, two.proposalId, [second])).toBe('Stale');
  });

  it('an agreement leaves the tables and the outbox alone where it is refused', async () => {
    const before = (await toldTo(database)).length;
    const { proposalId } = await (await at.as(risk, firm)).risk.proposeLimits(firmLimits('50'));
    const caller = await at.as(second, firm);
    const { proposal } = await caller.approval.get({ proposalId });
    await caller.approval.decide({
      ...at.key(),
      proposalId,
      group: proposal.canDecideFor[0] ?? '',
      verdict: 'Refuse',
      payloadHash: proposal.payloadHash,
      reason: 'Too tight for Friday.',
    });
    expect((await toldTo(database)).length).toBe(before);
  });
});
