import { createHash } from 'node:crypto';
import { openTestDatabase } from '@ultrathink/db/testing';
import { apiKeyHash, apiKeyHint } from '@ultrathink/domain/access';
import { msBetween, type PersonId } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { approvalsOn } from '../../testing/approvals.ts';
import { aPlatform } from '../../testing/platform.ts';

const database = await openTestDatabase();
const at = await aPlatform(database);
const { proposeGrant, decide, rolesOf } = approvalsOn(database, at);
const { halden, osprey, firm } = at;
const admin = await at.person(firm, 'Administrator');
const head = await at.person(firm, 'HeadOfCompliance');
const analyst = await at.person(firm, 'ComplianceAnalyst');
const ours = await at.person(halden, 'ClientAdministrator');
const ourSecond = await at.person(halden, 'ClientAdministrator');
const theirs = await at.person(osprey, 'ClientAdministrator');

const count = async (from: string, values: readonly unknown[]) => {
  const rows = await database.sql<{ count: number }>(
    `select count(*)::int as count from ${from}`,
    values,
  );
  return rows[0]?.count;
};

const mailsTo = async (person: PersonId) => {
  const rows = await database.sql<{ data: { template: string; change?: string } }>(
    `select data from pgboss.job where name = 'send-mail' and data ->> 'personId' = $1
`,
    [person],
  );
  return rows.map(({ data }) => data.change ?? data.template).sort();
};

async function invite(by: PersonId, organisation: typeof firm, email: string): Promise<PersonId> {
  const caller = await at.as(by, organisation);
  const who = { organisationId: organisation.id, name: 'Ines Duarte', email };
  return (await caller.access.invitePerson({ ...at.key(), ...who })).personId;
}

describe('an invitation', () => {
  it('makes somebody without a right, known by name to the tenant alone, and mails a link', async () => {
    const id = await invite(ours, halden, 'Ines@halden.example');
    const { person } = await (await at.as(ours, halden)).access.getPerson({ personId: id });
    expect(person).toMatchObject({
      name: 'Ines Duarte',
      email: 'Ines@halden.example',
      state: 'Invited',
      roles: [],
    });
    expect(await mailsTo(id)).toEqual(['invitation']);
    const outside = await at.as(theirs, osprey);
    await expect(outside.access.getPerson({ personId: id })).rejects.toMatchObject({
      publicCode: 'NotFound',
    });
  });

  it('ASVS 14.2.4 leaves no name and no address in the sealed trail', async () => {
    await invite(ours, halden, 'plain@halden.example');
    const bodies = await database.sql<{ body: string }>(
      `select convert_from(body, 'UTF8') as body from audit.event`,
    );
    expect(bodies.length).toBeGreaterThan(0);
    for (const { body } of bodies) expect(body).not.toMatch(/Duarte|halden\.example/i);
  });

  it('to an address that somebody has is refused, whoever that is and however it is written', async () => {
    await invite(ours, halden, 'twice@example.com');
    const again = invite(theirs, osprey, 'TWICE@example.com');
    await expect(again).rejects.toMatchObject({
      publicCode: 'Conflict',
      sentence: expect.stringContaining('Nobody was invited'),
    });
  });
});

describe('an invitation that is taken back', () => {
  it('leaves nothing of the person, and the address free for another', async () => {
    const id = await invite(ours, halden, 'wrong@example.com');
    const caller = await at.as(ours, halden);
    const wish = { personId: id, reason: 'Wrong address.' };
    await caller.access.withdrawInvitation({ ...at.key(), ...wish });
    const { person } = await caller.access.getPerson({ personId: id });
    expect(person).toMatchObject({ state: 'Erased', name: null, email: null });
    await expect(invite(theirs, osprey, 'wrong@example.com')).resolves.toBeDefined();
    const again = caller.access.withdrawInvitation({ ...at.key(), ...wish, personId: ourSecond });
    await expect(again).rejects.toMatchObject({ publicCode: 'Conflict' });
  });
});

