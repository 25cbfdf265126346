/** A limit that shards share is never shared out twice, whoever asks at once and whoever is gone. */
import { type ProposalId, STARTING_POLICY } from '@ultrathink/domain/access';
import { type ControlBody, controlBodySchema } from '@ultrathink/domain/engine/controls';
import {
  type ClientId,
  compare,
  type Decimal,
  decimal,
  greaterThan,
  subtract,
  sum,
  toText,
} from '@ultrathink/domain/kernel';
import {
  type Allotments,
  allottedAt,
  isShared,
  LIMIT_KINDS,
  LIMIT_LEVELS,
  type LimitId,
  type LimitKey,
  type LimitKind,
  limitKeyOf,
  moveAllotment,
} from '@ultrathink/domain/risk';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { anActor, anId, openTestDatabase, systemClock } from '../../testing/index.ts';
import { enter } from '../actor.ts';
import { keepLimitSet, readControls } from './controls/index.ts';
import { openAllotments, openLeases } from './index.ts';

const database = await openTestDatabase();
const url = database.url('engine');
const LONG_MS = 60_000;

/** As people set it, with the guards of approvals off: they are others' matter. */
async function setLimits(
  scope: string,
  limits: readonly (readonly [LimitKind, string])[],
  version = 1,
): Promise<void> {
  const rows = limits.map(
    ([kind, value]) =>
      `('venue', '${scope}', ${version}, '${anId()}', null, null, '${kind}', ${value}, now(), null)`,
  );
  await database.sql(`do $$ begin
    alter table risk.limit_set disable trigger limit_set_guard;
    insert into risk.limit_set (level, scope, version, client_id, "from", proposal_id)
      values ('venue', '${scope}', ${version}, null, now(), '${anId<ProposalId>()}');
    alter table risk.limit_set enable trigger limit_set_guard;
    insert into risk.limit_value (level, scope, version, id, client_id, instrument, kind, value, "from", until)
      values ${rows.join(',')};
  end $$`);
}

const keyOf = (scope: string, kind: LimitKind = 'Position'): LimitKey =>
  limitKeyOf({ level: 'venue', scope, kind, instrument: null });

let shards = 100;
async function leading() {
  shards += 1;
  const store = openAllotments(url);
  const leases = openLeases(url);
  onTestFinished(async () => {
    await Promise.all([store.close(), leases.close()]);
  });
  const lease = await leases.take(shards, 'test', LONG_MS);
  if (lease === null) throw new Error('Nobody leads.');
  const own = async (limit: LimitKey) => {
    const found = (await store.read(lease.shard)).find((one) => one.limit === limit);
    return found === undefined ? null : toText(found.own);
  };
  return { store, leases, lease, own };
}

const dec = (text: string): Decimal => decimal(text);
async function allOf(limit: LimitKey): Promise<Decimal> {
  const [row] = await database.sql<{ sum: string }>(
    `select coalesce(sum(amount), 0)::text as sum from risk.allotment where limit_key = '${limit}'`,
  );
  return dec(row?.sum ?? '0');
}

/** A session that ends with its test. */
async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

describe('with one shard', () => {
  it('everything is its own, and follows each version of the limit', async () => {
    await setLimits('alone', [
      ['Position', '100'],
      ['OrderValue', '7'],
    ]);
    const store = openAllotments(url);
    onTestFinished(() => store.close());
    const told = async () =>
      (await store.read(0))
        .filter(({ limit }) => limit.startsWith('venue|alone|'))
        .map(({ limit, cap, own, all }) => [limit, ...[cap, own, all].map(toText)]);
    expect(await told(), 'of one order nothing is shared').toEqual([
      [keyOf('alone'), '100', '100', '100'],
    ]);
    await setLimits('alone', [['Position', '60.5']], 2);
    expect(await told()).toEqual([[keyOf('alone'), '60.5', '60.5', '60.5']]);
  });
});

/** As it stands while it is carried out; written by a superuser who switches the guards off. */
async function approvedLimit(by: string): Promise<ProposalId> {
  const id = anId<ProposalId>();
  const hash = `'${'0'.repeat(64)}'`;
  await database.sql(
    'insert into access.approval_policy (version, policy, published_at) values (1, $1, now()) on conflict do nothing',
    [JSON.stringify(STARTING_POLICY)],
  );
  await database.sql(`do $$ begin
    alter table access.proposal disable trigger user;
    insert into access.proposal (id, act, resource, subject, payload, payload_hash, diff,
        policy_version, rule, groups, proposer, world_hash, terms_hash, reason, proposed_at,
        expires_at, status)
      values ('${id}', 'risk.proposeLimit', '{"kind":"Firm"}', 'x', '{}', ${hash}, '[]', 1, 'x', '[]',
        '${by}', ${hash}, ${hash}, 'x', now(), now() + interval '1 day', 'Approved');
    alter table access.proposal enable trigger user;
  end $$`);
  return id;
}

