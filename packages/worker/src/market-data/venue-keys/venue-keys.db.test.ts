/** Keys of venues from what a browser sealed to their end, over a real database. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { aDoor, openTestDatabase, systemClock } from '@ultrathink/db/testing';
import {
  destroyEndedSealKeys,
  findVenueKey,
  publishSealKey,
  readVenueSecret,
} from '@ultrathink/db/venue-keys';
import { addMs, type ProcessId } from '@ultrathink/domain/kernel';
import type { VenueKeyId } from '@ultrathink/domain/market-data';
import { createKeyRing } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import {
  aBench,
  type Bench,
  everythingStored,
  FIT,
  putInto,
  someCredentials,
  submit,
  told,
  waysToWrite,
} from '../../../testing/venue-keys.ts';
import { createFileProvider } from '../../drivers/key-provider/file-provider.ts';
import { openEnvelope } from './envelopes.ts';
import { rewrapSecrets } from './rewrap.ts';
import { createVenueKeyRound, LEASE_MS } from './round.ts';

const database = await openTestDatabase();
const { prisma } = database.as('engine');
const run = (bench: Bench) => createVenueKeyRound(bench)();
const keyOf = async (id: VenueKeyId) => {
  const key = await prisma.$transaction((tx) => findVenueKey(tx, id));
  if (key === undefined) throw new Error('There is no such key.');
  return key;
};
const secretOf = (id: VenueKeyId) => prisma.$transaction((tx) => readVenueSecret(tx, id));
const actsOn = async (id: VenueKeyId) => {
  const rows = await database.sql<{ action: string }>(
    'select action from audit.event where subject_id = $1 order by chain, sequence',
    [id],
  );
  return rows.map(({ action }) => action);
};
/** A key that was found fit, then brought into use as an approved proposal would. */
async function inUse(bench: Bench, as: 'Active' | 'Draining' = 'Active') {
  const id = await submit(database, bench);
  await run(bench);
  const drain = as === 'Draining' ? `, drain_until = now() + interval '10 minutes'` : '';
  await putInto(
    database,
    id,
    `status = '${as}', proposal_id = id, activated_at = now(), due_at = now() - interval '1 second'${drain}`,
  );
  return id;
}
const later = (bench: Bench, ms: number): Bench => {
  const clock = { ...systemClock, now: () => addMs(systemClock.now(), ms) };
  return { ...bench, door: { ...bench.door, clock } };
};