describe('roles', () => {
  it("of the firm are not a client administrator's to propose, and its people not his to name", async () => {
    const caller = await at.as(ours, halden);
    const wish = {
      role: 'Administrator' as const,
      clients: [],
      until: null,
      hours: null,
      reason: 'More rights.',
    };
    const inFirm = caller.access.proposeGrant({
      ...at.key(),
      personId: ours,
      organisationId: firm.id,
      ...wish,
    });
    await expect(inFirm).rejects.toMatchObject({ publicCode: 'NotFound' });
    const inOwn = (await at.as(ours, halden)).access.proposeGrant({
      ...at.key(),
      personId: ourSecond,
      organisationId: halden.id,
      ...wish,
    });
    await expect(inOwn).rejects.toMatchObject({
      sentence: expect.stringContaining("can't be of this organisation"),
    });
  });

  it('end at once, but the last administrator stays until there is another', async () => {
    const person = await at.person(firm);
    const { proposalId } = await proposeGrant(admin, person);
    await decide(head, proposalId);
    expect(await rolesOf(person)).toEqual(['Operations']);
    const grantsOf = async (id: PersonId) =>
      (await (await at.as(admin, firm)).access.getPerson({ personId: id })).grants[0];
    const grant = await grantsOf(person);
    const last = await grantsOf(admin);
    if (grant === undefined || last === undefined) expect.unreachable();
    const officer = await at.as(head, firm);
    const reason = 'Left the team.';
    await officer.access.endGrant({ ...at.key(), grantId: grant.id, reason });
    expect(await rolesOf(person)).toEqual([]);
    const ending = officer.access.endGrant({ ...at.key(), grantId: last.id, reason });
    await expect(ending).rejects.toMatchObject({
      sentence: expect.stringContaining('last administrator'),
    });
  });

  it('to break glass last hours from their approval, with a reason, and the officers are told', async () => {
    const person = await at.person(firm, 'Operations');
    const caller = await at.as(admin, firm);
    const wish = { personId: person, organisationId: firm.id, role: 'BreakGlass' } as const;
    const opening = { ...wish, clients: [halden.client], until: null, reason: 'Orders hang.' };
    const unbounded = caller.access.proposeGrant({ ...at.key(), ...opening, hours: null });
    await expect(unbounded).rejects.toMatchObject({
      sentence: expect.stringContaining('needs its end'),
    });
    const fresh = await at.as(admin, firm);
    const { proposalId } = await fresh.access.proposeGrant({ ...at.key(), ...opening, hours: 2 });
    expect(await decide(head, proposalId)).toMatchObject({ status: 'Executed' });
    const { grants } = await fresh.access.getPerson({ personId: person });
    const [glass] = grants.filter(({ role }) => role === 'BreakGlass');
    if (glass?.until == null) expect.unreachable();
    expect(msBetween(glass.from, glass.until)).toBe(2 * 60 * 60_000);
    expect(await mailsTo(head)).toContain('BreakGlassGranted');
    expect(await mailsTo(person)).toEqual(['RoleGranted']);
  });

  it('are tried out by the very function that answers for acts', async () => {
    const trader = await at.person(firm, 'Trader');
    const caller = await at.as(admin, firm);
    const about = { kind: 'Firm' } as const;
    const may = await caller.access.tryPermission({
      personId: trader,
      permission: 'risk.halt',
      about,
    });
    expect(may).toMatchObject({ isAllowed: true, roles: ['Trader'] });
    const mayNot = await caller.access.tryPermission({
      personId: trader,
      permission: 'risk.proposeLimit',
      about,
    });
    expect(mayNot).toMatchObject({ isAllowed: false, needsStepUp: true });
    expect(mayNot.sentence).toContain('Risk officers can');
  });

  it('are reviewed with who gave them and what they were last used for', async () => {
    const { rows } = await (await at.as(head, firm)).access.review({});
    const mine = rows.find(({ person }) => person.id === admin);
    expect(mine).toMatchObject({
      role: 'Administrator',
      grantedBy: null,
      organisationName: 'The firm',
    });
    expect(mine?.lastUsedAt).not.toBeNull();
    expect(rows.find(({ person }) => person.id === analyst)?.flags).toContain('NeverSignedIn');
    const all = await (await at.as(head, firm)).access.review({ organisationId: null });
    expect(all.rows.map(({ person }) => person.id)).toEqual(expect.arrayContaining([admin, ours]));
    const own = await (await at.as(ours, halden)).access.review({});
    expect(new Set(own.rows.map(({ organisationName }) => organisationName))).toEqual(
      new Set(['Halden']),
    );
  });
});