describe('a second shard', () => {
  it('is told what every shard was told, and all are told of each other, once', async () => {
    await setLimits('before', [['Position', '100']]);
    const limits: ControlBody = { kind: 'LimitsSet', level: 'venue', scope: 'before', limits: [] };
    const cause = anId();
    await database.sql(
      `select engine.put_control(0, now(), '${cause}', 0, '${JSON.stringify(limits)}')`,
    );
    const names = ['Halden', 'Osprey', 'Third'];
    const rows = names.map((name, n) => `('${anId<ClientId>()}', '${name}', ${n === 0 ? 0 : 1})`);
    await database.sql(`insert into clients.client (client_id, name, shard) values ${rows}`);
    const told = await readControls(database.as('engine'), 1, 0, 100);
    expect(told.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(told.map(({ body }) => body)).toEqual([limits, { kind: 'ShardsSet', shards: [0, 1] }]);
    const first = await readControls(database.as('engine'), 0, 0, 100);
    expect(first.at(-1)?.body).toEqual({ kind: 'ShardsSet', shards: [0, 1] });
    expect(controlBodySchema.safeParse(first.at(-1)?.body).success).toBe(true);
  });

  it('is told what is decided in the very moment in which it begins', async () => {
    const [deciding, beginning] = await Promise.all([
      connected(database.url('app_staff')),
      connected(database.adminUrl),
    ]);
    const told = () => readControls(database.as('engine'), 2, 0, 100);
    await beginning.query('begin');
    await beginning.query(
      `insert into clients.client (client_id, name, shard) values ('${anId()}', 'Late', 2)`,
    );
    const cause = await approvedLimit(anId());
    const limits = { kind: 'LimitsSet', level: 'venue', scope: 'at once', limits: [] };
    const decided = deciding.query(
      `select engine.tell(null, now(), '${cause}', 0, '${JSON.stringify(limits)}')`,
    );
    await expect
      .poll(() =>
        database.sql("select 1 from pg_locks where locktype = 'advisory' and not granted"),
      )
      .toHaveLength(1);
    await beginning.query('commit');
    await decided;
    expect((await told()).at(-1)?.body).toEqual(limits);
  });

  it('begins with nothing of a limit that the first one has, and with the pool of a new one', async () => {
    const { store, lease, own } = await leading();
    expect(toText(await store.takeMore(keyOf('before'), lease, dec('10')))).toBe('0');
    expect(await own(keyOf('before'))).toBe('0');
    await setLimits('fresh', [['Position', '100']]);
    expect(toText(await store.takeMore(keyOf('fresh'), lease, dec('10')))).toBe('10');
    expect(toText(await store.takeMore(keyOf('fresh'), lease, dec('500')))).toBe('100');
    expect(toText(await store.takeMore(keyOf('nobody set it'), lease, dec('1')))).toBe('0');
  });
});

describe('what people agreed on', () => {
  it('is shared out as the staff keeps it, to a platform of two from the pool', async () => {
    const firm = anActor({ kind: 'Firm' });
    const proposal = await approvedLimit(firm.id);
    const wish = {
      level: 'firm' as const,
      scope: 'firm',
      client: null,
      limits: ['100', '90'].map((value) => ({
        id: anId<LimitId>(),
        instrument: null,
        kind: 'GrossExposure' as const,
        value,
        from: null,
        until: null,
      })),
    };
    const at = systemClock.now();
    const kept = await database.as('app_staff').prisma.$transaction(async (tx) => {
      await enter(tx, firm);
      return keepLimitSet(tx, wish, { version: 1, at, proposal });
    });
    expect(kept).toBe(true);
    const { store } = await leading();
    const key = limitKeyOf({ ...wish, kind: 'GrossExposure', instrument: null });
    const found = (await store.read(0)).find(({ limit }) => limit === key);
    expect([found?.cap, found?.all].map(String), 'the least of one key').toEqual(['90', '0']);
  });
});

describe('takers', () => {
  it('20 at once never get more than the cap, and all of it', async () => {
    const limit = keyOf('contended');
    await setLimits('contended', [['Position', '1000.5']]);
    const all = await Promise.all(Array.from({ length: 20 }, () => leading()));
    const had = await Promise.all(
      all.map(async ({ store, lease }, n) => {
        let mine = dec('0');
        for (let round = 0; round < 10; round += 1) {
          mine = await store.takeMore(limit, lease, dec(String(3 + ((n * 7 + round) % 11))));
          if (round % 4 === 3) mine = await store.giveBack(limit, lease, subtract(mine, dec('2')));
          expect(compare(await allOf(limit), dec('1000.5'))).toBeLessThanOrEqual(0);
        }
        return store.takeMore(limit, lease, dec('60'));
      }),
    );
    expect(toText(sum(had))).toBe('1000.5');
    expect(toText(await allOf(limit))).toBe('1000.5');
  });

  it('and givers are as the domain says, step by step', async () => {
    const limit = keyOf('twin');
    await setLimits('twin', [['Position', '50']]);
    const two = [await leading(), await leading()] as const;
    let twin: Allotments = { limit, cap: dec('50'), byShard: new Map() };
    for (let n = 0; n < 40; n += 1) {
      const { store, lease } = n % 3 === 0 ? two[0] : two[1];
      const { shard } = lease;
      const amount = dec(String(1 + ((n * 13) % 17)));
      const isTaken = n % 5 !== 4;
      const move = isTaken
        ? ({ from: 'Pool', to: shard, amount } as const)
        : ({ from: shard, to: 'Pool', amount } as const);
      const before = allottedAt(twin, shard);
      const moved = moveAllotment(twin, move, dec('0'));
      // The store gives what is free where that is less, and takes what is there.
      const least = isTaken ? allottedAt(twin, 'Pool') : before;
      const again = greaterThan(least, dec('0'))
        ? moveAllotment(twin, { ...move, amount: least }, dec('0'))
        : moved;
      if (moved.ok) twin = moved.value;
      else if (again.ok) twin = again.value;
      const has = isTaken
        ? await store.takeMore(limit, lease, amount)
        : await store.giveBack(limit, lease, subtract(before, amount));
      expect(`${n} ${toText(has)}`).toBe(`${n} ${toText(allottedAt(twin, shard))}`);
    }
  });

  it('get nothing while a lowered cap is under what is out, until enough came back', async () => {
    const limit = keyOf('lowered');
    await setLimits('lowered', [['Position', '100']]);
    const [one, two] = [await leading(), await leading()];
    await one.store.takeMore(limit, one.lease, dec('60'));
    await two.store.takeMore(limit, two.lease, dec('40'));
    await setLimits('lowered', [['Position', '50']], 2);
    expect(toText(await two.store.takeMore(limit, two.lease, dec('1')))).toBe('40');
    expect(toText(await one.store.giveBack(limit, one.lease, dec('5')))).toBe('5');
    expect(toText(await two.store.takeMore(limit, two.lease, dec('9')))).toBe('45');
  });

  it('A7-26 that lead no more neither take nor give back', async () => {
    const limit = keyOf('fenced');
    await setLimits('fenced', [['Position', '100']]);
    const { store, lease, leases } = await leading();
    await store.takeMore(limit, lease, dec('60'));
    const next = await leases.steal(lease.shard, 'another', LONG_MS);
    await expect(store.takeMore(limit, lease, dec('1'))).rejects.toMatchObject({ code: '55F01' });
    await expect(store.giveBack(limit, lease, dec('1'))).rejects.toMatchObject({ code: '55F01' });
    expect(toText(await store.giveBack(limit, next, dec('50')))).toBe('50');
  });
});

describe('the database refuses', () => {
  it('a part over the cap, less than nothing, or of another shard, whoever writes it', async () => {
    await setLimits('walls', [['Position', '100']]);
    const limit = keyOf('walls');
    const put = (shard: number, amount: string) =>
      database.sql(`insert into risk.allotment values ('${limit}', ${shard}, ${amount})`);
    await put(5, '99');
    await expect(put(6, '1.000000000000000001')).rejects.toThrow(/are over 100/);
    await expect(put(6, '-1')).rejects.toThrow(/allotment_is_possible/);
    const change = (set: string) =>
      database.sql(`update risk.allotment set ${set} where limit_key = '${limit}' and shard = 5`);
    await expect(change('amount = 101')).rejects.toThrow(/are over 100/);
    await expect(change('shard = 7')).rejects.toThrow(/stays its shard/);
    await expect(database.sql('delete from risk.allotment')).rejects.toThrow(/append-only/);
  });

  it('to let anybody write but by the functions of the engine, and clients see any of it', async () => {
    for (const role of ['engine', 'app_staff', 'app_client'] as const) {
      const { prisma } = database.as(role);
      const write = prisma.$executeRawUnsafe(`update risk.allotment set amount = 0`);
      await expect(write, role).rejects.toThrow(/permission denied/);
      if (role === 'engine') continue;
      const take = prisma.$executeRawUnsafe(`select risk.take_allotment('x', 0, 1, 1)`);
      await expect(take, role).rejects.toThrow(/permission denied/);
    }
    const read = database.as('app_client').prisma.$executeRawUnsafe('select * from risk.allotment');
    await expect(read).rejects.toThrow(/permission denied/);
  });

  it('to share other limits than the domain does', async () => {
    const kinds = Object.keys(LIMIT_KINDS) as LimitKind[];
    const pairs = LIMIT_LEVELS.flatMap((level) => kinds.map((kind) => ({ level, kind })));
    const rows = await database.sql<{ level: string; kind: string; shared: boolean }>(
      `select level, kind, risk.is_shared(level, kind) as shared
       from unnest($1::text[], $2::text[]) as t(level, kind)`,
      [pairs.map(({ level }) => level), pairs.map(({ kind }) => kind)],
    );
    expect(rows).toEqual(pairs.map((pair) => ({ ...pair, shared: isShared(pair) })));
    const [key] = await database.sql<{ key: string }>(
      `select risk.limit_key('venue', 'kraken', 'Position', 'BTC/USD') as key`,
    );
    const instrument = 'BTC/USD' as never;
    expect(key?.key).toBe(
      limitKeyOf({ level: 'venue', scope: 'kraken', kind: 'Position', instrument }),
    );
  });
});
