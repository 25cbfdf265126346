/** The explorer's questions: officers see the whole log, a client's people their own, others nothing. */
import { anAuditedLog, anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import type {
  ClientId,
  CorrelationId,
  EventId,
  PersonId,
  UtcTime,
} from '@ultrathink/domain/kernel';
import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, aContext, testServices } from '../../../testing/services.ts';
import { appRouter } from '../../root.ts';

const db = await openTestDatabase();
const log = anAuditedLog(db);
const services = testServices(db);
const HALDEN = anId<ClientId>();
const since = '2026-01-01T00:00:00.000Z' as UtcTime;

function callerOf(role: Role, client?: ClientId) {
  const person = anId<PersonId>();
  const id = anId<OrganisationId>();
  const organisation =
    client === undefined
      ? ({ kind: 'Firm', id } as const)
      : ({ kind: 'Client', id, client } as const);
  const reach = client === undefined ? { clients: role === 'Administrator' ? [] : 'All' } : {};
  const same = { id: anId<GrantId>(), person, organisation, role, from: since, until: null };
  const grant = { ...same, ...reach, grantedBy: 'Installation' } as unknown as Grant;
  return appRouter.createCaller(
    aContext(services, { caller: aCaller(person, organisation, [grant]) }),
  ).audit;
}

const officer = callerOf('HeadOfCompliance');
const halden = callerOf('ClientAdministrator', HALDEN);
const stranger = callerOf('ClientAdministrator', anId<ClientId>());
type Asked = Parameters<typeof officer.search>[0]['search'];

function asked(changes: Partial<Asked> = {}): Asked {
  const lists = { actions: [], actors: [], subjectKinds: [], clients: [], chains: [] };
  return { text: '', ...lists, fromAt: null, toAt: null, ...changes };
}

type Row = Awaited<ReturnType<typeof officer.search>>['rows'][number];

async function everyRow(audit: typeof officer, search = asked()) {
  const rows: Row[] = [];
  for (let from: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof audit.search>> = await audit.search({ search, from });
    rows.push(...page.rows);
    if (page.next === null) return rows;
    from = page.next;
  }
}

beforeAll(async () => {
  await log.seal('people', 230);
  await log.seal('people', 5, HALDEN);
  await log.seal('shard-0', 10);
  // A hundred of each chain at a time.
  for (let round = 0; round < 3; round += 1) await log.number();
});

describe('a search', () => {
  it('goes through every event once, page by page', async () => {
    const rows = await everyRow(officer);
    expect(rows).toHaveLength(245);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(245);
  });

  it('finds words of what was sealed', async () => {
    expect(await everyRow(officer, asked({ text: 'device 17' }))).not.toEqual([]);
    expect(await everyRow(officer, asked({ text: 'telephone' }))).toEqual([]);
    const ofShard = await everyRow(officer, asked({ text: 'train', chains: ['shard-0'] }));
    expect(ofShard).toHaveLength(10);
  });

  it('shows a client its own, and a stranger nothing', async () => {
    expect(await everyRow(halden)).toHaveLength(5);
    expect(await everyRow(stranger)).toEqual([]);
    expect((await halden.facets({ search: asked() })).total).toBe(5);
  });

  it('refuses a place that none of its answers gave out', async () => {
    const search = asked();
    for (const from of ['1.2', '1.2.x', "1.2.'; select 1; --", `1.2.${'-'.repeat(36)}`]) {
      await expect(officer.search({ search, from })).rejects.toThrow();
    }
  });

  it('is refused to who may not read the trail', async () => {
    const administrator = callerOf('Administrator');
    await expect(administrator.search({ search: asked(), from: null })).rejects.toThrow();
  });
});

describe('counts', () => {
  it('agree with what the search finds', async () => {
    const { total, isMore, facets, buckets } = await officer.facets({ search: asked() });
    expect({ total, isMore }).toEqual({ total: 245, isMore: false });
    expect(facets.chain.map(({ value, count }) => [value, count])).toEqual([
      ['people', 235],
      ['shard-0', 10],
    ]);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(245);
  });

  it('call a part of the system by what it writes as, as the rows do', async () => {
    await log.seal('shard-0', 2, undefined, anId());
    const { facets } = await officer.facets({ search: asked() });
    const systems = (await everyRow(officer)).filter(({ actor }) => actor.kind === 'System');
    expect(systems.length).toBeGreaterThan(0);
    const named = new Map(facets.actor.map(({ value, name }) => [value, name]));
    for (const { actor } of systems) expect(named.get(actor.id)).toBe(actor.name);
  });
});

describe('one event', () => {
  it('is whole for whom it concerns and not there for anybody else', async () => {
    const [row] = await everyRow(halden);
    const id = row?.id as EventId;
    const event = await halden.get({ id });
    expect(event).toMatchObject({
      before: { state: 'Open' },
      after: { state: 'Ended' },
      leafIndex: expect.any(Number),
    });
    await expect(stranger.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const of = { kind: 'correlation', id: event.correlationId as CorrelationId } as const;
    expect((await halden.timeline({ of, from: null })).rows.map((found) => found.id)).toEqual([id]);
    expect((await stranger.timeline({ of, from: null })).rows).toEqual([]);
  });
});