describe('a submitted key', () => {
  it('that the venue lets trade and nothing more is Ready, and its secret stands in an envelope of ours', async () => {
    const bench = aBench(database);
    const credentials = someCredentials();
    const id = await submit(database, bench, { credentials });
    await run(bench);
    expect(bench.probe.asked).toEqual([credentials]);
    expect(await keyOf(id)).toMatchObject({ status: 'Ready', permissions: FIT, attempts: 0 });
    const secret = await secretOf(id);
    if (secret.kind !== 'Kept') throw new Error(secret.kind);
    expect(secret.envelope.wrappedKey).toMatchObject({ provider: 'file', masterKey: '1' });
    const opened = await openEnvelope(bench.providers, await keyOf(id), secret.envelope);
    expect(opened).toEqual({ ok: true, value: credentials });
    expect(await actsOn(id)).toEqual(['venues.submitKey', 'venues.probeKey', 'venues.findKeyFit']);
  });

  it('ASVS 13.3.1, 14.2.4 and 16.2.5 leaves its secret nowhere: not in any table, not in the trail, not in the log', async () => {
    const bench = aBench(database);
    const credentials = {
      ...someCredentials(),
      passphrase: `phrase-${randomBytes(16).toString('hex')}`,
    };
    await submit(database, bench, { credentials });
    const before = await everythingStored(database);
    await run(bench);
    bench.probe.answer = { kind: 'NoInformation', detail: 'Invalid signature' };
    await run(later(bench, 26 * 60 * 60_000));
    const texts = [before, await everythingStored(database), bench.lines()];
    for (const part of [credentials.secret, credentials.passphrase, credentials.key]) {
      for (const written of waysToWrite(part)) {
        for (const text of texts) expect(text.includes(written)).toBe(false);
      }
    }
  });

  it.each([
    ['can withdraw', { mayWithdraw: true }, 'MayWithdraw'],
    ['is open to every address', { isAddressBound: false }, 'NotAddressBound'],
    ['cannot trade', { mayTrade: false }, 'CannotTrade'],
    ['has expired', { expiresAt: addMs(systemClock.now(), -1000) }, 'Expired'],
  ])('ASVS 13.2.2 that %s is refused, and its secret destroyed', async (_what, changes, code) => {
    const bench = aBench(database);
    bench.probe.answer = told(changes);
    const id = await submit(database, bench);
    await run(bench);
    expect(await keyOf(id)).toMatchObject({ status: 'Refused', reasons: [{ code }], dueAt: null });
    expect(await secretOf(id)).toEqual({ kind: 'Destroyed' });
    expect((await actsOn(id)).at(-1)).toBe('venues.refuseKey');
  });

  it('that is not the one whose fingerprint people were shown is refused unasked', async () => {
    const bench = aBench(database);
    const id = await submit(database, bench, { shownName: 'another-key-altogether' });
    await run(bench);
    expect(await keyOf(id)).toMatchObject({
      status: 'Refused',
      reasons: [{ code: 'NotAsDescribed' }],
    });
    expect(bench.probe.asked).toEqual([]);
  });

  it('ASVS 11.3.3 that was sealed for another place is refused unasked', async () => {
    const bench = aBench(database);
    const id = await submit(database, bench, { sealedFor: 'The second' });
    await run(bench);
    expect(await keyOf(id)).toMatchObject({ status: 'Refused', reasons: [{ code: 'NotOpened' }] });
    expect(bench.probe.asked).toEqual([]);
  });

  it.each([
    ['tells nothing', { kind: 'NoInformation', detail: 'Connection refused' } as const],
    ['has another clock', told({}, 5_000)],
  ])('whose venue %s is neither Ready nor Refused, and is asked again', async (_what, answer) => {
    const bench = aBench(database);
    bench.probe.answer = answer;
    const id = await submit(database, bench);
    await run(bench);
    const waiting = await keyOf(id);
    expect(waiting).toMatchObject({
      status: 'Probing',
      attempts: 1,
      reasons: [{ code: 'NotTold' }],
    });
    await run(bench);
    expect(bench.probe.asked).toHaveLength(1);
    bench.probe.answer = told();
    await run(later(bench, 31_000));
    expect(await keyOf(id)).toMatchObject({ status: 'Ready', reasons: null });
  });

  it('that no answer has proven within a day is refused', async () => {
    const bench = aBench(database);
    bench.probe.answer = { kind: 'NoInformation', detail: 'Invalid API-key' };
    const id = await submit(database, bench);
    await putInto(database, id, `submitted_at = now() - interval '25 hours'`);
    await run(bench);
    expect(await keyOf(id)).toMatchObject({ status: 'Refused', reasons: [{ code: 'NotProven' }] });
    expect(await secretOf(id)).toEqual({ kind: 'Destroyed' });
  });
});

