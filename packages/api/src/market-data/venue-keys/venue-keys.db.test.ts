/** A venue key as people bring it into use: sealed in a browser, probed by an engine, agreed to by others. */
import { randomBytes } from 'node:crypto';
import {
  anId,
  FIT_KEY as FIT,
  foundFit,
  openTestDatabase,
  startSealing,
  systemClock,
} from '@ultrathink/db/testing';
import { fromBase64, toBase64 } from '@ultrathink/domain/audit';
import { addMs, type ClientId, type PersonId, unwrap } from '@ultrathink/domain/kernel';
import {
  maskKeyName,
  sealCredentials,
  type VenueAccountId,
  type VenueKeyId,
  venueKeyFingerprint,
} from '@ultrathink/domain/market-data';
import { createLog } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import { approvalsOn } from '../../../testing/approvals.ts';
import { toldTo } from '../../../testing/controls.ts';
import { aPlatform } from '../../../testing/platform.ts';

const database = await openTestDatabase();
const lines: string[] = [];
const log = createLog({ level: 'trace', stream: { write: (line) => void lines.push(line) } });
const at = await aPlatform(database, { log });
const { decide } = approvalsOn(database, at);
const operations = await at.person(at.firm, 'Operations');
const second = await at.person(at.firm, 'Operations');
const risk = await at.person(at.firm, 'RiskOfficer');
const trader = await at.person(at.firm, 'Trader');
const client = await at.person(at.halden, 'ClientAdministrator');
const { crypto } = globalThis;

/** What was sent to the procedures, as it left the browser. */
const sent: string[] = [];

async function anAccount(clientId: ClientId | null = null): Promise<VenueAccountId> {
  const caller = await at.as(operations, at.firm);
  const wish = { venue: 'binance', label: anId() as string, clientId } as const;
  return (await caller.venues.createAccount({ ...at.key(), ...wish })).venueAccountId;
}

async function sealedInput(account: VenueAccountId, label: string, secret = anId() as string) {
  const reader = await at.as(operations, at.firm);
  const to = await reader.venues.getSealKey({ venueAccountId: account });
  const name = `key-${randomBytes(20).toString('hex')}`;
  const publicKey = unwrap(fromBase64(to.publicKey));
  const binding = { venue: to.venue, account, label };
  const credentials = { key: name, secret, passphrase: null };
  const sealed = await sealCredentials(
    crypto,
    { id: to.sealKeyId, publicKey },
    binding,
    credentials,
  );
  const input = {
    ...at.key(),
    venueAccountId: account,
    label,
    maskedName: maskKeyName(name),
    fingerprint: await venueKeyFingerprint(crypto, to.venue, name),
    sealKeyId: to.sealKeyId,
    sealed: toBase64(sealed),
  };
  sent.push(JSON.stringify(input));
  return input;
}

async function submitted(account: VenueAccountId, label: string, secret?: string) {
  const input = await sealedInput(account, label, secret);
  const caller = await at.as(operations, at.firm);
  return (await caller.venues.submitKey(input)).venueKeyId;
}

const found = (id: VenueKeyId, permissions = FIT) => foundFit(database, id, permissions);

async function ready(account: VenueAccountId, label: string): Promise<VenueKeyId> {
  const id = await submitted(account, label);
  await found(id);
  return id;
}

async function propose(id: VenueKeyId, by: PersonId = operations) {
  const caller = await at.as(by, at.firm);
  return caller.venues.proposeKey({ ...at.key(), venueKeyId: id, reason: 'To trade there.' });
}

async function inUse(account: VenueAccountId, label: string): Promise<VenueKeyId> {
  const id = await ready(account, label);
  const { proposalId } = await propose(id);
  expect(await decide(risk, proposalId)).toMatchObject({ status: 'Executed' });
  return id;
}

async function listed(id: VenueKeyId) {
  const { accounts } = await (await at.as(risk, at.firm)).venues.listKeys();
  const key = accounts.flatMap(({ keys }) => keys).find((one) => one.id === id);
  if (key === undefined) throw new Error('It is not listed.');
  return key;
}

