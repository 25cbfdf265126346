/** What two people decide about blocks: another allocation, and an account that they are worked in. */
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { ProposalId } from '@ultrathink/domain/access';
import type { AccountId, ClientId, PersonId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { describe, expect, it } from 'vitest';
import { agreed, toldTo } from '../../testing/controls.ts';
import { memoryDoor } from '../../testing/memory-door.ts';
import { aPlatform } from '../../testing/platform.ts';
import { openHouseAccount } from '../approval/executors/open-house-account.ts';

const database = await openTestDatabase();
const place = anId();
/** What the engine says of the next question. */
let refusal: { readonly code: 'SameDivision' } | null = null;
const own: AccountId[] = [];
const door = memoryDoor(10, (body) => {
  if (body.name !== 'previewReallocation') throw new Error(`Nobody asks ${body.name} here.`);
  const change = (account: AccountId, sign: '' | '-') => ({
    ...{ account, place, quantity: `${sign}0.25`, notional: `${sign}15000` },
    ...{ fees: [{ asset: 'USD', amount: `${sign}15` }], commission: `${sign}7.5` },
  });
  const [first, second] = own;
  const changes =
    first === undefined || second === undefined ? [] : [change(first, '-'), change(second, '')];
  const answer = { kind: 'ReallocationPreviewed', refusal, changes: refusal ? [] : changes };
  return { name: 'previewReallocation', answer } as never;
});
const at = await aPlatform(database, { door });
const { firm, halden, osprey } = at;
const manager = await at.person(firm, 'PortfolioManager');
await database.sql('update access.role_grant set clients = $2::uuid[] where person_id = $1', [
  manager,
  [halden.client, osprey.client],
]);
const analyst = await at.person(firm, 'ComplianceAnalyst');
const operations = await at.person(firm, 'Operations');
const other = await at.person(firm, 'Operations');
const stranger = await at.person(osprey, 'ClientAdministrator');

async function anAccount(client: ClientId): Promise<AccountId> {
  const id = anId<AccountId>();
  await database.sql('insert into clients.account (id, client_id, name) values ($1, $2, $3)', [
    id,
    client,
    `Account ${id.slice(-6)}`,
  ]);
  return id;
}

const HASH = 'ab'.repeat(32);

/** Placed and sealed, as the engine's rows have it. */
async function aBlock(legs: readonly { account: AccountId; client: ClientId }[]): Promise<ClOrdId> {
  const id = anId<ClOrdId>();
  await database.sql(
    `insert into trading."order" values ($1, 'Parent', null, $2, null, null, null, null, null, null, 'BTC/USD', 'Buy',
      'Limit', 60000, null, 1, 'GoodTillCancel', null, false, false, 'Filled', 1, 0, 60000, 0, 'NONE', null, null,
      null, null, null, now(), now(), 0, 1)`,
    [id, anId()],
  );
  const terms = { legs: legs.map((leg) => ({ ...leg, weight: '1' })), reallocation: null };
  await database.sql(
    `insert into trading.allocation values (now(), $1, 1, $2, null, 'ProRata', 1, $3, $4)`,
    [anId(), id, JSON.stringify(terms), HASH],
  );
  return id;
}

describe('ASVS 2.3.5 another allocation of a block', () => {
  it('is proposed with what it moves, agreed to by two others, and told to the engine by both names', async () => {
    const mine = await anAccount(halden.client);
    const theirs = await anAccount(osprey.client);
    own.splice(0, own.length, mine, theirs);
    const clOrdId = await aBlock([
      { account: mine, client: halden.client },
      { account: theirs, client: osprey.client },
    ]);
    const wish = {
      clOrdId,
      method: 'Percentage' as const,
      legs: [
        { account: mine, weight: '25' },
        { account: theirs, weight: '75' },
      ],
    };
    const caller = await at.as(manager, firm);
    const preview = await caller.trading.previewReallocation(wish);
    expect(preview).toMatchObject({ refusal: null, changes: [{ account: mine }, {}] });
    const reason = 'The mandate of one of them allows less.';
    const { proposalId, groups } = await caller.trading.proposeReallocation({
      ...at.key(),
      ...wish,
      reason,
    });
    expect(groups).toHaveLength(2);
    const shown = await (await at.as(analyst, firm)).approval.get({ proposalId });
    expect(JSON.parse(shown.payload)).toMatchObject({
      replaces: HASH,
      before: [{ weight: '1' }, { weight: '1' }],
      moved: [{ account: mine, quantity: '-0.25', notional: '-15000' }, { account: theirs }],
    });
    expect(await agreed(at, proposalId, [manager])).toBe('Pending');
    expect(await agreed(at, proposalId, [analyst, other])).toBe('Executed');
    const bodies = (await toldTo(database)).map(({ body }) => body);
    const told = bodies.find((body) => body.kind === 'BlockReallocated');
    expect(told).toMatchObject({ clOrdId, replaces: HASH, approval: proposalId, reason });
    expect(told?.approvers).toHaveLength(2);
    expect(told).not.toHaveProperty('moved');
  });

  it('is not proposed where the engine would refuse it, nor by whoever does not see all its clients', async () => {
    const [mine, theirs] = own;
    if (mine === undefined || theirs === undefined) throw new Error('No accounts.');
    const clOrdId = await aBlock([{ account: theirs, client: osprey.client }]);
    const wish = { clOrdId, method: 'ProRata' as const, legs: [{ account: mine, weight: '1' }] };
    refusal = { code: 'SameDivision' };
    const proposed = (await at.as(manager, firm)).trading.proposeReallocation({
      ...at.key(),
      ...wish,
      reason: 'Nothing would change.',
    });
    await expect(proposed).rejects.toThrow(/Nothing would move/);
    refusal = null;
    const foreigner = (await at.as(stranger, osprey)).trading.previewReallocation(wish);
    await expect(foreigner).rejects.toMatchObject({ publicCode: 'NotFound' });
  });
});

describe('ASVS 8.2.2 what proves a block', () => {
  it('is for who sees every client: of others it is not found, and its decisions are made again for the firm', async () => {
    const [mine] = own;
    if (mine === undefined) throw new Error('No account.');
    const clOrdId = await aBlock([{ account: mine, client: halden.client }]);
    const { trading: all } = await at.as(analyst, firm);
    expect(await all.getOrderEvidence({ clOrdId })).toEqual({ exchanges: [] });
    // No checkpoint is signed here.
    expect(await all.getEvidencePack({ clOrdId })).toMatchObject({ kind: 'NotYet' });
    const { replayId } = await all.replayOrder({ ...at.key(), clOrdId });
    expect(await all.getReplay({ clOrdId })).toMatchObject({
      replay: { id: replayId, outcome: null },
    });
    const told = await database.sql(
      `select client_id from audit.event where action = 'trading.askReplay' and subject_id = $1`,
      [clOrdId],
    );
    expect(told).toEqual([{ client_id: null }]);
    const others = [await at.as(manager, firm), await at.as(stranger, osprey)];
    for (const { trading: asked } of others) {
      const missing = { publicCode: 'NotFound' };
      await expect(asked.getOrderEvidence({ clOrdId })).rejects.toMatchObject(missing);
      await expect(asked.getEvidencePack({ clOrdId })).rejects.toMatchObject(missing);
      await expect(asked.getReplay({ clOrdId })).rejects.toMatchObject(missing);
      const replayed = asked.replayOrder({ ...at.key(), clOrdId });
      await expect(replayed).rejects.toMatchObject(missing);
    }
  });
});

describe('ASVS 2.3.5 an account of the house', () => {
  it('is opened once another person agrees, told to the engine, and listed with what it holds', async () => {
    const caller = await at.as(operations, firm);
    const asked = { name: 'Blocks of the day', reason: 'One order for several clients.' };
    const propose = async () => {
      const anew = await at.as(operations, firm);
      return anew.trading.proposeHouseAccount({ ...at.key(), ...asked });
    };
    const { proposalId } = await propose();
    expect((await caller.trading.listHouseAccounts()).accounts).toEqual([]);
    expect(await agreed(at, proposalId, [operations])).toBe('Pending');
    expect(await agreed(at, proposalId, [other])).toBe('Executed');
    const { accounts } = await caller.trading.listHouseAccounts();
    expect(accounts).toMatchObject([{ name: 'Blocks of the day', holdings: [] }]);
    const told = (await toldTo(database)).map(({ body }) => body);
    expect(told).toContainEqual({ kind: 'AccountSet', account: accounts[0]?.id, client: null });
    await expect(propose()).rejects.toThrow(/an account "Blocks of the day" already/);
  });

  const propose = async (person: PersonId, name: string) => {
    const caller = await at.as(person, firm);
    const reason = 'One order for several clients.';
    return caller.trading.proposeHouseAccount({ ...at.key(), name, reason });
  };
  const named = async (name: string) => {
    const { accounts } = await (await at.as(operations, firm)).trading.listHouseAccounts();
    return accounts.filter((account) => account.name === name);
  };
  const why = async (proposalId: ProposalId) => {
    const text = 'select closed_why as why from access.proposal where id = $1';
    const [row] = await database.sql<{ why: string | null }>(text, [proposalId]);
    return row?.why;
  };

  it.each([
    ['no name', ''],
    ['a name of blanks', '   '],
    ['a name of more than a hundred signs', 'x'.repeat(101)],
    ['a name with signs that are no text', 'Blocks\u0007'],
  ])('is not proposed with %s', async (_what, name) => {
    const before = await database.sql('select 1 from access.proposal');
    await expect(propose(operations, name)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await database.sql('select 1 from access.proposal')).toHaveLength(before.length);
  });

  it('is proposed by operations alone: a portfolio manager and an analyst may not', async () => {
    for (const person of [manager, analyst]) {
      await expect(propose(person, 'Of nobody')).rejects.toMatchObject({ publicCode: 'Forbidden' });
    }
    const foreigner = (await at.as(stranger, osprey)).trading.proposeHouseAccount({
      ...{ ...at.key(), name: 'Of nobody' },
      reason: 'One order for several clients.',
    });
    await expect(foreigner).rejects.toMatchObject({ publicCode: 'NotFound' });
  });

  it('is not opened twice: of two proposals of one name the second is stale when it is agreed to', async () => {
    const [first, second] = [await propose(operations, 'Twice'), await propose(other, 'Twice')];
    expect(await agreed(at, first.proposalId, [other])).toBe('Executed');
    const before = await toldTo(database);
    expect(await agreed(at, second.proposalId, [operations])).toBe('Stale');
    expect(await why(second.proposalId)).toBe('ControlRefused');
    expect(await named('Twice')).toHaveLength(1);
    expect(await toldTo(database)).toEqual(before);
  });

  it('is not opened where somebody else opens one of its name in the same moment', async () => {
    const { proposalId } = await propose(operations, 'At once');
    const goOn = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<void>();
    const others = database.as('migrator').prisma.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(
        `insert into trading.house_account (id, shard, name, opened_by, created_at)
          values ('${anId()}', 0, 'At once', '${anId()}', now())`,
      );
      opened.resolve();
      await goOn.promise;
    });
    await opened.promise;
    const agreeing = agreed(at, proposalId, [other]);
    const waits = 'select 1 from pg_locks where not granted';
    await expect.poll(() => database.sql(waits)).toHaveLength(1);
    goOn.resolve();
    await others;
    expect(await agreeing).toBe('Stale');
    expect(await why(proposalId)).toBe('Overtaken');
    expect(await named('At once')).toHaveLength(1);
  });

  it('is not opened by a payload that can not be read any more', async () => {
    const { proposalId } = await propose(operations, 'Unreadable');
    const door = at.services;
    const payload = { account: 'nobody', shard: 0, name: 'Unreadable' };
    const asked = {
      payload,
      resource: { kind: 'Firm' },
      subject: '',
      proposer: operations,
    } as const;
    const read = await database
      .as('app_staff')
      .prisma.$transaction((tx) =>
        openHouseAccount.readWorld({ tx, at: door.clock.now(), services: door }, asked),
      );
    expect(read).toEqual({ ok: false, error: { code: 'PayloadUnreadable' } });
    expect(await named('Unreadable')).toEqual([]);
    expect(await why(proposalId)).toBeNull();
  });
});
