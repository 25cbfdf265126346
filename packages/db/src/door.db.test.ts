import {
  type ClientId,
  err,
  type IdempotencyKey,
  ok,
  type Result,
} from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { aClientsActor, aDoor, anAct, anActor, anId, openTestDatabase } from '../testing/index.ts';
import { KEY_AGE_MAX_MS, KEY_AHEAD_MAX_MS, type Tx, write } from './index.ts';

const database = await openTestDatabase();
await database.sql('create table operations.door_test (id int primary key, note text)');
await database.sql('grant select, insert, update on operations.door_test to app_staff, app_client');
const door = aDoor(database.as('app_staff'));

const subject = { kind: 'Test', id: '1' };
const changed = <T>(answer: T) =>
  ok({ answer, events: [{ action: 'operations.putTest', subject, after: { answer } }] } as const);

const put = (id: number) => async (tx: Tx) => {
  await tx.$executeRaw`insert into operations.door_test values (${id}, 'put')`;
  return changed({ put: id });
};
const rowsWith = (id: number) =>
  database.sql('select 1 from operations.door_test where id = $1', [id]);
const eventsOf = (key: IdempotencyKey) =>
  database.sql<{ action: string; body: unknown }>(
    `select e.action, convert_from(e.body, 'UTF8')::jsonb as body
     from audit.event e join audit.command c on c.id = e.command_id
     where c.idempotency_key = $1 order by e.sequence`,
    [key],
  );

