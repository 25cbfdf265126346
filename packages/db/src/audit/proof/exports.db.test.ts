/** Exports and receipts as a reader gets them: through the roles of pages, checked by the program we give away. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientId, EventId } from '@ultrathink/domain/kernel';
import { verify as verifyFile } from '@ultrathink/verify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aClientsActor,
  anActor,
  anAuditedLog,
  anId,
  openTestDatabase,
  systemClock,
} from '../../../testing/index.ts';
import type { Actor } from '../../actor.ts';
import type { Tx } from '../../connect.ts';
import { read } from '../../read.ts';
import { type ExportRequest, exportPart } from './exports.ts';
import { makeReceipt } from './receipts.ts';
import { consistencyProof, inclusionProof, inclusionProofs } from './tree.ts';
import { type VerifiedRange, verifyRange } from './verify-range.ts';

const db = await openTestDatabase();
const log = anAuditedLog(db);
const HALDEN = anId<ClientId>();
const folder = mkdtempSync(join(tmpdir(), 'exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const firm = anActor();
const asStaff = <T>(work: (tx: Tx) => Promise<T>) => read(db.as('app_staff'), firm, work);
const asClient = <T>(work: (tx: Tx) => Promise<T>, actor: Actor = aClientsActor(HALDEN)) =>
  read(db.as('app_client'), actor, work);

/** 130 events of the firm, every tenth followed by one of Halden's; signed at 66 and at 143. */
beforeAll(async () => {
  for (let n = 0; n < 130; n += 10) {
    await log.seal('people', 9);
    await log.seal('shard-0', 1);
    await log.seal('people', 1, HALDEN);
    expect(await log.number()).toEqual([]);
    if (n === 50) expect(await log.sign()).toBe('Signed');
  }
  expect(await log.sign()).toBe('Signed');
});

type Reader = typeof asStaff;

async function exportAll(
  reader: Reader,
  request: ExportRequest,
  { most = 20, since }: { most?: number; since?: number } = {},
) {
  let text = '';
  let [parts, events] = [0, 0];
  for (let cursor: Parameters<typeof exportPart>[1]['cursor']; ; ) {
    const plan = { request, madeAt: systemClock.now(), most };
    const part = await reader((tx) =>
      exportPart(tx, { ...plan, ...(since && { since }), ...(cursor && { cursor }) }),
    );
    if (typeof part === 'string') return { refusal: part, text, events, parts };
    text += part.text;
    parts += 1;
    events += part.events;
    if (part.next === null) return { refusal: undefined, text, events, parts };
    cursor = part.next;
  }
}

function verified(text: string, ...words: string[]): { code: number; lines: string[] } {
  const path = join(folder, 'file');
  writeFileSync(path, text);
  return verifyFile([path, ...words]);
}

