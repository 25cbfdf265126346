/** The strip never says that the firm trades while an engine would refuse every new order. */
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { VenueStandingView } from '@ultrathink/domain/engine';
import { err, ok } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { systemClock } from '@ultrathink/runtime';
import { beforeEach, expect, it } from 'vitest';
import { memoryDoor } from '../../testing/memory-door.ts';
import { aPlatform } from '../../testing/platform.ts';

const database = await openTestDatabase();
let standings: readonly VenueStandingView[] | null = [];
const door = {
  ...memoryDoor(10),
  request: () =>
    Promise.resolve(
      standings === null
        ? err({ code: 'NoEngine' as const, since: systemClock.now() })
        : ok({ name: 'readStandings' as const, standings: [...standings] }),
    ),
};
const at = await aPlatform(database, { door });
const { firm, halden } = at;
const [risk, trader] = [await at.person(firm, 'RiskOfficer'), await at.person(firm, 'Trader')];

const standing = (change: Partial<VenueStandingView> = {}): VenueStandingView => ({
  venueAccount: anId<VenueAccountId>(),
  venue: 'kraken' as VenueStandingView['venue'],
  mode: 'Paper',
  hasKey: true,
  isReconciled: true,
  comparedUpTo: null,
  ...change,
});

const stopped = (shard: number, level: string, state: string, client: string | null = null) =>
  database.sql(
    `insert into risk.trading_state (shard, level, scope, client_id, state, grade, since, by, why, set_at, sequence)
     values ($1, $2, coalesce($3::text, 'firm'), $3::uuid, $4::text,
       case when $4::text = 'Active' then null else 'HALT_NEW' end,
       case when $4::text = 'Active' then null else now() end,
       case when $4::text = 'Active' then null else 'Breaker' end, 'A test.', now(), 1)`,
    [shard, level, client, state],
  );

beforeEach(async () => {
  standings = [standing()];
  await database.sql(`set session_replication_role = replica; delete from risk.trading_state`);
});

const stripOf = async (person: typeof risk) => (await at.as(person, firm)).risk.getStrip();

it('ASVS 8.2.2 a stop of the firm is seen by all staff, a client’s by who is assigned to it', async () => {
  await stopped(0, 'firm', 'Halted');
  await stopped(0, 'client', 'Halted', halden.client);
  const seen = async (person: typeof risk) =>
    (await stripOf(person)).states.map(({ level, state }) => [level, state]);
  expect(await seen(trader)).toEqual([['firm', 'Halted']]);
  expect(await seen(risk)).toEqual([
    ['client', 'Halted'],
    ['firm', 'Halted'],
  ]);
  const { states } = await (await at.as(trader, firm)).risk.getTradingState({});
  expect(states).toMatchObject([{ key: { level: 'firm' }, state: 'Halted' }]);
  const viewer = await at.person(halden, 'ClientViewer');
  const own = await (await at.as(viewer, halden)).risk.getTradingState({});
  expect(own.states.map(({ key }) => key.level)).toEqual(['client']);
});

it('of two shards the stricter word on the firm stands', async () => {
  await stopped(0, 'firm', 'Active');
  await stopped(1, 'firm', 'Halted');
  expect((await stripOf(risk)).states).toMatchObject([{ level: 'firm', state: 'Halted' }]);
  await database.sql(`set session_replication_role = replica; delete from risk.trading_state`);
  await stopped(0, 'firm', 'Halted');
  await stopped(1, 'firm', 'Active');
  expect((await stripOf(risk)).states).toMatchObject([{ level: 'firm', state: 'Halted' }]);
});

it.each([
  ['trades with an account that is compared', [standing()], 'Trading'],
  ['is closed while none is compared', [standing({ isReconciled: false })], 'Closed'],
  ['is closed with accounts of the other mode alone', [standing({ mode: 'Live' })], 'Closed'],
  ['is closed where no account has a key', [standing({ hasKey: false })], 'Closed'],
  ['is closed while it does not lead', [], 'Closed'],
  ['is away where nobody answers', null, 'Away'],
] as const)('the engine %s', async (_, told, expected) => {
  standings = told;
  expect((await stripOf(trader)).engine).toBe(expected);
});

it('names the venues whose account is not compared, and no other', async () => {
  const kraken = standing();
  const binance = { venue: 'binance' as VenueStandingView['venue'], isReconciled: false };
  standings = [kraken, standing(binance), standing({ ...binance, mode: 'Live' })];
  expect(await stripOf(trader)).toMatchObject({ engine: 'Trading', reconciling: ['binance'] });
  standings = [kraken];
  expect((await stripOf(trader)).reconciling).toEqual([]);
});

it('ASVS 8.2.2 a break that is nobody’s is counted for all staff, a client’s for who is assigned to it', async () => {
  const broken = (client: string | null) =>
    database.sql(
      `insert into trading.break (id, kind, venue_account_id, client_id, severity, opened_at, subject, ours, theirs, shard, sequence)
       values ($1, 'MissingVenueFill', $2, $3, 'High', now(), $1, '1', '', 0, 1)`,
      [anId(), anId(), client],
    );
  await broken(null);
  await broken(halden.client);
  expect((await stripOf(trader)).breaks).toBe(1);
  expect((await stripOf(risk)).breaks).toBe(2);
});
