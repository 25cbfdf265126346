/** What people decide reaches the engine in one order, once, and only as it was agreed to. */
import { type ProposalId, STARTING_POLICY } from '@ultrathink/domain/access';
import { COMMERCIAL_TIERS, SERVICE_LEVELS, startingTierTable } from '@ultrathink/domain/clients';
import { CLIENT_CATEGORIES, CLIENT_STATES } from '@ultrathink/domain/compliance';
import {
  CONTROL_PAYLOADS,
  type ControlAct,
  type ControlText,
  controlBodySchema,
  type MandateId,
} from '@ultrathink/domain/engine/controls';
import type { AccountId, ClientId, PersonId } from '@ultrathink/domain/kernel';
import { LOT_METHODS } from '@ultrathink/domain/portfolio';
import {
  KILL_GRADES,
  LIMIT_KINDS,
  LIMIT_LEVELS,
  type LimitId,
  STATE_LEVELS,
} from '@ultrathink/domain/risk';
import { describe, expect, it } from 'vitest';
import { anActor, anId, openTestDatabase, systemClock } from '../../../testing/index.ts';
import { type Actor, enter } from '../../actor.ts';
import type { Tx } from '../../connect.ts';
import {
  currentLimitSets,
  currentTierTable,
  insertStateChange,
  keepLimitSet,
  keepMandate,
  keepTerms,
  keepTierTable,
  keepTradingMode,
  listMandates,
  listTerms,
  readControls,
  tellEngine,
} from './index.ts';

const database = await openTestDatabase();
const engine = database.as('engine');
const firm = anActor({ kind: 'Firm' });
const client = anId<ClientId>();
const other = anId<ClientId>();
const account = anId<AccountId>();
const organisation = anId();
const at = systemClock.now();

await database.sql(`insert into clients.client (client_id, name, shard)
  values ('${client}', 'Halden', 0), ('${other}', 'Osprey', 3)`);
await database.sql(
  `insert into clients.account (id, client_id, name) values ('${account}', '${client}', 'Master')`,
);
await database.sql(
  `insert into access.organisation (id, kind, name) values ('${organisation}', 'Firm', 'The firm')`,
);
await database.sql(
  'insert into access.approval_policy (version, policy, published_at) values (1, $1, now())',
  [JSON.stringify(STARTING_POLICY)],
);

/** A proposal as it stands while it is carried out; written by a superuser who switches the guards off. */
async function approved(act: ControlAct, status = 'Approved'): Promise<ProposalId> {
  const id = anId<ProposalId>();
  const hash = `'${'0'.repeat(64)}'`;
  await database.sql(`do $$ begin
    alter table access.proposal disable trigger user;
    insert into access.proposal (id, act, resource, subject, payload, payload_hash, diff,
        policy_version, rule, groups, proposer, world_hash, terms_hash, reason, proposed_at,
        expires_at, status)
      values ('${id}', '${act}', '{"kind":"Firm"}', 'x', '{}', ${hash}, '[]', 1, 'x', '[]',
        '${firm.id}', ${hash}, ${hash}, 'x', now(), now() + interval '1 day', '${status}');
    alter table access.proposal enable trigger user;
  end $$`);
  return id;
}

function acting<T>(work: (tx: Tx) => Promise<T>, actor: Actor = firm): Promise<T> {
  return database.as('app_staff').prisma.$transaction(
    async (tx) => {
      await enter(tx, actor);
      return work(tx);
    },
    { maxWait: 20_000, timeout: 20_000 },
  );
}

const mode = (proposal: ProposalId): ControlText => ({
  kind: 'TradingModeSet',
  mode: 'Live',
  approval: proposal,
});
const told = async (shard: number) => readControls(engine, shard, 0, 1_000);

