/** The audit trail's jobs as the process runs them: ring, folder of copies, queue of mails, all real. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertLogCheck, listLogChecks, rotateSigningKey } from '@ultrathink/db/proof';
import { aDoor, anAuditedLog, anId, openTestDatabase } from '@ultrathink/db/testing';
import { parseCheckpoint } from '@ultrathink/domain/audit';
import { addMs, type ProcessId, type UtcTime } from '@ultrathink/domain/kernel';
import {
  createKeyRing,
  createRegistry,
  silentLog,
  systemClock,
  systemIds,
} from '@ultrathink/runtime';
import { afterAll, describe, expect, it } from 'vitest';
import { openCheckpointCopies } from '../drivers/checkpoint-copies/folder.ts';
import { createCheckAuditLog } from './check-audit-log/handler.ts';
import { createSealCheck } from './check-audit-log/seal-check.ts';
import { createMailCheckpoint } from './mail-checkpoint/handler.ts';
import { createNumberLeaves } from './number-leaves/round.ts';
import { createSignCheckpoint } from './sign-checkpoint/handler.ts';

const db = await openTestDatabase();
const database = db.as('jobs');
const log = anAuditedLog(db);
const folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ring = createKeyRing('venue', [randomBytes(32)]);
const copies = openCheckpointCopies(folder);
const registry = createRegistry('jobs');
const ids = systemIds;
let now = systemClock.now();
const clock = { ...systemClock, now: () => now };
const door = aDoor(database);
const processId = anId<ProcessId>();
const parts = { database, ring, ids, origin: 'firm.example/audit', copies, door, processId };
const sealCheck = createSealCheck({ door, processId, ids });
const number = createNumberLeaves({ database, clock, ids, log: silentLog, registry });
const sign = createSignCheckpoint(parts);
const check = createCheckAuditLog({ ...parts, registry, sealCheck });
const mail = createMailCheckpoint({ database });

function run() {
  now = addMs(now, 60_000);
  const input = { version: 1 } as const;
  return { input, jobId: 'job', sentAt: now, attempt: 1, clock, log: silentLog };
}

const signedBy = (note: string) => {
  const parsed = parseCheckpoint(note);
  return parsed.ok ? parsed.value.signatures.map(({ signature }) => signature.length) : [];
};
const checks = (kind: 'Check' | 'Numbering' | 'Signing') =>
  database.prisma.$transaction((tx) => listLogChecks(tx, { kind, most: 10 }));
const latest = async () => (await copies.latest())?.note ?? '';

describe('the audit trail, minute by minute', () => {
  it('ASVS 16.4.3 is signed with both keys, made at the first start, and copied out of the database', async () => {
    await log.seal('people', 3);
    expect(await number()).toBe(false);
    await sign(run());
    expect(signedBy(await latest())).toEqual([64, 2428]);
    expect(readFileSync(join(folder, 'keys.txt'), 'utf8').split('\n')).toHaveLength(3);
    const [row] = await db.sql<{ note: string }>('select note from audit.checkpoint');
    expect(row?.note).toBe(await latest());
  });

  it('is signed when it has grown, and only then', async () => {
    const before = readdirSync(folder, { recursive: true });
    await sign(run());
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    await log.seal('people', 1);
    await number();
    await sign(run());
    expect(await latest()).toContain('\n6\n');
  });

  it('gets the copies that a crash kept from the folder', async () => {
    const kept = await latest();
    rmSync(folder, { recursive: true });
    await sign(run());
    expect(await latest()).toBe(kept);
    let files = 0;
    for await (const _ of copies.list()) files += 1;
    expect(files).toBe(3);
  });

  it('ASVS 13.3.1 keeps private keys sealed: what stands in the database signs nothing', async () => {
    const rows = await db.sql<{ private_key: Buffer }>('select private_key from audit.signing_key');
    expect(rows).toHaveLength(2);
    const [made] = await db.sql<{ body: Buffer }>(
      "select body from audit.event where action = 'audit.makeSigningKey' order by sequence limit 1",
    );
    expect(JSON.parse(String(made?.body)).after).toMatchObject({
      algorithm: 'Ed25519',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    // A PKCS #8 key begins with a SEQUENCE.
    for (const row of rows) expect(row.private_key[0]).not.toBe(0x30);
    const other = createSignCheckpoint({
      ...parts,
      ring: createKeyRing('venue', [randomBytes(32)]),
    });
    await log.seal('people', 1);
    await number();
    await expect(other(run())).rejects.toThrow(/does not open/);
  });

  it('is signed by a new key beside the old one, and after a while by the new one alone', async () => {
    const staff = db.as('app_staff').prisma;
    const rotation = { algorithm: 'Ed25519', overlapSeconds: 3600, at: now } as const;
    await staff.$transaction((tx) => rotateSigningKey(tx, { id: anId(), ...rotation }));
    await sign(run());
    expect(signedBy(await latest())).toEqual([64, 2428, 64]);
    now = addMs(now, 2 * 3600_000);
    await log.seal('people', 1);
    await number();
    await sign(run());
    expect(signedBy(await latest())).toEqual([2428, 64]);
    const [end] = await db.sql<{ count: number }>(
      'select count(*)::int as count from audit.signing_key where until is not null',
    );
    expect(end?.count).toBe(1);
    await expect(
      db.sql('update audit.signing_key set until = null where until is not null'),
    ).rejects.toThrow(/only its end is set, and once/);
  });
});

describe('the look at the whole trail', () => {
  it('is kept as a row and sealed as an event, which the next look holds too', async () => {
    now = systemClock.now();
    await check(run());
    const [first] = await checks('Check');
    expect(first).toMatchObject({ events: 9, size: 9, checkpoints: 4, copies: 5 });
    expect(first?.finding).toBeUndefined();
    const [event] = await db.sql<{ body: Buffer }>(
      "select body from audit.event where action = 'audit.checkLog'",
    );
    expect(JSON.parse(String(event?.body))).toMatchObject({
      actor: { kind: 'System' },
      subject: { kind: 'LogCheck', id: first?.id },
      after: { events: 9, finding: null },
    });
    await number();
    await check(run());
    expect((await checks('Check'))[0]).toMatchObject({ events: 10 });
  });

  it('is sealed once, however often its end is reported', async () => {
    const [again] = await checks('Check');
    if (again === undefined) throw new Error('There was a check.');
    await database.prisma.$transaction((tx) => insertLogCheck(tx, again));
    await sealCheck(again);
    const [sealed] = await db.sql<{ count: number }>(
      "select count(*)::int as count from audit.event where action = 'audit.checkLog'",
    );
    expect(sealed?.count).toBe(2);
  });

  it('finds a copy outside that the database does not agree with, and metrics say so', async () => {
    expect(await registry.metrics()).toMatch(/audit_log_broken\{.*\} 0/);
    writeFileSync(join(folder, '2026-01-01.checkpoint'), 'not a checkpoint');
    await check(run());
    expect((await checks('Check'))[0]?.finding).toMatchObject({ kind: 'Copy', why: 'Malformed' });
    expect(await registry.metrics()).toMatch(/audit_log_broken\{.*\} 1/);
    rmSync(join(folder, '2026-01-01.checkpoint'));
  });
});

describe('the morning mail', () => {
  const mails = () =>
    db.sql<{ data: { template: string; personId: string; checkpoint: string } }>(
      "select data from pgboss.job where name = 'send-mail'",
    );

  it('asks for a mail to each officer of the firm, and to nobody else', async () => {
    const firm = anId();
    const [mlro, finance, gone] = [anId(), anId(), anId()];
    await db.sql(
      "insert into access.organisation (id, kind, name) values ($1, 'Firm', 'The firm')",
      [firm],
    );
    for (const [person, role, endedAt] of [
      [mlro, 'HeadOfCompliance', null],
      [finance, 'Finance', null],
      [gone, 'Auditor', now],
    ] as const) {
      await db.sql(
        "insert into access.person (id, organisation_id, email_hash, personal, state) values ($1, $2, sha256($3), 'x', 'Active')",
        [person, firm, Buffer.from(person)],
      );
      await db.sql(
        `insert into access.role_grant (id, person_id, organisation_id, role, is_all_clients, "from", ended_at)
         values ($1, $2, $3, $4, true, $5, $6)`,
        [anId(), person, firm, role, '2026-01-01T00:00:00.000Z' as UtcTime, endedAt],
      );
    }
    await mail(run());
    const sent = await mails();
    expect(sent.map(({ data }) => data.personId)).toEqual([mlro]);
    expect(sent[0]?.data).toMatchObject({
      template: 'checkpointDigest',
      checkpoint: await latest(),
    });
  });
});

describe('what is broken', () => {
  it('is not numbered on, and is written down once', async () => {
    await log.seal('people', 2);
    await log.tamper(
      "update audit.event set body = '{}'::bytea where sequence = (select max(sequence) from audit.event where chain = 'people')",
    );
    await number();
    await number();
    const again = createNumberLeaves({
      database,
      clock,
      ids,
      log: silentLog,
      registry: createRegistry('jobs'),
    });
    await again();
    const found = await checks('Numbering');
    expect(found).toHaveLength(1);
    expect(found[0]?.finding).toMatchObject({
      kind: 'Event',
      chain: 'people',
      why: 'ContentChanged',
    });
  });

  it('is not signed, which is written down once an hour', async () => {
    const before = await latest();
    await log.tamper('delete from audit.checkpoint', 'delete from audit.leaf where index > 3');
    await sign(run());
    await sign(run());
    expect(await latest()).toBe(before);
    const found = await checks('Signing');
    expect(found).toHaveLength(1);
    expect(found[0]?.finding).toMatchObject({ kind: 'Copy', why: 'AheadOfLog' });
  });
});