describe('what is lost or ended', () => {
  async function withCredentials(): Promise<PersonId> {
    const person = await at.person(firm, 'Operations');
    await at.as(person, firm);
    await database.sql(
      `insert into access.factor (id, person_id, kind, name, secret, created_at, confirmed_at)
        values (gen_random_uuid(), $1, 'Totp', 'Telephone', 'x', now(), now())`,
      [person],
    );
    await database.sql(`insert into access.password values ($1, '$argon2id$x', now())`, [person]);
    return person;
  }

  it('ASVS 6.4.4 second factors are reset by two people, and with them password and sessions', async () => {
    const person = await withCredentials();
    const caller = await at.as(admin, firm);
    const wish = { personId: person, reason: 'Lost her telephone.' };
    const { proposalId } = await caller.access.proposeFactorReset({ ...at.key(), ...wish });
    expect(await count('access.factor where person_id = $1 and ended_at is null', [person])).toBe(
      1,
    );
    await expect(decide(person, proposalId)).rejects.toMatchObject({ publicCode: 'Forbidden' });
    expect(await decide(head, proposalId)).toMatchObject({ status: 'Executed' });
    expect([
      await count('access.factor where person_id = $1 and ended_at is null', [person]),
      await count('access.password where person_id = $1', [person]),
      await count('access.session where person_id = $1 and ended_at is null', [person]),
    ]).toEqual([0, 0, 0]);
    expect(await mailsTo(person)).toEqual(['FactorsReset', 'passwordReset']);
  });

  it('no page can take credentials that no approved proposal is about', async () => {
    const person = await withCredentials();
    const take = database.as('app_staff').prisma.$transaction(async (tx) => {
      await tx.$executeRaw`select set_config('app.scope', 'firm', true)`;
      await tx.$queryRaw`select access.take_credentials(${person}::uuid, now())`;
    });
    await expect(take).rejects.toThrow(/approved alone/);
  });

  it('who is suspended comes back by that same way only', async () => {
    const person = await withCredentials();
    const officer = await at.as(head, firm);
    await officer.access.suspendPerson({ ...at.key(), personId: person, reason: 'Stolen laptop.' });
    expect(await count('access.session where person_id = $1 and ended_at is null', [person])).toBe(
      0,
    );
    const wish = { personId: person, reason: 'Has a new laptop.' };
    const caller = await at.as(admin, firm);
    const { proposalId } = await caller.access.proposeFactorReset({ ...at.key(), ...wish });
    await decide(head, proposalId);
    expect(await count(`access.person where id = $1 and state = 'Active'`, [person])).toBe(1);
  });

  it('erasure takes the name from everywhere and leaves the trail as it was', async () => {
    const id = await invite(admin, firm, 'gone@firm.example');
    const caller = await at.as(head, firm);
    const wish = { personId: id, reason: 'Asked for it.' };
    const { proposalId } = await caller.access.proposeErasure({ ...at.key(), ...wish });
    expect(await decide(analyst, proposalId)).toMatchObject({ status: 'Executed' });
    const { person } = await (await at.as(admin, firm)).access.getPerson({ personId: id });
    expect(person).toMatchObject({ state: 'Erased', name: null, email: null });
    expect(await count('audit.subject_key where subject_id = $1 and wrapped is null', [id])).toBe(
      1,
    );
  });
});