it('nothing is sealed for an engine that never started', async () => {
  const account = await anAccount();
  const caller = await at.as(operations, at.firm);
  const asked = caller.venues.getSealKey({ venueAccountId: account });
  await expect(asked).rejects.toMatchObject({ publicCode: 'EngineAway' });
  await startSealing(database);
  expect(await caller.venues.getSealKey({ venueAccountId: account })).toMatchObject({
    venue: 'binance',
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

describe('a key that comes into use', () => {
  it('ASVS 13.3.1 and 14.2.4 is plain in no request, no row and no line of the log', async () => {
    const secret = `secret-${randomBytes(32).toString('hex')}`;
    await submitted(await anAccount(), 'First', secret);
    const tables = await database.sql<{ name: string }>(`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`);
    const rows = await Promise.all(
      tables.map(({ name }) =>
        database.sql<{ text: string | null }>(
          `select string_agg(t::text, ' ') as text from ${name} t`,
        ),
      ),
    );
    const stored = rows.map(([row]) => row?.text ?? '').join(' ');
    expect(stored).toContain('First');
    const written = [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64').slice(4, -8),
    ];
    for (const text of [stored, sent.join(' '), lines.join(' ')]) {
      for (const way of written) expect(text.includes(way)).toBe(false);
    }
  });

  it('ASVS 2.3.5 is proposed by operations, agreed to by risk, and then Active', async () => {
    const id = await ready(await anAccount(), 'First');
    expect(await listed(id)).toMatchObject({ status: 'Ready', next: { kind: 'Propose' } });
    const { proposalId, groups } = await propose(id);
    expect(groups.map(({ name }) => name)).toEqual(['Risk']);
    expect(await listed(id)).toMatchObject({ status: 'Proposed', next: { kind: 'None' } });
    await expect(decide(operations, proposalId)).rejects.toMatchObject({ publicCode: 'Forbidden' });
    expect(await decide(risk, proposalId)).toMatchObject({ status: 'Executed' });
    expect(await listed(id)).toMatchObject({ status: 'Active', permissions: FIT });
  });

  it('is proposed once at a time; a refusal leaves it Ready to be proposed again', async () => {
    const id = await ready(await anAccount(), 'First');
    const { proposalId } = await propose(id);
    await expect(propose(id, second)).rejects.toMatchObject({ publicCode: 'Conflict' });
    await decide(risk, proposalId, { verdict: 'Refuse' });
    expect(await listed(id)).toMatchObject({ status: 'Ready', isProposalOpen: false });
    expect((await propose(id, second)).proposalId).not.toBe(proposalId);
  });

  it('ASVS 15.4.2 whose venue says something else since it was proposed does not come into use', async () => {
    const id = await ready(await anAccount(), 'First');
    const { proposalId } = await propose(id);
    await found(id, { ...FIT, expiresAt: addMs(systemClock.now(), 3_600_000) });
    expect(await decide(risk, proposalId)).toMatchObject({
      status: 'Stale',
      sentence: expect.stringContaining('not what was proposed'),
    });
    expect((await listed(id)).status).toBe('Ready');
  });

  it('that gained the right to withdraw since it was proposed does not come into use', async () => {
    const id = await ready(await anAccount(), 'First');
    const { proposalId } = await propose(id);
    await found(id, { ...FIT, mayWithdraw: true });
    expect(await decide(risk, proposalId)).toMatchObject({
      status: 'Stale',
      sentence: expect.stringContaining('can withdraw'),
    });
  });

  it.each(['Submitted', 'Unfit'] as const)('is not proposed while it is %s', async (state) => {
    const account = await anAccount();
    const id = await submitted(account, 'First');
    if (state === 'Unfit') await found(id, { ...FIT, mayTrade: false });
    await expect(propose(id)).rejects.toMatchObject({ publicCode: 'Conflict' });
  });

  it('is entered once, sealed to a key in force, for an account that is there', async () => {
    const account = await anAccount();
    await submitted(account, 'First');
    const [last = ''] = sent.slice(-1);
    const again = { ...JSON.parse(last), ...at.key() };
    const tryWith = async (changes: object) =>
      (await at.as(operations, at.firm)).venues.submitKey({ ...again, ...at.key(), ...changes });
    await expect(tryWith({})).rejects.toMatchObject({ publicCode: 'Conflict' });
    await expect(tryWith({ label: 'Second' })).rejects.toMatchObject({ publicCode: 'Conflict' });
    await expect(tryWith({ sealKeyId: anId() })).rejects.toMatchObject({ publicCode: 'Conflict' });
    await expect(tryWith({ venueAccountId: anId() })).rejects.toMatchObject({
      publicCode: 'NotFound',
    });
  });
});

describe('ASVS 8.4.1 a key of a client’s account', () => {
  it('is the firm’s to know: no row and no event of it is the client’s', async () => {
    const id = await inUse(await anAccount(at.halden.client), 'First');
    const events = await database.sql<{ client: string | null; action: string }>(
      'select client_id as client, action from audit.event where subject_id = $1 order by sequence',
      [id],
    );
    expect(events).toEqual(
      ['submitKey', 'proposeKey', 'activateKey'].map((act) => ({
        client: null,
        action: `venues.${act}`,
      })),
    );
    for (const table of ['venue_key', 'venue_account', 'worker_seal_key']) {
      const rows = database
        .as('app_client')
        .prisma.$queryRawUnsafe(`select * from market_data.${table}`);
      await expect(rows).rejects.toThrow(/permission denied/);
    }
  });

  it('is suspended in an emergency by who sees no other business of the firm', async () => {
    const id = await inUse(await anAccount(at.halden.client), 'First');
    const glass = await at.person(at.firm);
    await database.sql(
      `insert into access.role_grant (id, person_id, organisation_id, role, clients, "from", until, reason)
        values ($1, $2, $3, 'BreakGlass', $4, now() - interval '1 minute', now() + interval '1 hour', 'A rehearsal.')`,
      [anId(), glass, at.firm.id, [at.osprey.client]],
    );
    const emergency = await at.as(glass, at.firm);
    const stop = { ...at.key(), venueKeyId: id, reason: 'A rehearsal.' };
    expect(await emergency.venues.suspendKey(stop)).toEqual({ status: 'Suspended' });
  });
});

describe('a rotation', () => {
  it('brings the new key into use and lets the old one drain, in one act', async () => {
    const account = await anAccount();
    const old = await inUse(account, 'First');
    const fresh = await ready(account, 'Second');
    await expect(propose(fresh)).rejects.toMatchObject({
      sentence: expect.stringContaining('rotate'),
    });
    const next = (await listed(fresh)).next;
    expect(next).toEqual({ kind: 'Rotate', replacesKeyId: old });
    const caller = await at.as(operations, at.firm);
    const { proposalId } = await caller.venues.rotateKey({
      ...at.key(),
      venueKeyId: fresh,
      replacesKeyId: old,
      drainSeconds: 3_600,
      reason: 'It is a quarter old.',
    });
    expect(await decide(risk, proposalId)).toMatchObject({ status: 'Executed' });
    expect(await listed(fresh)).toMatchObject({ status: 'Active', rotatedFromId: old });
    const drained = await listed(old);
    expect(drained.status).toBe('Draining');
    expect(Date.parse(drained.drainUntil ?? '') - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('of a key that was taken out of use meanwhile is not carried out', async () => {
    const account = await anAccount();
    const old = await inUse(account, 'First');
    const fresh = await ready(account, 'Second');
    const caller = await at.as(operations, at.firm);
    const wish = { venueKeyId: fresh, replacesKeyId: old, drainSeconds: 0, reason: 'Age.' };
    const { proposalId } = await caller.venues.rotateKey({ ...at.key(), ...wish });
    const officer = await at.as(risk, at.firm);
    await officer.venues.suspendKey({ ...at.key(), venueKeyId: old, reason: 'Odd orders.' });
    expect(await decide(risk, proposalId)).toMatchObject({ status: 'Stale' });
    expect((await listed(fresh)).status).toBe('Ready');
  });
});

describe('a key that goes out of use', () => {
  it('is suspended at once, and comes back by a proposal alone', async () => {
    const id = await inUse(await anAccount(), 'First');
    const officer = await at.as(risk, at.firm);
    const answer = await officer.venues.suspendKey({ ...at.key(), venueKeyId: id, reason: 'Odd.' });
    expect(answer).toEqual({ status: 'Suspended' });
    const again = { ...at.key(), venueKeyId: id, reason: 'Odd.' };
    await expect(officer.venues.suspendKey(again)).rejects.toMatchObject({
      publicCode: 'Conflict',
    });
    const { proposalId } = await propose(id);
    expect(await decide(risk, proposalId)).toMatchObject({ status: 'Executed' });
    expect((await listed(id)).status).toBe('Active');
  });

  it('drains while it is in use, and ends at once when it is not', async () => {
    const account = await anAccount();
    const id = await inUse(account, 'First');
    const spare = await ready(account, 'Second');
    const retire = async (key: VenueKeyId) => {
      const officer = await at.as(operations, at.firm);
      const wish = { venueKeyId: key, drainSeconds: 600, reason: 'Not needed.' };
      return (await officer.venues.retireKey({ ...at.key(), ...wish })).status;
    };
    expect(await retire(id)).toBe('Draining');
    expect(await retire(id)).toBe('Retired');
    expect(await retire(spare)).toBe('Retired');
    await expect(retire(spare)).rejects.toMatchObject({ publicCode: 'Conflict' });
  });
});

describe('an account on paper', () => {
  it('trades from the moment it is named, by no key, and never becomes a live one', async () => {
    const caller = await at.as(operations, at.firm);
    const wish = { venue: 'binance', label: anId() as string, clientId: null } as const;
    const { venueAccountId: id } = await caller.venues.createAccount({
      ...at.key(),
      ...wish,
      mode: 'Paper',
    });
    const told = await database.sql<{ body: Record<string, unknown> }>(
      `select body from engine.control_outbox where body ->> 'venueAccount' = $1`,
      [id],
    );
    expect(told.map(({ body }) => [body['kind'], body['mode'], body['key']])).toEqual([
      ['VenueAccountSet', 'Paper', id],
    ]);
    await expect(caller.venues.submitKey(await sealedInput(id, 'First'))).rejects.toMatchObject({
      publicCode: 'Conflict',
    });
    const change = `update market_data.venue_account set mode = 'Live' where id = '${id}'`;
    await expect(database.sql(change)).rejects.toThrow('append-only');
  });
});

describe('ASVS 8.2.1 who may do what with keys of venues', () => {
  it('a trader sees none, a client is told nothing, and who enters a key needs a proof', async () => {
    await expect((await at.as(trader, at.firm)).venues.listKeys()).rejects.toMatchObject({
      publicCode: 'Forbidden',
    });
    const stranger = await at.as(client, at.halden);
    await expect(stranger.venues.listKeys()).rejects.toMatchObject({ publicCode: 'NotFound' });
    const officer = await at.as(risk, at.firm);
    const wish = { venue: 'kraken', label: 'x', clientId: null } as const;
    await expect(officer.venues.createAccount({ ...at.key(), ...wish })).rejects.toMatchObject({
      publicCode: 'Forbidden',
    });
    const account = await anAccount();
    const tired = await at.as(operations, at.firm);
    await tired.venues.submitKey(await sealedInput(account, 'First'));
    await expect(
      tired.venues.submitKey(await sealedInput(account, 'Second')),
    ).rejects.toMatchObject({ publicCode: 'StepUpNeeded' });
  });

  it('ASVS 8.4.2 no page of staff brings a key into use past a proposal, and none undoes an end', async () => {
    const id = await ready(await anAccount(), 'First');
    const { prisma } = database.as('app_staff');
    const as = (statement: string) =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRawUnsafe(`select set_config('app.scope', 'firm', true)`);
        await tx.$executeRawUnsafe(statement);
      });
    const set = (what: string) => as(`update market_data.venue_key set ${what} where id = '${id}'`);
    await expect(set(`status = 'Active', activated_at = now()`)).rejects.toThrow(/does not become/);
    const { proposalId } = await propose(id);
    await expect(set(`status = 'Active', activated_at = now()`)).rejects.toThrow(/approved alone/);
    await expect(set(`status = 'Refused', ended_at = now(), reasons = '[]'`)).rejects.toThrow(
      /not for app_staff/,
    );
    await expect(set(`fingerprint = '${'0'.repeat(64)}'`)).rejects.toThrow(/permission denied/);
    await expect(set(`permissions = '{}'`)).rejects.toThrow(/permission denied/);
    await expect(as('delete from market_data.venue_key')).rejects.toThrow(/permission denied/);
    await decide(risk, proposalId, { verdict: 'Refuse' });
    const officer = await at.as(operations, at.firm);
    const end = { venueKeyId: id, drainSeconds: 0, reason: 'No.' };
    await officer.venues.retireKey({ ...at.key(), ...end });
    await expect(set(`status = 'Proposed', ended_at = null`)).rejects.toThrow(/does not become/);
  });
});

it('the engine is told which key an account trades with, and when it has none any more', async () => {
  const account = await anAccount(at.halden.client);
  const key = await inUse(account, 'Only');
  const caller = await at.as(risk, at.firm);
  await caller.venues.suspendKey({ ...at.key(), venueKeyId: key, reason: 'It was seen in a log.' });
  const told = (await toldTo(database)).flatMap(({ body }) =>
    body.kind === 'VenueAccountSet' && body.venueAccount === account ? [body] : [],
  );
  const place = { venue: 'binance', client: at.halden.client, mode: 'Live' };
  expect(told).toMatchObject([
    { ...place, key: null },
    { ...place, key },
    { ...place, key: null },
  ]);
});
