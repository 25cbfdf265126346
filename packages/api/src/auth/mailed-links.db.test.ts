import { createHash, randomBytes } from 'node:crypto';
import { openTestDatabase } from '@ultrathink/db/testing';
import type { PersonId } from '@ultrathink/domain/kernel';
import { createSystemIds } from '@ultrathink/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { aBrowser, aFirm, aPerson, FrontDoor, type House } from '../../testing/index.ts';

const database = await openTestDatabase();
const door = new FrontDoor(database);
const ids = createSystemIds();
const PASSWORD = 'velvet harbour timid orchid';
let firm: House;

beforeAll(async () => {
  firm = await aFirm(database);
});

/** As the job that mails it makes it: the secret, of which the hash alone is stored. */
async function aLink(person: PersonId, purpose: string, minutes = 30): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.sql(
    `insert into access.mail_token (id, person_id, purpose, token_hash, created_at, expires_at)
      values ($1, $2, $3, $4, now() - interval '1 day', now() + make_interval(mins => $5))`,
    [ids.next(), person, purpose, createHash('sha256').update(token).digest(), minutes],
  );
  return token;
}

const { auth } = door.ask(aBrowser()).api;
const gone = { publicCode: 'NotFound' };

describe('an invitation', () => {
  const invited = () =>
    aPerson(database, door.services, firm, {
      role: 'Operations',
      state: 'Invited',
      hasPassword: false,
    });

  it('ASVS 6.4.1 opens once, before its end, for a password of the person', async () => {
    const person = await invited();
    const token = await aLink(person.id, 'Invitation');
    expect(await auth.openInvitation({ token })).toMatchObject({ organisation: 'The firm' });
    await auth.acceptInvitation({ token, password: PASSWORD });
    await expect(auth.openInvitation({ token })).rejects.toMatchObject(gone);
    await expect(auth.acceptInvitation({ token, password: PASSWORD })).rejects.toMatchObject(gone);
    const cookie = await door.givePassword({ email: person.email, password: PASSWORD });
    expect(await door.stageOf(cookie)).toBe('Password');
  });

  it('ASVS 15.4.2 is taken up once, also by two at once', async () => {
    const token = await aLink((await invited()).id, 'Invitation');
    const answers = await Promise.allSettled(
      [PASSWORD, `${PASSWORD} two`].map((password) => auth.acceptInvitation({ token, password })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('that has ended, is of another purpose or was never made opens nothing', async () => {
    const person = await invited();
    const links = [
      await aLink(person.id, 'Invitation', -1),
      await aLink(person.id, 'PasswordReset'),
      randomBytes(32).toString('base64url'),
    ];
    for (const token of links) {
      await expect(auth.openInvitation({ token })).rejects.toMatchObject(gone);
    }
  });

  it('ASVS 6.2.4 is not taken up with a password that is easy to guess', async () => {
    const token = await aLink((await invited()).id, 'Invitation');
    await expect(
      auth.acceptInvitation({ token, password: 'passwordpassword' }),
    ).rejects.toMatchObject({ publicCode: 'InvalidInput' });
    expect(await auth.openInvitation({ token })).toBeDefined();
  });
});

describe('a forgotten password', () => {
  it('ASVS 6.4.3 is replaced by a link, and second factors stay as they are; every session ends', async () => {
    const person = await aPerson(database, door.services, firm, { role: 'Operations' });
    const { cookie, secret } = await door.enrol(person);
    const token = await aLink(person.id, 'PasswordReset');
    await auth.resetPassword({ token, password: PASSWORD });
    expect(await door.stageOf(cookie)).toBeNull();
    await expect(auth.resetPassword({ token, password: PASSWORD })).rejects.toMatchObject(gone);
    await expect(door.givePassword(person)).rejects.toThrow('Refused');
    const next = await door.givePassword({ email: person.email, password: PASSWORD });
    expect(await door.ask(next).api.auth.session()).toMatchObject({ needs: 'Factor' });
    await expect(door.ask(next).api.auth.startTotp({})).rejects.toMatchObject({
      publicCode: 'SignInNeeded',
    });
    expect(await door.stageOf(await door.signIn({ ...person, password: PASSWORD }, secret))).toBe(
      'Full',
    );
  });

  it('ASVS 6.3.8 is asked for with one answer, and mails nobody who can not sign in', async () => {
    const active = await aPerson(database, door.services, firm, { role: 'Operations' });
    const suspended = await aPerson(database, door.services, firm, { state: 'Suspended' });
    for (const email of [active.email, suspended.email, 'nobody@example.com']) {
      expect(await auth.requestPasswordReset({ email })).toEqual({ done: true });
    }
    const mails = await database.sql<{ data: { personId: string } }>(
      `select data from pgboss.job where name = 'send-mail' and data ->> 'template' = 'passwordReset'`,
    );
    expect(mails.map(({ data }) => data.personId)).toEqual([active.id]);
  });
});
