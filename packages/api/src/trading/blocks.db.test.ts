/** What two people decide about blocks: another allocation, and an account that they are worked in. */
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { describe, expect, it } from 'vitest';
import { agreed, toldTo } from '../../testing/controls.ts';
import { memoryDoor } from '../../testing/memory-door.ts';
import { aPlatform } from '../../testing/platform.ts';

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
});