describe('a key that trades', () => {
  const text = `ut_${'k'.repeat(43)}`;
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const secret = {
    secretHash: Buffer.from(apiKeyHash(sha256, text)).toString('hex'),
    hint: apiKeyHint(text),
  };

  it('is approved without a secret, which its owner alone gives it, once', async () => {
    const trader = await at.person(halden, 'ClientTrader');
    const caller = await at.as(ours, halden);
    const { proposalId } = await caller.access.proposeTradeKey({
      ...at.key(),
      ownerId: trader,
      name: 'Execution',
      networks: ['203.0.113.0/24'],
      days: 30,
      reason: 'For our own system.',
    });
    const organisation = halden;
    expect(await decide(ourSecond, proposalId, { organisation })).toMatchObject({
      status: 'Executed',
    });
    const { keys } = await (await at.as(trader, halden)).access.listApiKeys({});
    const [key] = keys.filter(({ scope }) => scope === 'Trade');
    if (key === undefined) expect.unreachable();
    expect(key).toMatchObject({ state: 'Unclaimed', isYoursToClaim: true, hint: null });
    const claim = async (by: PersonId) =>
      (await at.as(by, halden)).access.claimApiKey({ ...at.key(), apiKeyId: key.id, ...secret });
    await expect(claim(ours)).rejects.toMatchObject({ publicCode: 'Conflict' });
    await claim(trader);
    await expect(claim(trader)).rejects.toMatchObject({ publicCode: 'Conflict' });
    const stored = await database.sql('select secret_hash, hint from access.api_key');
    expect(stored).toEqual([
      { secret_hash: Buffer.from(secret.secretHash, 'hex'), hint: 'ut_kkkk' },
    ]);
  });

  it('is for a client trader: nobody else could use it', async () => {
    const caller = await at.as(ours, halden);
    const proposing = caller.access.proposeTradeKey({
      ...at.key(),
      ownerId: ourSecond,
      name: 'Execution',
      networks: ['203.0.113.7'],
      days: 30,
      reason: 'For our own system.',
    });
    await expect(proposing).rejects.toMatchObject({
      sentence: expect.stringContaining('no client trader'),
    });
  });
});

describe('networks', () => {
  const propose = async (networks: string[]) =>
    (await at.as(ours, halden)).access.proposeAllowList({
      ...at.key(),
      target: { kind: 'Organisation', id: halden.id },
      networks,
      reason: 'Our offices.',
    });

  it('that would shut out who proposes them are refused', async () => {
    await expect(propose(['203.0.113.0/24'])).rejects.toMatchObject({
      sentence: expect.stringContaining('127.0.0.1'),
    });
  });

  it('hold once a second administrator has agreed', async () => {
    const { proposalId } = await propose(['127.0.0.0/8', '2001:db8::/32']);
    expect(await decide(ourSecond, proposalId, { organisation: halden })).toMatchObject({
      status: 'Executed',
    });
    const found = await (await at.as(ours, halden)).access.getOrganisation({});
    expect(found.allowList).toEqual(['127.0.0.0/8', '2001:db8::/32']);
  });
});

describe('the firm', () => {
  it('registers a client, whose people its administrators then invite', async () => {
    const caller = await at.as(admin, firm);
    const made = await caller.access.registerOrganisation({
      ...at.key(),
      name: 'Kestrel Pension',
      lei: '529900T8BM49AURSDO55',
    });
    const { organisations } = await caller.access.listOrganisations();
    const found = organisations.find(({ id }) => id === made.organisationId);
    expect(found).toMatchObject({ name: 'Kestrel Pension', clientId: made.clientId, people: 0 });
    const asOurs = (await at.as(ours, halden)).access.listOrganisations();
    await expect(asOurs).rejects.toMatchObject({ publicCode: 'NotFound' });
  });

  it('asks for a new signing key of the trail when the head of compliance has agreed', async () => {
    const caller = await at.as(admin, firm);
    const { proposalId } = await caller.access.proposeSigningKey({
      ...at.key(),
      algorithm: 'Ed25519',
      overlapSeconds: 3_600,
      reason: 'Yearly rotation.',
    });
    expect(await count('audit.key_rotation where $1::text is null', [null])).toBe(0);
    expect(await decide(head, proposalId)).toMatchObject({ status: 'Executed' });
    expect(await count('audit.key_rotation where algorithm = $1', ['Ed25519'])).toBe(1);
  });
});
