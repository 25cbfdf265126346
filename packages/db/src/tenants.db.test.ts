/** The border between clients, asked of the database itself: it must hold when our code forgets. */
import { type ClientId, ok } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { aClientsActor, aDoor, anAct, anActor, anId, openTestDatabase } from '../testing/index.ts';
import { Prisma } from './generated/client.ts';
import { read, write } from './index.ts';

const database = await openTestDatabase();
const [HALDEN, OSPREY] = [anId<ClientId>(), anId<ClientId>()];
const [atHalden, atOsprey] = [aClientsActor(HALDEN), aClientsActor(OSPREY)];
const firm = anActor({ kind: 'Firm' });

const events = [{ action: 'operations.test', subject: { kind: 'Test', id: '1' } }] as const;
const done = async () => ok({ answer: 'done', events });

for (const actor of [atHalden, atOsprey]) {
  await write(aDoor(database.as('app_client')), anAct({ actor }), done);
}
await write(aDoor(database.as('app_staff')), anAct({ actor: firm }), done);

const clientsSeen = (role: 'app_client' | 'app_staff', actor: typeof firm) =>
  read(database.as(role), actor, async (tx) => {
    const rows = await tx.event.findMany({ select: { clientId: true } });
    return rows.map((row) => row.clientId).sort();
  });

describe('the border between clients', () => {
  it('shows a client its own rows and no others', async () => {
    expect(await clientsSeen('app_client', atHalden)).toEqual([HALDEN]);
    expect(await clientsSeen('app_client', atOsprey)).toEqual([OSPREY]);
  });

  it('shows staff the clients they are assigned to', async () => {
    const assigned = anActor({ kind: 'Staff', clientIds: [OSPREY] });
    expect(await clientsSeen('app_staff', assigned)).toEqual([OSPREY]);
    expect(await clientsSeen('app_staff', anActor({ kind: 'Staff', clientIds: [] }))).toEqual([]);
  });

  it('shows the whole firm to those whose duty it is, what concerns no client included', async () => {
    expect(await clientsSeen('app_staff', firm)).toEqual([HALDEN, OSPREY, null].sort());
  });

  it('gives the client role nothing when staff words reach it by mistake', async () => {
    expect(await clientsSeen('app_client', firm)).toEqual([]);
    const staff = anActor({ kind: 'Staff', clientIds: [HALDEN] });
    expect(await clientsSeen('app_client', staff)).toEqual([]);
  });

  it('shows nothing outside a transaction that says who asks', async () => {
    expect(await database.as('app_client').prisma.event.findMany()).toEqual([]);
    expect(await database.as('app_staff').prisma.event.findMany()).toEqual([]);
  });

  it('leaves nothing on a connection: one tenant, nobody, then the other, on the same one', async () => {
    const url = new URL(database.url('app_client'));
    const { openDatabase } = await import('./connect.ts');
    const single = openDatabase({ url: url.href, name: 'test', maxConnections: 1 });
    const seen = async (actor: typeof firm) =>
      read(single, actor, async (tx) => (await tx.event.findMany()).map((row) => row.clientId));
    expect(await seen(atHalden)).toEqual([HALDEN]);
    expect(await single.prisma.event.findMany()).toEqual([]);
    expect(await seen(atOsprey)).toEqual([OSPREY]);
    await single.close();
  });

  it('lets nobody write a row of another client', async () => {
    const forge = read(database.as('app_client'), atHalden, () => Promise.resolve()).then(() =>
      database.as('app_client').prisma.$transaction(async (tx) => {
        await tx.$executeRaw(Prisma.sql`select set_config('app.client', ${HALDEN}, true)`);
        await tx.command.createMany({
          data: {
            id: anId(),
            idempotencyKey: anId(),
            clientId: OSPREY,
            actor: atHalden.id,
            kind: 'operations.test',
            inputHash: Buffer.alloc(32),
          },
        });
      }),
    );
    await expect(forge).rejects.toThrow(/row-level security/);
  });

  it('lets a read change nothing', async () => {
    const change = read(database.as('app_staff'), firm, (tx) =>
      tx.$executeRaw(Prisma.sql`insert into audit.command (actor, idempotency_key, id, kind, input_hash)
        values (${firm.id}::uuid, ${anId()}::uuid, ${anId()}::uuid, 'a.b', ${Buffer.alloc(32)})`),
    );
    await expect(change).rejects.toThrow(/read-only transaction/);
  });

  it('lets the auditor read everything and write nothing', async () => {
    const { prisma } = database.as('auditor');
    expect(await prisma.event.count()).toBe(3);
    const insert = prisma.$executeRaw(Prisma.sql`insert into operations.database_measure
      select * from operations.database_measure`);
    await expect(insert).rejects.toThrow(/permission denied/);
  });

  it('stands on every table with a client_id: row security forced, a policy for each role', async () => {
    const tables = await database.sql<{ name: string; forced: boolean; roles: string }>(`
      select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        coalesce((select string_agg(distinct r.rolname, ' ' order by r.rolname) from pg_policy p
          cross join unnest(p.polroles) as role join pg_roles r on r.oid = role
          where p.polrelid = c.oid), '') as roles
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'client_id'
      where c.relkind in ('r', 'p', 'm', 'f') and not a.attisdropped`);
    expect(tables.length).toBeGreaterThan(2);
    for (const { name, forced, roles } of tables) {
      expect(`${name} ${forced}`).toBe(`${name} true`);
      // A month is reached through its table. Asked directly it has no policy, so it shows nothing.
      const expected = /_\d{4}_\d{2}$/.test(name)
        ? ''
        : 'app_client app_staff auditor engine jobs migrator';
      // The roles of sign-in and of the seal have policies where they have to do with the table.
      const others = roles.replace('app_identity ', '').replace('audit_sealer ', '');
      expect(`${name}: ${others}`).toBe(`${name}: ${expected}`);
    }
  });

  it('can not be walked around through a single month', async () => {
    const [month] = await database.sql<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit.event'::regclass limit 1`,
    );
    const direct = database.as('app_staff').prisma.$queryRawUnsafe(`select * from ${month?.name}`);
    await expect(direct).rejects.toThrow(/permission denied/);
  });
});
