/** The proof as its readers get it: officers see the whole log, a client's people their own events. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anAuditedLog, anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import type { ClientId, EventId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import { verify as verifyFile } from '@ultrathink/verify';
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
  const organisation =
    client === undefined
      ? ({ kind: 'Firm', id: anId<OrganisationId>() } as const)
      : ({ kind: 'Client', id: anId<OrganisationId>(), client } as const);
  const same = { id: anId<GrantId>(), person, organisation, role, from: since, until: null };
  const clients = role === 'Administrator' ? [] : 'All';
  const reach = client === undefined ? { clients } : {};
  const grant = { ...same, ...reach, grantedBy: 'Installation' } as unknown as Grant;
  const caller = aCaller(person, organisation, [grant]);
  return appRouter.createCaller(aContext(services, { caller })).audit;
}

const officer = callerOf('HeadOfCompliance');
const halden = callerOf('ClientAdministrator', HALDEN);
const stranger = callerOf('ClientAdministrator', anId<ClientId>());

beforeAll(async () => {
  await log.seal('people', 40);
  await log.seal('people', 5, HALDEN);
  await log.seal('shard-0', 10);
  await log.number();
  await log.sign();
});

type Export = Awaited<ReturnType<typeof officer.exportPage>>;

async function exportAll(
  audit: typeof officer,
  request: Parameters<typeof officer.exportPage>[0]['request'],
): Promise<{ code: number; events: number }> {
  const parts: Export[] = [];
  for (let from: string | null = null; ; ) {
    const part: Export = await audit.exportPage({ request, from });
    parts.push(part);
    if (part.next === null) break;
    from = part.next;
  }
  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  const path = join(folder, 'export.jsonl');
  writeFileSync(path, parts.map(({ text }) => text).join(''));
  const { code } = verifyFile([path]);
  rmSync(folder, { recursive: true });
  return { code, events: parts.reduce((sum, { events }) => sum + events, 0) };
}

describe('the head of the log', () => {
  it.each([
    ['an officer', officer],
    ['a client', halden],
  ])('tells %s how long it is, what was signed and by which keys', async (_, audit) => {
    const head = await audit.head();
    expect(head).toMatchObject({
      treeSize: 55,
      chains: [
        { chain: 'people', sequence: 45 },
        { chain: 'shard-0', sequence: 10 },
      ],
      checkpoint: { size: 55, algorithms: ['Ed25519', 'ML-DSA-44'] },
      lastCheck: null,
    });
    expect(head.keys.map(({ algorithm }) => algorithm).sort()).toEqual(['Ed25519', 'ML-DSA-44']);
    expect((await audit.checkpoints({ from: null })).rows).toHaveLength(1);
  });
});

describe('verify now', () => {
  it('goes through the whole log for an officer, through their own events for others', async () => {
    const whole = { checked: 55, total: 55, next: null, finding: null };
    expect(await officer.verifyRange({ from: null })).toEqual(whole);
    const own = { checked: 5, total: 5, next: null, finding: null };
    expect(await halden.verifyRange({ from: null })).toEqual(own);
    const none = { checked: 0, total: 0, next: null, finding: null };
    expect(await stranger.verifyRange({ from: null })).toEqual(none);
  });

  it.each(['', '1', '1.2.3', 'a.b.c.d', '1.2.3.4.5', '-1.2.3.4'])(
    'goes on from no place but one of its own: %s',
    async (from) => {
      await expect(officer.verifyRange({ from })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    },
  );

  it('reads a cursor that names no checkpoint as one that is gone', async () => {
    const told = await officer.verifyRange({ from: '7.0.0.7' });
    expect(told.finding?.sentence).toContain('The checkpoint over 7 events');
  });
});

describe('a receipt', () => {
  const idOf = async (sequence: number) => {
    const [row] = await db.sql<{ id: EventId }>(
      "select id from audit.event where chain = 'people' and sequence = $1",
      [sequence],
    );
    return row?.id ?? anId<EventId>();
  };

  it('is given to whoever may see the event, and to nobody else', async () => {
    const eventId = await idOf(42);
    const receipt = await officer.receipt({ eventId });
    expect(receipt).toMatchObject({ index: 41, size: 55, fileName: 'people-42.tlog-proof' });
    expect((await halden.receipt({ eventId }))?.text).toBe(receipt?.text);
    expect(await stranger.receipt({ eventId })).toBeNull();
    expect(await halden.receipt({ eventId: await idOf(1) })).toBeNull();
  });
});

describe('an export', () => {
  it('holds what its reader may see, and the program we give away agrees', async () => {
    expect(await exportAll(officer, { kind: 'Log' })).toEqual({ code: 0, events: 55 });
    const chain = { kind: 'Chain', chain: 'people', from: 2, to: 44 } as const;
    expect(await exportAll(officer, chain)).toEqual({ code: 0, events: 43 });
    const ofHalden = { kind: 'Selection', clientId: HALDEN } as const;
    expect(await exportAll(officer, ofHalden)).toEqual({ code: 0, events: 5 });
    expect(await exportAll(halden, { kind: 'Selection' })).toEqual({ code: 0, events: 5 });
    expect(await exportAll(stranger, ofHalden)).toEqual({ code: 0, events: 0 });
  });

  it.each(['Log', 'Chain'] as const)(
    'of the %s is refused to a client, with a sentence',
    async (kind) => {
      const request = { kind, chain: 'people', from: 1, to: 2 } as never;
      const plain = kind === 'Log' ? { kind } : request;
      await expect(halden.exportPage({ request: plain, from: null })).rejects.toMatchObject({
        publicCode: 'Forbidden',
        sentence: expect.stringContaining('Ask for a selection'),
      });
    },
  );

  it('beyond what is signed is refused with a sentence', async () => {
    const request = { kind: 'Log', from: 0, to: 99 } as const;
    const refused = officer.exportPage({ request, from: null });
    await expect(refused).rejects.toMatchObject({ publicCode: 'Conflict' });
    await log.seal('people', 3);
    await log.number();
    for (const [from, to] of [
      [40, 48],
      [40, 99],
      [9, 8],
    ] as const) {
      const chain = { kind: 'Chain', chain: 'people', from, to } as const;
      const unsigned = officer.exportPage({ request: chain, from: null });
      await expect(unsigned).rejects.toMatchObject({ publicCode: 'Conflict' });
    }
    const cursor = officer.exportPage({ request: { kind: 'Log' }, from: '54.0.0' });
    await expect(cursor).rejects.toMatchObject({ publicCode: 'Conflict' });
  });

  it('is refused to roles that may not, administrators among them', async () => {
    const request = { kind: 'Selection' } as const;
    for (const role of ['Administrator', 'Finance'] as const) {
      const refused = callerOf(role).exportPage({ request, from: null });
      await expect(refused, role).rejects.toMatchObject({ publicCode: 'Forbidden' });
    }
    const viewer = callerOf('ClientViewer', HALDEN).exportPage({ request, from: null });
    await expect(viewer).rejects.toMatchObject({ publicCode: 'Forbidden' });
  });
});
