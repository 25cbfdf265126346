/** The seal, asked of the database itself: nobody writes an event but in its place. */
import { createHash } from 'node:crypto';
import {
  type ChainHead,
  checkChain,
  type EventFrame,
  eventBody,
  genesis,
  PEOPLE_CHAIN,
  type SealedEvent,
  sealEvent,
} from '@ultrathink/domain/audit';
import { type ClientId, ok, type PersonId, type ProcessId } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aClientsActor,
  aDoor,
  anAct,
  anActor,
  anId,
  openTestDatabase,
  systemClock,
} from '../../testing/index.ts';
import { enter } from '../actor.ts';
import { destroyPersonKey, newPersonKey, readPersonKeys, write } from '../index.ts';

const database = await openTestDatabase();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const subject = { kind: 'Test', id: '1' };
const [HALDEN, OSPREY] = [anId<ClientId>(), anId<ClientId>()];
const put = (events: number) => async () => {
  const draft = { action: 'operations.putTest', subject, after: { events } };
  return ok({ answer: events, events: [draft, ...Array(events - 1).fill(draft)] as const });
};

async function sealed(chain: string = PEOPLE_CHAIN) {
  const rows = await database.sql<{
    chain: string;
    sequence: string;
    previous: Buffer;
    hash: Buffer;
    body: Buffer;
  }>(
    `select chain, sequence, previous_hash as previous, hash, body from audit.event
    where chain = $1 order by sequence`,
    [chain],
  );
  return rows.map(({ sequence, previous, hash, body }) => {
    return { chain, sequence: Number(sequence), previousHash: previous, hash, body };
  });
}

describe('ASVS 16.4.2 the chain', () => {
  it('is whole after many writers at once, whatever they are', async () => {
    const staff = aDoor(database.as('app_staff'));
    const client = aDoor(database.as('app_client'));
    const identity = aDoor(database.as('app_identity'));
    const acts = Array.from({ length: 12 }, (_, n) => {
      if (n % 3 === 0) return write(client, anAct({ actor: aClientsActor(HALDEN) }), put(2));
      if (n % 3 === 1) return write(staff, anAct({ actor: anActor({ kind: 'Access' }) }), put(1));
      const actor = anActor({ kind: 'Identity' });
      return write(identity, anAct({ actor, clientId: OSPREY }), put(1));
    });
    expect((await Promise.all(acts)).map(({ ok: isOk }) => isOk)).toEqual(Array(12).fill(true));
    const events = await sealed();
    expect(events).toHaveLength(16);
    const head = checkChain(sha256, genesis(sha256, PEOPLE_CHAIN), events);
    expect(head).toMatchObject({ ok: true, value: { sequence: 16 } });
  });

  it('has no place for an act that was undone', async () => {
    const before = await sealed();
    const broken = write(aDoor(database.as('app_staff')), anAct(), async () => {
      throw new Error('a bug');
    });
    await expect(broken).rejects.toThrow('a bug');
    expect(await sealed()).toEqual(before);
  });

  it.each([
    'app_client',
    'app_staff',
    'app_identity',
    'engine',
    'jobs',
    'auditor',
    'migrator',
  ] as const)('is neither written nor changed by %s', async (role) => {
    const { prisma } = database.as(role);
    for (const statement of [
      "update audit.event set action = 'a.b'",
      'delete from audit.event',
      'truncate audit.event',
      'update audit.chain_head set sequence = 1',
      'delete from audit.chain_head',
      ...(role === 'migrator' ? [] : ['insert into audit.event select * from audit.event']),
    ]) {
      if (role === 'migrator' && statement.includes('chain_head')) continue;
      const done = prisma.$executeRawUnsafe(statement);
      await expect(done, statement).rejects.toThrow(/permission denied|append-only/);
    }
  });
});