describe('an export', () => {
  it.each<[string, ExportRequest, number]>([
    ['the whole log', { kind: 'Log' }, 143],
    ['a part of it', { kind: 'Log', from: 5, to: 77 }, 72],
    ['a chain', { kind: 'Chain', chain: 'people', from: 3, to: 60 }, 58],
    ['the events of one client', { kind: 'Selection', clientId: HALDEN }, 13],
    [
      'a span of time without events',
      { kind: 'Selection', toAt: '2020-01-01T00:00:00.000Z' as never },
      0,
    ],
  ])('holds %s, and the program we give away agrees', async (_, request, count) => {
    const { text, events } = await exportAll(asStaff, request);
    expect(events).toBe(count);
    expect(verified(text)).toMatchObject({ code: 0 });
  });

  it('comes in parts that are one file together', async () => {
    const whole = await exportAll(asStaff, { kind: 'Log' }, { most: 1000 });
    const parted = await exportAll(asStaff, { kind: 'Log' }, { most: 13 });
    expect([whole.parts, parted.parts]).toEqual([1, 11]);
    const body = (text: string) => text.slice(text.indexOf('\n'));
    expect(body(parted.text)).toBe(body(whole.text));
  });

  it('shows that the log continues a checkpoint that somebody kept', async () => {
    const kept = join(folder, 'kept');
    writeFileSync(kept, log.copies[0]?.note ?? '');
    const part = { kind: 'Log', from: 100, to: 110 } as const;
    const since = await exportAll(asStaff, part, { since: 66 });
    expect(verified(since.text, '--checkpoint', kept).code).toBe(0);
    const without = await exportAll(asStaff, part);
    expect(verified(without.text, '--checkpoint', kept).code).toBe(2);
    expect((await exportAll(asStaff, part, { since: 65 })).refusal).toBe('NoSuchCheckpoint');
    const beyond = await exportAll(asStaff, { kind: 'Log', from: 0, to: 144 });
    expect(beyond.refusal).toBe('BeyondSigned');
  });

  it("of a client's people holds their own events, whatever they ask for", async () => {
    for (const request of [
      { kind: 'Selection' },
      { kind: 'Selection', clientId: HALDEN },
    ] as const) {
      const { text, events } = await exportAll(asClient, request);
      expect(events).toBe(13);
      expect(verified(text)).toMatchObject({ code: 0 });
    }
    const stranger: Reader = (work) => asClient(work, aClientsActor());
    const { events } = await exportAll(stranger, { kind: 'Selection', clientId: HALDEN });
    expect(events).toBe(0);
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

  it('is given for an event that was signed, and the program we give away agrees', async () => {
    const receipt = await asStaff(async (tx) => makeReceipt(tx, await idOf(7)));
    if (receipt.kind !== 'Receipt') throw new Error('There is a receipt.');
    expect(verified(receipt.text)).toMatchObject({ code: 0 });
  });

  it("is given to a client for its own events, and not for another's", async () => {
    const own = await asClient(async (tx) => makeReceipt(tx, await idOf(10)));
    expect(own.kind).toBe('Receipt');
    expect(await asClient(async (tx) => makeReceipt(tx, await idOf(9)))).toEqual({
      kind: 'NotYet',
    });
  });

  it('is not yet given for an event that waits for its checkpoint', async () => {
    await log.seal('people', 1);
    const waiting = async () => asStaff(async (tx) => makeReceipt(tx, await idOf(131)));
    expect(await waiting()).toEqual({ kind: 'NotYet' });
    await log.number();
    expect(await waiting()).toEqual({ kind: 'NotYet' });
    await log.sign();
    expect((await waiting()).kind).toBe('Receipt');
  });
});

describe('verify now', () => {
  async function verifyAll(reader: Reader, seesAll: boolean): Promise<VerifiedRange[]> {
    const told: VerifiedRange[] = [];
    for (let cursor: VerifiedRange['next'] | undefined; cursor !== null; ) {
      const known = cursor;
      const part = await reader((tx) => verifyRange(tx, { cursor: known, seesAll, most: 50 }));
      told.push(part);
      cursor = part.next;
    }
    return told;
  }

  it('goes through the whole log in parts, and says how far it is', async () => {
    const told = await verifyAll(asStaff, true);
    expect(told.map(({ checked, total }) => [checked, total])).toEqual([
      [50, 144],
      [100, 144],
      [144, 144],
    ]);
    expect(told.at(-1)?.finding).toBeUndefined();
  });

  it("goes through a client's own events", async () => {
    expect(await verifyAll(asClient, false)).toEqual([
      { checked: 13, total: 13, next: null, finding: undefined },
    ]);
  });

  it('names the first bad event, to those who see it', async () => {
    await log.tamper(
      `update audit.event set body = '{}'::bytea where chain = 'people' and sequence = 44`,
    );
    const [first] = await verifyAll(asStaff, true);
    expect(first?.finding).toEqual({
      kind: 'Event',
      chain: 'people',
      sequence: 44,
      why: 'ContentChanged',
    });
    expect((await verifyAll(asClient, false)).at(-1)?.finding).toBeUndefined();
    await log.tamper("delete from audit.event where chain = 'shard-0' and sequence = 2");
    expect((await verifyAll(asStaff, true)).at(-1)?.finding).toEqual({
      kind: 'Event',
      chain: 'shard-0',
      sequence: 2,
      why: 'Missing',
    });
  });
});

it('ASVS 16.4.2 a page role changes nothing of the tree', async () => {
  for (const role of ['app_client', 'app_staff', 'auditor', 'jobs'] as const) {
    for (const statement of [
      'update audit.leaf set hash = hash',
      'delete from audit.checkpoint',
      'truncate audit.tree_node',
      ...(role === 'jobs' ? [] : ["insert into audit.leaf values (9999, 'x', 1, sha256('x'))"]),
      ...(role === 'jobs' ? [] : ['select private_key from audit.signing_key']),
    ]) {
      const refused = db.as(role).prisma.$executeRawUnsafe(statement);
      await expect(refused, `${role}: ${statement}`).rejects.toThrow(/permission denied/);
    }
  }
  for (const table of ['leaf', 'tree_node', 'checkpoint', 'signing_key', 'log_check']) {
    await expect(db.sql(`delete from audit.${table}`), table).rejects.toThrow(/append-only/);
  }
});

it('proofs at once are the proofs one by one', async () => {
  await asStaff(async (tx) => {
    const indexes = [0, 1, 64, 65, 99, 142];
    const together = await inclusionProofs(tx, indexes, 143);
    for (const [i, index] of indexes.entries()) {
      expect(together[i]).toEqual(await inclusionProof(tx, index, 143));
    }
    expect(await consistencyProof(tx, 143, 143)).toEqual([]);
  });
});