describe('what the engine is told', () => {
  it('has every sequence of a shard once and in its order, whoever writes at once and whoever gives up', async () => {
    const before = (await told(0)).length;
    const proposals = await Promise.all(
      Array.from({ length: 20 }, () => approved('operations.proposeTradingMode')),
    );
    const wrote = await Promise.allSettled(
      proposals.map((cause, n) =>
        acting(async (tx) => {
          await tellEngine(tx, { client: null, at, cause, bodies: [mode(cause)] });
          if (n % 4 === 0) throw new Error('Somebody else was first.');
        }),
      ),
    );
    expect(wrote.filter(({ status }) => status === 'fulfilled')).toHaveLength(15);
    for (const shard of [0, 3]) {
      const controls = await told(shard);
      expect(controls.map(({ sequence }) => sequence)).toEqual(controls.map((_, n) => n + 1));
    }
    expect((await told(0)).length).toBe(before + 15);
    const causes = (await told(3)).map(({ body }) => 'approval' in body && body.approval);
    expect(new Set(causes).size).toBe(causes.length);
  });

  it('is read from any sequence on, and not more of it than asked for', async () => {
    const [second, third] = await readControls(engine, 0, 1, 2);
    expect([second?.sequence, third?.sequence]).toEqual([2, 3]);
    expect(await readControls(engine, 0, 1, 2)).toHaveLength(2);
    expect(await readControls(engine, 0, 10_000, 5)).toEqual([]);
  });

  it('is told once of one proposal', async () => {
    const cause = await approved('operations.proposeTradingMode');
    const tell = () =>
      acting((tx) => tellEngine(tx, { client: null, at, cause, bodies: [mode(cause)] }));
    await tell();
    await expect(tell()).rejects.toThrow(/cause/);
  });

  it('goes to the shard of the client it concerns, and to no other', async () => {
    const cause = await approved('clients.proposeTraders');
    const [here, there] = [(await told(0)).length, (await told(3)).length];
    const bodies: ControlText[] = [{ kind: 'TradersSet', account, traders: [] }];
    await acting((tx) => tellEngine(tx, { client: other, at, cause, bodies }));
    expect([(await told(0)).length, (await told(3)).length]).toEqual([here, there + 1]);
  });

  it('knows every account from the moment it is there', async () => {
    const opened = (await told(0)).filter(({ body }) => body.kind === 'AccountSet');
    expect(opened.map(({ body }) => body)).toEqual([{ kind: 'AccountSet', account, client }]);
  });

  it('ASVS 8.3.1 nobody tells it what no proposal says, or one that says something else', async () => {
    const pending = await approved('operations.proposeTradingMode', 'Pending');
    const limits = await approved('risk.proposeLimit');
    for (const cause of [anId<ProposalId>(), pending, limits]) {
      const tell = acting((tx) =>
        tellEngine(tx, { client: null, at, cause, bodies: [mode(cause)] }),
      );
      await expect(tell).rejects.toThrow(/approved alone/);
    }
  });

  it('ASVS 8.3.1 a stop is told in the name of who asks, with its row beside it', async () => {
    const key = { level: 'firm', scope: 'firm' } as const;
    const kill = (by: PersonId): ControlText => ({
      kind: 'Killed',
      key,
      grade: 'HALT_NEW',
      by,
      why: 'A drill.',
    });
    const cause = anId();
    const alone = (by: PersonId) =>
      acting((tx) => tellEngine(tx, { client: null, at, cause, bodies: [kill(by)] }));
    await expect(alone(firm.id as PersonId)).rejects.toThrow(/nobody stopped/);
    const recorded = (by: PersonId) =>
      acting(async (tx) => {
        await insertStateChange(tx, {
          id: cause,
          key,
          client: null,
          change: 'Kill',
          grade: 'HALT_NEW',
          why: 'A drill.',
          by: firm.id as PersonId,
          at,
          proposal: null,
          isDrill: false,
        });
        await tellEngine(tx, { client: null, at, cause, bodies: [kill(by)] });
      });
    await expect(recorded(anId<PersonId>())).rejects.toThrow(/nobody stopped/);
    await recorded(firm.id as PersonId);
    expect((await told(3)).at(-1)?.body).toEqual(kill(firm.id as PersonId));
  });

  it('ASVS 8.4.1 staff tell nothing of a client they are not assigned to, and a client nothing but its traders', async () => {
    const cause = await approved('clients.proposeTraders');
    const bodies: ControlText[] = [{ kind: 'TradersSet', account, traders: [] }];
    const assigned = anActor({ kind: 'Staff', clientIds: [other] });
    const tell = acting((tx) => tellEngine(tx, { client, at, cause, bodies }), assigned);
    await expect(tell).rejects.toThrow(/not for app_staff to say/);
    const own = anActor({ kind: 'Client', clientId: other });
    const byClient = (of: ClientId, what: readonly ControlText[]) =>
      database.as('app_client').prisma.$transaction(async (tx) => {
        await enter(tx, own);
        await tellEngine(tx, { client: of, at, cause, bodies: what });
      });
    await expect(byClient(client, bodies)).rejects.toThrow(/not for app_client to say/);
    await expect(byClient(other, bodies)).rejects.toThrow(/not for app_client to say/);
    await expect(byClient(other, [mode(cause)])).rejects.toThrow(/not for app_client to say/);
  });

  it('ASVS 8.2.1 no role but the engine’s and the auditor’s reads the outbox, and none writes to it', async () => {
    for (const role of ['app_client', 'app_staff', 'jobs', 'app_identity'] as const) {
      const { prisma } = database.as(role);
      await expect(prisma.controlOutbox.findMany()).rejects.toThrow(/permission denied/);
    }
    const row = { shard: 0, sequence: 9_999, at, cause: anId(), ordinal: 0, kind: 'x', body: {} };
    for (const role of ['app_staff', 'engine'] as const) {
      const { prisma } = database.as(role);
      await expect(prisma.controlOutbox.create({ data: row })).rejects.toThrow(/denied/);
    }
    await expect(database.sql('delete from engine.control_outbox')).rejects.toThrow(/append-only/);
  });

  it('the database lets each act tell what the domain makes of it, and nothing else', async () => {
    const kinds = controlBodySchema.options.map(({ shape }) => shape.kind.value);
    const rows = await database.sql<{ act: ControlAct; kind: string }>(
      `select act, kind from unnest($1::text[]) as act, unnest($2::text[]) as kind
       where engine.may_tell(act, kind) order by act, kind`,
      [Object.keys(CONTROL_PAYLOADS), kinds],
    );
    expect(new Set(rows.map(({ act }) => act))).toEqual(new Set(Object.keys(CONTROL_PAYLOADS)));
    const byProposal = kinds.filter(
      (kind) => !['Killed', 'AccountSet', 'VenueAccountSet', 'ShardsSet'].includes(kind),
    );
    expect(rows.map(({ kind }) => kind).sort()).toEqual(byProposal.sort());
  });
});

