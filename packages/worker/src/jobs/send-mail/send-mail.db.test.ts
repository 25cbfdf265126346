import { createHash, randomBytes } from 'node:crypto';
import { newPersonKey } from '@ultrathink/db';
import { anId, openTestDatabase, systemClock, systemIds } from '@ultrathink/db/testing';
import type { PersonId } from '@ultrathink/domain/kernel';
import type { MailJob } from '@ultrathink/domain/operations';
import { createKeyRing, createLog, sealWith } from '@ultrathink/runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mail, Mailer } from '../../drivers/mail/mailer.ts';
import { createSendMail } from './handler.ts';

const database = await openTestDatabase();
const ring = createKeyRing('people', [randomBytes(32)]);
const ORIGIN = 'https://desk.example.com';

const organisation = anId();
await database.sql(`insert into access.organisation (id, kind, name)
  values ('${organisation}', 'Firm', 'Aldermoor')`);

async function aPerson(state: string): Promise<PersonId> {
  const id = anId<PersonId>();
  const key = await database
    .as('migrator')
    .prisma.$transaction((tx) => newPersonKey(tx, ring, id, null));
  const personal = { name: 'Ines Okafor', email: `${id}@aldermoor.example` };
  const sealed = sealWith(key, Buffer.from(JSON.stringify(personal)), `person ${id}`);
  await database.sql(
    `insert into access.person (id, organisation_id, state, email_hash, personal)
     values ($1::uuid, $2, $3, sha256($1::uuid::text::bytea), $4)`,
    [id, organisation, state, Buffer.from(sealed)],
  );
  return id;
}

const sent: Mail[] = [];
const lines: string[] = [];
let isAway = false;
const mailer: Mailer = {
  send: (mail) => {
    sent.push(mail);
    return isAway ? Promise.reject(new Error('No server')) : Promise.resolve();
  },
  close: () => undefined,
};
const handler = createSendMail({
  database: database.as('jobs'),
  ring,
  mailer,
  ids: systemIds,
  origin: ORIGIN,
});
const run = (input: MailJob) =>
  handler({
    input,
    jobId: 'a7d0e4b6-58a5-4b1c-8ff5-0d2f4b8d8a11',
    sentAt: systemClock.now(),
    attempt: 1,
    clock: systemClock,
    log: createLog({ level: 'trace', stream: { write: (line) => lines.push(line) } }),
  });

beforeEach(() => {
  sent.length = 0;
  isAway = false;
});

const invitation = (personId: PersonId): MailJob => ({
  version: 1,
  template: 'invitation',
  personId,
});
const tokenOf = (mail: Mail | undefined) =>
  /#([A-Za-z0-9_-]{43})$/m.exec(mail?.text ?? '')?.[1] ?? '';
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
const tokensOf = (person: PersonId) =>
  database.sql<{ hash: string; isUsed: boolean; hours: number; purpose: string }>(
    `select encode(token_hash, 'hex') as hash, used_at is not null as "isUsed", purpose,
       extract(epoch from expires_at - created_at)::int / 3600 as hours
     from access.mail_token where person_id = $1 order by id`,
    [person],
  );

describe('an invitation', () => {
  it('goes to the sealed address, and only the hash of its secret is kept', async () => {
    const person = await aPerson('Invited');
    await run(invitation(person));
    const [mail] = sent;
    expect(mail?.to).toEqual({ name: 'Ines Okafor', address: `${person}@aldermoor.example` });
    expect(mail?.text).toContain(`${ORIGIN}/invitation#`);
    const token = tokenOf(mail);
    expect(await tokensOf(person)).toEqual([
      { hash: hashOf(token), isUsed: false, hours: 72, purpose: 'Invitation' },
    ]);
    const [kept] = await database.sql<{ text: string }>(
      `select string_agg(t::text, ' ') as text from access.mail_token t`,
    );
    expect(kept?.text).not.toContain(token);
  });

  it('sent anew ends the secret of the one before', async () => {
    const person = await aPerson('Invited');
    isAway = true;
    await expect(run(invitation(person))).rejects.toThrow('No server');
    isAway = false;
    await run(invitation(person));
    const states = (await tokensOf(person)).map(({ hash, isUsed }) => [hash, isUsed]);
    expect(states).toEqual([
      [hashOf(tokenOf(sent[0])), true],
      [hashOf(tokenOf(sent[1])), false],
    ]);
  });

  it.each(['Active', 'Suspended'])('is left out for somebody who is %s by now', async (state) => {
    const person = await aPerson(state);
    await run(invitation(person));
    expect(sent).toEqual([]);
    expect(await tokensOf(person)).toEqual([]);
  });
});

it('ASVS 6.4.3 another password is offered to active people alone, for half an hour', async () => {
  const [active, suspended] = [await aPerson('Active'), await aPerson('Suspended')];
  for (const personId of [active, suspended]) {
    await run({ version: 1, template: 'passwordReset', personId });
  }
  expect(sent).toHaveLength(1);
  expect(await tokensOf(active)).toMatchObject([{ purpose: 'PasswordReset', hours: 0 }]);
});

it('a notice carries no secret', async () => {
  const person = await aPerson('Active');
  const at = systemClock.now();
  await run({
    version: 1,
    template: 'securityNotice',
    personId: person,
    change: 'FactorAdded',
    at,
  });
  expect(sent).toHaveLength(1);
  expect(await tokensOf(person)).toEqual([]);
});

it('somebody who was erased is mailed nothing', async () => {
  const person = await aPerson('Active');
  await database.sql(`update access.person set state = 'Erased', email_hash = null, personal = null
    where id = '${person}'`);
  await run({ version: 1, template: 'passwordReset', personId: person });
  expect(sent).toEqual([]);
});

it('ASVS 16.2.5 what is logged holds no name, no address and no secret', async () => {
  const person = await aPerson('Invited');
  await run(invitation(person));
  await run(invitation(await aPerson('Active')));
  const told = lines.join('');
  for (const secret of ['Okafor', '@aldermoor', tokenOf(sent[0])])
    expect(told).not.toContain(secret);
});