describe('the one way to write', () => {
  it('commits the change together with its command and its event', async () => {
    const act = anAct();
    expect(await write(door, act, put(1))).toEqual(ok({ answer: { put: 1 }, isRepeated: false }));
    expect(await rowsWith(1)).toHaveLength(1);
    expect(await eventsOf(act.idempotencyKey)).toMatchObject([
      {
        action: 'operations.putTest',
        body: {
          v: 1,
          actor: { kind: 'Person', id: act.actor.id },
          subject,
          before: null,
          after: { answer: { put: 1 } },
          correlationId: act.correlationId,
          writer: 'app_staff',
        },
      },
    ]);
  });

  it('gives the same answer to the same key, and changes nothing again', async () => {
    const act = anAct();
    await write(door, act, put(2));
    expect(await write(door, act, put(2))).toEqual(ok({ answer: { put: 2 }, isRepeated: true }));
    expect(await eventsOf(act.idempotencyKey)).toHaveLength(1);
  });

  it('refuses a key that was used with another input, or for another act', async () => {
    const act = anAct();
    await write(door, act, put(3));
    const refusal = { ok: false, error: { code: 'KeyReused' } };
    expect(await write(door, { ...act, input: { note: 'another' } }, put(33))).toEqual(refusal);
    expect(await write(door, { ...act, kind: 'operations.other' }, put(33))).toEqual(refusal);
    expect(await rowsWith(33)).toEqual([]);
  });

  it('refuses a key that the same person used for another client', async () => {
    const clients = aDoor(database.as('app_client'));
    const act = anAct({ actor: aClientsActor() });
    await write(clients, act, put(4));
    const elsewhere = {
      ...act.actor,
      scope: { kind: 'Client', clientId: anId<ClientId>() },
    } as const;
    const refused = await write(clients, { ...act, actor: elsewhere }, put(44));
    expect(refused).toEqual({ ok: false, error: { code: 'KeyReused' } });
    expect(await rowsWith(44)).toEqual([]);
  });

  it('writes for the client that staff name, if it is one of theirs', async () => {
    const [theirs, other] = [anId<ClientId>(), anId<ClientId>()];
    const actor = anActor({ kind: 'Staff', clientIds: [theirs] });
    const act = anAct({ actor, clientId: theirs });
    expect(await write(door, act, put(45))).toEqual(ok({ answer: { put: 45 }, isRepeated: false }));
    expect(await write(door, act, put(45))).toEqual(ok({ answer: { put: 45 }, isRepeated: true }));
    const rows = await database.sql(
      `select e.client_id as event, c.client_id as command from audit.event e
       join audit.command c on c.id = e.command_id where c.idempotency_key = $1`,
      [act.idempotencyKey],
    );
    expect(rows).toEqual([{ event: theirs, command: theirs }]);
    const refusal = err({ code: 'NotTheirs' });
    expect(await write(door, anAct({ actor, clientId: other }), put(46))).toEqual(refusal);
    expect(await write(door, anAct({ actor }), put(46))).toEqual(refusal);
    const clients = anAct({ actor: aClientsActor(theirs), clientId: other });
    expect(await write(aDoor(database.as('app_client')), clients, put(46))).toEqual(refusal);
    expect(await rowsWith(46)).toEqual([]);
  });

  it('takes the same input for another client as another input', async () => {
    const act = anAct({ clientId: anId<ClientId>() });
    await write(door, act, put(47));
    const elsewhere = await write(door, { ...act, clientId: anId<ClientId>() }, put(48));
    expect(elsewhere).toEqual(err({ code: 'KeyReused' }));
  });

  it('lets the same key of two people stand for two acts', async () => {
    const act = anAct();
    await write(door, act, put(5));
    const other = await write(door, { ...act, actor: anActor() }, put(55));
    expect(other).toEqual(ok({ answer: { put: 55 }, isRepeated: false }));
  });

  it('makes the change once when the same key comes 20 times at once', async () => {
    const act = anAct();
    const answers = await Promise.all(Array.from({ length: 20 }, () => write(door, act, put(6))));
    expect(new Set(answers.map((a) => JSON.stringify(a.ok && a.value.answer)))).toEqual(
      new Set(['{"put":6}']),
    );
    expect(answers.filter((a) => a.ok && !a.value.isRepeated)).toHaveLength(1);
    expect(await eventsOf(act.idempotencyKey)).toHaveLength(1);
  });

  it('writes nothing when the change refuses, and the key is free for another try', async () => {
    const act = anAct();
    const refuse = async (tx: Tx): Promise<Result<never, 'NotToday'>> => {
      await put(7)(tx);
      return err('NotToday');
    };
    expect(await write(door, act, refuse)).toEqual(err({ code: 'Refused', refusal: 'NotToday' }));
    expect(await rowsWith(7)).toEqual([]);
    expect(await write(door, act, put(7))).toMatchObject({
      ok: true,
      value: { isRepeated: false },
    });
  });

  it('writes nothing when the change throws, and lets a bug be a bug', async () => {
    const act = anAct();
    const broken = async (tx: Tx) => {
      await put(8)(tx);
      throw new TypeError('a bug');
    };
    await expect(write(door, act, broken)).rejects.toThrow('a bug');
    expect(await rowsWith(8)).toEqual([]);
    expect(await eventsOf(act.idempotencyKey)).toEqual([]);
  });

  it('names the constraint that refused', async () => {
    await write(door, anAct(), put(9));
    const refused = await write(door, anAct(), put(9));
    expect(refused).toMatchObject({ error: { code: 'Failed', failure: { code: 'Constraint' } } });
  });

  it.each([
    ['older than a day', -KEY_AGE_MAX_MS - 1000],
    ['from the future', KEY_AHEAD_MAX_MS + 1000],
  ])('refuses a key %s: its month may not be there', async (_, offsetMs) => {
    const idempotencyKey = anId<IdempotencyKey>(Date.now() + offsetMs);
    const refused = await write(door, anAct({ idempotencyKey }), put(10));
    expect(refused).toEqual(err({ code: 'KeyOutOfTime' }));
  });

  it('finds a month for the oldest and for the newest key it takes', async () => {
    for (const ageMs of [KEY_AGE_MAX_MS - 1000, 0, 1000 - KEY_AHEAD_MAX_MS]) {
      const act = anAct({ idempotencyKey: anId<IdempotencyKey>(Date.now() - ageMs) });
      const done = await write(door, act, async () => changed(ageMs));
      expect(done).toEqual(ok({ answer: ageMs, isRepeated: false }));
    }
  });

  it('refuses an input that has no one canonical form', async () => {
    const refused = await write(door, anAct({ input: { price: 1.5 } }), put(11));
    expect(refused).toMatchObject({
      error: { code: 'InputNotCanonical', refusal: { pointer: '/input/price' } },
    });
  });

  it('tries a deadlocked transaction again, and both are made', async () => {
    await database.sql("insert into operations.door_test values (100, ''), (101, '')");
    // Both first tries meet here with one row each: from then on neither can finish.
    const { promise: bothHold, resolve } = Promise.withResolvers<void>();
    let attempts = 0;
    const crosswise = (first: number, second: number) => async (tx: Tx) => {
      await tx.$executeRaw`update operations.door_test set note = note || 'x' where id = ${first}`;
      attempts += 1;
      if (attempts === 2) resolve();
      await bothHold;
      await tx.$executeRaw`update operations.door_test set note = note || 'x' where id = ${second}`;
      return changed(true);
    };
    const both = await Promise.all([
      write(door, anAct(), crosswise(100, 101)),
      write(door, anAct(), crosswise(101, 100)),
    ]);
    expect(both.map((r) => r.ok)).toEqual([true, true]);
    expect(attempts).toBeGreaterThan(2);
    const notes = await database.sql('select note from operations.door_test where id >= 100');
    expect(notes).toEqual([{ note: 'xx' }, { note: 'xx' }]);
  });

  it('calls a broken connection neither a yes nor a no', async () => {
    const act = anAct();
    const cut = async (tx: Tx) => {
      const [{ pid }] = await tx.$queryRaw<[{ pid: number }]>`select pg_backend_pid() as pid`;
      await database.sql('select pg_terminate_backend($1)', [pid]);
      await put(12)(tx);
      return changed(1);
    };
    const cutOff = await write(door, act, cut);
    expect(cutOff).toEqual(err({ code: 'Failed', failure: { code: 'OutcomeUnknown' } }));
    // Asking again with the same key settles it.
    expect(await write(door, act, put(12))).toMatchObject({
      ok: true,
      value: { isRepeated: false },
    });
  });
});