describe('versions of what was decided', () => {
  const terms = {
    client,
    state: 'Active',
    category: 'Professional',
    tier: 'Institutional',
    lotMethod: 'Fifo',
    dayCutOffMs: 0,
  } as const;

  it('follow each other without a hole; of two at once one is kept', async () => {
    const keep = (version: number, proposal: ProposalId) =>
      acting((tx) => keepTerms(tx, terms, { version, at, proposal }));
    const [one, two, three] = [
      await approved('clients.proposeState'),
      await approved('clients.proposeState'),
      await approved('clients.proposeState'),
    ];
    await expect(keep(2, one)).rejects.toThrow(/does not follow/);
    expect(await Promise.all([keep(1, one), keep(1, two)])).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect(await keep(2, three)).toBe(true);
    const rows = await acting((tx) => listTerms(tx, client, 10));
    expect(rows.map(({ version }) => version)).toEqual([2, 1]);
    expect(rows[0]).toMatchObject(terms);
  });

  it('are made by what was approved alone, and stay as they were', async () => {
    const wrong = await approved('clients.proposeMandate');
    for (const proposal of [anId<ProposalId>(), wrong]) {
      const keep = acting((tx) => keepTerms(tx, terms, { version: 3, at, proposal }));
      await expect(keep).rejects.toThrow(/approved alone/);
    }
    for (const change of [
      'update clients.client_terms set tier = tier',
      'delete from clients.client_terms',
    ]) {
      await expect(database.sql(change)).rejects.toThrow(/append-only/);
    }
  });

  it('of limits are read as they were set, to the last decimal', async () => {
    const proposal = await approved('risk.proposeLimit');
    const value = '12345678901234567890.123456789012345678';
    const limits = [
      {
        id: anId<LimitId>(),
        instrument: null,
        kind: 'Position' as const,
        value,
        from: null,
        until: null,
      },
    ];
    const wish = { level: 'client' as const, scope: client, client, limits };
    const kept = await acting((tx) => keepLimitSet(tx, wish, { version: 1, at, proposal }));
    expect(kept).toBe(true);
    const [set] = await acting((tx) => currentLimitSets(tx));
    expect(set).toMatchObject({ level: 'client', scope: client, version: 1, from: at, proposal });
    expect(String(set?.limits[0]?.value)).toBe(value);
    const late = acting((tx) =>
      tx.limitValue.createMany({
        data: {
          level: 'client',
          scope: client,
          version: 1,
          clientId: client,
          id: anId(),
          kind: 'Leverage',
          value: '1',
          from: at,
        },
      }),
    );
    await expect(late).rejects.toThrow(/comes with its version/);
  });

  it('of the table of tiers are sound when they are read, and their spans can not overlap', async () => {
    const proposal = await approved('clients.proposeTiers');
    const table = startingTierTable(at);
    await acting((tx) => keepTierTable(tx, table, { version: 1, at, proposal }));
    expect((await acting((tx) => currentTierTable(tx)))?.table).toEqual(table);
    const second = await approved('clients.proposeTiers');
    const twice = acting(async (tx) => {
      await keepTierTable(tx, table, { version: 2, at, proposal: second });
      await tx.tierRow.createMany({
        data: {
          version: 2,
          tier: 'Retail',
          from: systemClock.now(),
          maxPosition: '1',
          maxLeverage: '1',
          commissionBps: '1',
          minBalance: '1',
          serviceLevel: 'Basic',
        },
      });
    });
    await expect(twice).rejects.toThrow(/at once/);
  });

  it('ASVS 8.4.1 of a mandate are seen by its client, by staff assigned to it, and by nobody else', async () => {
    const proposal = await approved('clients.proposeMandate');
    const mandate = {
      id: anId<MandateId>(),
      client,
      account,
      instruments: [],
      venues: [],
      sides: [],
      until: null,
    };
    await acting((tx) => keepMandate(tx, mandate, { version: 1, at, proposal }));
    const seen = (role: 'app_staff' | 'app_client', actor: Actor) =>
      database.as(role).prisma.$transaction(async (tx) => {
        await enter(tx, actor);
        return (await listMandates(tx, client, 10)).length;
      });
    expect(await seen('app_staff', anActor({ kind: 'Staff', clientIds: [client] }))).toBe(1);
    expect(await seen('app_staff', anActor({ kind: 'Staff', clientIds: [other] }))).toBe(0);
    expect(await seen('app_staff', anActor({ kind: 'Access' }))).toBe(0);
    expect(await seen('app_client', anActor({ kind: 'Client', clientId: client }))).toBe(1);
    expect(await seen('app_client', anActor({ kind: 'Client', clientId: other }))).toBe(0);
  });

  it('of the trading mode have the two words there are', async () => {
    const proposal = await approved('operations.proposeTradingMode');
    const keep = acting((tx) =>
      keepTradingMode(tx, { mode: 'Simulated' as 'Live' }, { version: 1, at, proposal }),
    );
    await expect(keep).rejects.toThrow(/trading_mode_known/);
  });
});

it.each([
  ['client_terms_state_known', CLIENT_STATES],
  ['client_terms_category_known', CLIENT_CATEGORIES],
  ['client_terms_tier_known', COMMERCIAL_TIERS],
  ['client_terms_lot_method_known', LOT_METHODS],
  ['tier_row_tier_known', COMMERCIAL_TIERS],
  ['tier_row_service_level_known', SERVICE_LEVELS],
  ['limit_set_level_known', LIMIT_LEVELS],
  ['limit_value_kind_known', Object.keys(LIMIT_KINDS)],
  ['state_change_level_known', STATE_LEVELS],
  ['state_change_grade_known', KILL_GRADES],
])('%s knows the domain’s words', async (name, words) => {
  const [row] = await database.sql<{ text: string }>(
    'select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1',
    [name],
  );
  const known = [...(row?.text ?? '').matchAll(/'(\w+)'::text/g)].map(([, word]) => word);
  expect(known.sort()).toEqual([...words].sort());
});