describe('a worker that dies', () => {
  it('killed while it asks the venue, leaves a key that the next takes up when the lease has ended', async () => {
    const ringKey = randomBytes(32);
    const ring = createKeyRing('venue', [ringKey]);
    const bench = aBench(database, {
      ring,
      providers: { current: createFileProvider(ring), others: [] },
    });
    const id = await submit(database, bench);
    const file = fileURLToPath(new URL('../../../testing/venue-key-process.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      [file, database.url('engine'), ringKey.toString('hex'), String(bench.shard)],
      {
        env: {},
      },
    );
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    expect(await keyOf(id)).toMatchObject({ status: 'Probing', attempts: 1 });
    await run(bench);
    expect(bench.probe.asked).toEqual([]);
    await run(later(bench, LEASE_MS + 1_000));
    expect(await keyOf(id)).toMatchObject({ status: 'Ready' });
    expect(await actsOn(id)).toEqual(['venues.submitKey', 'venues.probeKey', 'venues.findKeyFit']);
  }, 30_000);

  it.each([
    ['Refused', told({ mayWithdraw: true }), told()],
    ['Ready', told(), told({ mayWithdraw: true })],
  ])('and comes back late, leaves %s what another has found since', async (status, since, late) => {
    const slow = aBench(database);
    let answer: (late: ReturnType<typeof told>) => void = () => undefined;
    slow.probe.answer = new Promise((resolve) => {
      answer = resolve;
    });
    const id = await submit(database, slow);
    const hanging = run(slow);
    await expect.poll(() => slow.probe.asked.length).toBe(1);
    const quick = { ...later(slow, LEASE_MS + 1_000), probe: aBench(database).probe };
    quick.probe.answer = since;
    await run(quick);
    const found = await keyOf(id);
    expect(found.status).toBe(status);
    answer(late);
    await hanging;
    expect(await keyOf(id)).toEqual(found);
  });

  it('two at once ask the venue once', async () => {
    const bench = aBench(database);
    await submit(database, bench);
    await Promise.all([run(bench), run({ ...bench, door: aDoor(database.as('engine')) })]);
    expect(bench.probe.asked).toHaveLength(1);
  });
});

describe('a key in use', () => {
  it('ASVS 13.2.2 that gained the right to withdraw is suspended at once, and that is sealed', async () => {
    const bench = aBench(database);
    const id = await inUse(bench);
    bench.probe.answer = told({ mayWithdraw: true });
    await run(bench);
    expect(await keyOf(id)).toMatchObject({
      status: 'Suspended',
      reasons: [{ code: 'MayWithdraw' }],
    });
    expect((await actsOn(id)).at(-1)).toBe('venues.suspendUnfitKey');
    expect(bench.lines()).toContain('may no longer be used');
    expect((await secretOf(id)).kind).toBe('Kept');
  });

  it('stays in use while its venue tells nothing, and is asked again', async () => {
    const bench = aBench(database);
    const id = await inUse(bench);
    bench.probe.answer = { kind: 'NoInformation', detail: 'Timeout' };
    await run(bench);
    const key = await keyOf(id);
    expect(key).toMatchObject({ status: 'Active', permissions: FIT });
    expect(key.dueAt).not.toBeNull();
  });

  it('whose envelope was exchanged for another’s is suspended', async () => {
    const bench = aBench(database);
    const [one, other] = [await inUse(bench), await inUse(bench)];
    await database.sql(
      `update market_data.venue_key_secret s set envelope = o.envelope, wrapped_key = o.wrapped_key
       from market_data.venue_key_secret o where s.key_id = $1 and o.key_id = $2`,
      [one, other],
    );
    await putInto(database, one, `due_at = now() - interval '1 second'`);
    await run(bench);
    expect(await keyOf(one)).toMatchObject({
      status: 'Suspended',
      reasons: [{ code: 'NotOpened' }],
    });
    expect(await keyOf(other)).toMatchObject({ status: 'Active' });
  });
});

describe('a draining key', () => {
  it.each([
    [false, 0, 'Retired'],
    [true, 0, 'Draining'],
    [null, 0, 'Draining'],
    [null, 11, 'Retired'],
  ])('with open orders %s after %d minutes is %s', async (hasOpen, minutes, status) => {
    const bench = aBench(database);
    const id = await inUse(bench, 'Draining');
    bench.probe.hasOpen = hasOpen;
    await run(later(bench, minutes * 60_000));
    expect(await keyOf(id)).toMatchObject({ status });
    expect((await secretOf(id)).kind).toBe(status === 'Retired' ? 'Destroyed' : 'Kept');
  });
});

it('a key that people have retired loses its secret with the next round', async () => {
  const bench = aBench(database);
  const id = await submit(database, bench);
  await run(bench);
  await putInto(
    database,
    id,
    `status = 'Retired', ended_at = now(), due_at = now() - interval '1 second'`,
  );
  await run(bench);
  expect(await secretOf(id)).toEqual({ kind: 'Destroyed' });
  expect((await actsOn(id)).at(-1)).toBe('venues.destroySecret');
  expect((await keyOf(id)).dueAt).toBeNull();
});

describe('a new master key', () => {
  it('ASVS 11.2.2 and 13.3.4 wraps every data key, from wherever an earlier run was killed, and each is sealed', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const old = createKeyRing('venue', [first]);
    const providers = (ring: typeof old) => ({ current: createFileProvider(ring), others: [] });
    const bench = aBench(database, { ring: old, providers: providers(old), shard: 1007 });
    const credentials = [someCredentials(), someCredentials(), someCredentials()];
    const keys: VenueKeyId[] = [];
    for (const given of credentials)
      keys.push(await submit(database, bench, { credentials: given }));
    await run(bench);
    const ring = createKeyRing('venue', [first, second]);
    const today = { ...bench, ring, providers: providers(ring) };
    // The first run dies after one: the provider breaks.
    let wraps = 0;
    const { current } = today.providers;
    const dying = {
      ...current,
      wrap: (key: Uint8Array, context: string) => {
        wraps += 1;
        return wraps === 2 ? Promise.reject(new Error('killed')) : current.wrap(key, context);
      },
    };
    await expect(
      rewrapSecrets({ ...today, providers: { current: dying, others: [] } }),
    ).rejects.toThrow('killed');
    expect(await rewrapSecrets(today)).toEqual({ done: 2, left: 0 });
    expect(await rewrapSecrets(today)).toEqual({ done: 0, left: 0 });
    for (const [i, id] of keys.entries()) {
      const secret = await secretOf(id);
      if (secret.kind !== 'Kept') throw new Error(secret.kind);
      expect(secret.envelope.wrappedKey.masterKey).toBe('2');
      const opened = await openEnvelope(today.providers, await keyOf(id), secret.envelope);
      expect(opened).toEqual({ ok: true, value: credentials[i] });
      expect((await actsOn(id)).filter((act) => act === 'venues.rewrapKey')).toHaveLength(1);
    }
  });

  it('that no longer opens what is there leaves it as it is, and says so', async () => {
    const bench = aBench(database, { shard: 1007 });
    expect(await rewrapSecrets(bench)).toMatchObject({ done: 0, left: 3 });
    expect(bench.lines()).toContain('could not be put under the new master key');
  });
});