describe('the seal', () => {
  const values = fc.record({
    reason: fc.option(fc.string({ unit: 'grapheme', maxLength: 40 })),
    after: fc.jsonValue({ maxDepth: 2 }),
  });
  const batches = fc.array(fc.array(values, { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 3,
  });

  it('chains whatever is sealed, in batches of any size, exactly as the domain does', async () => {
    let chains = 0;
    await fc.assert(
      fc.asyncProperty(batches, async (drawn) => {
        chains += 1;
        const chain = `property-${chains}`;
        let head: ChainHead = genesis(sha256, chain);
        const expected: SealedEvent[] = [];
        for (const batch of drawn) {
          const bodies = batch.flatMap((about) => {
            const text = eventBody(aFrame(), {
              action: 'operations.draw',
              subject,
              ...defined(about),
            });
            return text.ok ? [Buffer.from(text.value)] : [];
          });
          fc.pre(bodies.length === batch.length);
          await database.as('jobs').prisma.$queryRaw`
            select audit.seal(${chain}, null, ${bodies}::bytea[])::text`;
          for (const body of bodies) {
            const event = sealEvent(sha256, head, body);
            expected.push(event);
            head = event;
          }
        }
        expect(await sealed(chain)).toEqual(expected);
        const [kept] = await database.sql('select * from audit.chain_head where chain = $1', [
          chain,
        ]);
        expect(kept).toEqual({ chain, sequence: String(head.sequence), hash: head.hash });
      }),
      { numRuns: 20 },
    );
  });

  const defined = ({ reason, after }: { reason: string | null; after: unknown }) => ({
    after,
    ...(reason !== null && { reason }),
  });
  const aFrame = (): EventFrame => ({
    id: anId(),
    at: systemClock.now(),
    actor: { kind: 'System', id: anId<ProcessId>() },
    clientId: null,
    commandId: anId(),
    correlationId: anId(),
    writer: 'jobs',
  });
});

describe('the seal refuses', () => {
  const body = (changes: object) =>
    Buffer.from(
      JSON.stringify({
        v: 1,
        id: anId(),
        at: new Date().toISOString(),
        actor: { kind: 'Person', id: null },
        clientId: null,
        action: 'operations.forge',
        subject,
        correlationId: anId(),
        commandId: anId(),
        ...changes,
      }),
    );
  const me = anId<PersonId>();
  const seal = (
    role: 'app_client' | 'app_staff',
    clientId: ClientId | null,
    forged: Buffer,
    chain = 'people',
  ) =>
    database.as(role).prisma.$transaction(async (tx) => {
      const scope =
        role === 'app_client'
          ? ({ kind: 'Client', clientId: HALDEN } as const)
          : ({ kind: 'Staff', clientIds: [HALDEN] } as const);
      await enter(tx, { id: me, scope });
      await tx.$queryRaw`select audit.seal(${chain}, ${clientId}::uuid, ${[forged]}::bytea[])::text`;
    });
  const own = { actor: { kind: 'Person', id: me } };

  it.each([
    [
      'an event in the name of somebody else',
      'app_staff',
      HALDEN,
      { clientId: HALDEN, actor: { kind: 'Person', id: anId() } },
    ],
    ['an event of another client', 'app_client', OSPREY, { ...own, clientId: OSPREY }],
    ['an event of a client not assigned', 'app_staff', OSPREY, { ...own, clientId: OSPREY }],
    ['the firm’s own by who has a client alone', 'app_staff', null, own],
    ['a tenant that its bytes do not name', 'app_client', HALDEN, { ...own, clientId: OSPREY }],
    [
      'yesterday',
      'app_client',
      HALDEN,
      { ...own, clientId: HALDEN, at: '2020-01-01T00:00:00.000Z' },
    ],
  ] as const)('%s', async (_what, role, clientId, changes) => {
    await expect(seal(role, clientId, body(changes))).rejects.toThrow(/not for .* to seal/);
  });

  it('another chain than that of people, by a page', async () => {
    const forged = body({ ...own, clientId: HALDEN });
    await expect(seal('app_client', HALDEN, forged, 'shard-0')).rejects.toThrow(/not written by/);
  });
});

describe('the vault', () => {
  const ring = {
    newDataKey: (context: string) => {
      const key = sha256(Buffer.from(`${context} ${anId()}`));
      return { key, wrapped: Buffer.concat([Buffer.from(context), key]) };
    },
    openDataKey: (wrapped: Uint8Array, context: string) => {
      return ok(wrapped.subarray(Buffer.byteLength(context)));
    },
  };
  const inClient = <T>(clientId: ClientId, work: Parameters<typeof readIn<T>>[1]) =>
    readIn<T>(clientId, work);
  function readIn<T>(
    clientId: ClientId,
    work: (tx: Parameters<typeof newPersonKey>[0]) => Promise<T>,
  ) {
    return database.as('app_client').prisma.$transaction(async (tx) => {
      await enter(tx, aClientsActor(clientId));
      return work(tx);
    });
  }

  it('opens the keys of one’s own people alone, and destroys one for ever', async () => {
    const person = anId<PersonId>();
    const key = await inClient(HALDEN, (tx) => newPersonKey(tx, ring, person, HALDEN));
    const read = (clientId: ClientId) =>
      inClient(clientId, (tx) => readPersonKeys(tx, ring, [person]));
    expect((await read(HALDEN)).get(person)).toEqual(new Uint8Array(key));
    expect(await read(OSPREY)).toEqual(new Map());
    expect(await inClient(OSPREY, (tx) => destroyPersonKey(tx, person))).toBe(false);
    expect(await inClient(HALDEN, (tx) => destroyPersonKey(tx, person))).toBe(true);
    expect(await read(HALDEN)).toEqual(new Map());
    const again = database.sql(
      `update audit.subject_key set wrapped = 'x', destroyed_at = null where subject_id = '${person}'`,
    );
    await expect(again).rejects.toThrow(/destroyed, once/);
  });

  it('leaves the chain whole when a person is erased, and says in it that it was done', async () => {
    const person = anId<PersonId>();
    const about = { kind: 'Person', id: person };
    const actor = aClientsActor(HALDEN);
    const door = aDoor(database.as('app_client'));
    let key = Buffer.alloc(0);
    const invite = await write(door, anAct({ actor }), async (tx) => {
      key = Buffer.from(await newPersonKey(tx, ring, person, HALDEN));
      return ok({ answer: 1, events: [{ action: 'access.invitePerson', subject: about }] });
    });
    const erase = await write(door, anAct({ actor }), async (tx) => {
      expect(await destroyPersonKey(tx, person)).toBe(true);
      return ok({ answer: 1, events: [{ action: 'audit.erasePerson', subject: about }] });
    });
    expect([invite.ok, erase.ok]).toEqual([true, true]);
    const events = await sealed();
    expect(checkChain(sha256, genesis(sha256, PEOPLE_CHAIN), events)).toMatchObject({ ok: true });
    expect(Buffer.from(events.at(-1)?.body ?? []).toString()).toContain('audit.erasePerson');
    // The key is nowhere left: not in its row, and never in anything sealed.
    const left = await database.sql(
      `select 1 from audit.subject_key where subject_id = $1 and wrapped is not null`,
      [person],
    );
    expect(left).toEqual([]);
    expect(events.some(({ body }) => Buffer.from(body).includes(key))).toBe(false);
  });
});