describe('the key that browsers seal to', () => {
  it('is made once, however many start at once, and its fingerprint is sealed', async () => {
    const bench = aBench(database, { shard: 1009 });
    const made = await Promise.all([1, 2, 3].map(() => publishSealKey(bench)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const [event] = await database.sql<{ n: number }>(
      `select count(*)::int as n from audit.event where action = 'venues.publishSealKey' and subject_id = $1`,
      [made[0]?.id],
    );
    expect(event).toEqual({ n: 1 });
  });

  it('is followed by another before it ends; its private half goes when nothing is sealed to it', async () => {
    const bench = aBench(database, { shard: 1010, processId: 'x' as ProcessId });
    const { processId } = aBench(database);
    const made = await publishSealKey({ ...bench, processId });
    await database.sql('alter table market_data.worker_seal_key disable trigger user');
    await database.sql(
      `update market_data.worker_seal_key set "from" = now() - interval '29 days', until = now() + interval '1 day' where id = $1`,
      [made.id],
    );
    expect((await publishSealKey({ ...bench, processId })).id).not.toBe(made.id);
    await database.sql(
      `update market_data.worker_seal_key set until = now() - interval '3 days' where id = $1`,
      [made.id],
    );
    await database.sql('alter table market_data.worker_seal_key enable trigger user');
    expect(await prisma.$transaction((tx) => destroyEndedSealKeys(tx, systemClock.now()))).toBe(1);
  });
});

it.each(['app_staff', 'app_client', 'app_identity', 'jobs', 'auditor'] as const)(
  'ASVS 13.3.2 the role %s reads no secret and no private half of a seal key',
  async (role) => {
    for (const what of [
      'sealed, envelope, wrapped_key from market_data.venue_key_secret',
      'private_key from market_data.worker_seal_key',
    ]) {
      const asked = database.as(role).prisma.$queryRawUnsafe(`select ${what}`);
      await expect(asked).rejects.toThrow(/permission denied/);
    }
  },
);
