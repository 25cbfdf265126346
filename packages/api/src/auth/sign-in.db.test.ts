import { openTestDatabase } from '@ultrathink/db/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  aBrowser,
  aClientHouse,
  aFirm,
  aPerson,
  type Browser,
  FrontDoor,
  type House,
  key,
  type Request,
} from '../../testing/index.ts';
import { signInWithPassword } from './sign-in.ts';

const database = await openTestDatabase();
const door = new FrontDoor(database);
const { services } = door;
let firm: House;
let client: House;

beforeAll(async () => {
  firm = await aFirm(database);
  client = await aClientHouse(database, 'Alpha');
});

const ask = (...asked: Parameters<FrontDoor['ask']>) => door.ask(...asked).api;
const tryPassword = (credentials: { email: string; password: string }, request: Request = {}) =>
  signInWithPassword(door.ask(aBrowser(), request).context, credentials);
const isSignedIn = async (cookie: Browser) => (await door.stageOf(cookie)) === 'Full';

describe('signing in', () => {
  it('ASVS 6.3.3 takes a password and then a second factor, enrolled at the first sign-in', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const { cookie, recoveryCodes } = await door.enrol(person);
    expect(recoveryCodes).toHaveLength(10);
    expect(await ask(cookie).auth.session()).toMatchObject({
      person: { id: person.id },
      stage: 'Full',
      needs: null,
      audience: 'operations',
      roles: ['Operations'],
    });
    const next = await door.givePassword(person);
    expect(await ask(next).auth.session()).toMatchObject({ stage: 'Password', needs: 'Factor' });
  });

  it('ASVS 6.3.4 a password alone opens nothing but its own second step', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    await door.enrol(person);
    const cookie = await door.givePassword(person);
    const { operations, auth } = ask(cookie);
    await expect(operations.getPlatformHealth()).rejects.toMatchObject({
      publicCode: 'SignInNeeded',
    });
    await expect(auth.listSessions()).rejects.toMatchObject({ publicCode: 'SignInNeeded' });
    await expect(auth.startTotp({})).rejects.toMatchObject({ publicCode: 'SignInNeeded' });
  });

  it('ASVS 6.3.8 an unknown account, a wrong password, an invitation and a suspension are one answer', async () => {
    const active = await aPerson(database, services, firm, { role: 'Operations' });
    const invited = await aPerson(database, services, firm, {
      role: 'Operations',
      state: 'Invited',
      hasPassword: false,
    });
    const suspended = await aPerson(database, services, firm, {
      role: 'Trader',
      state: 'Suspended',
    });
    const roleless = await aPerson(database, services, firm);
    const wrong = [
      { email: 'nobody@example.com', password: active.password },
      { email: active.email, password: 'not the right password' },
      invited,
      suspended,
      roleless,
    ];
    for (const credentials of wrong) {
      expect(await tryPassword(credentials)).toEqual({ kind: 'Refused' });
    }
  });

  it('ASVS 7.2.4 a session gets another secret with the second factor: the one before opens nothing', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const { secret } = await door.enrol(person);
    const cookie = await door.givePassword(person);
    const before = aBrowser(cookie.secret);
    await ask(cookie).auth.proveFactor({ kind: 'Totp', code: door.nextCode(secret) });
    expect(await isSignedIn(cookie)).toBe(true);
    expect(await ask(before).auth.session()).toBeNull();
  });

  it('ASVS 7.2.4 a secret that somebody planted is not the one that is signed in', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const planted = aBrowser(new Uint8Array(32).fill(7));
    const cookie = await door.givePassword(person, {}, aBrowser(planted.secret));
    expect(cookie.secret).not.toEqual(planted.secret);
    expect(await ask(planted).auth.session()).toBeNull();
  });
});

describe('a code of an authenticator', () => {
  it('ASVS 6.5.1 works once, also within its window and for another session', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const { secret } = await door.enrol(person);
    const code = door.nextCode(secret);
    const [one, other] = [await door.givePassword(person), await door.givePassword(person)];
    await ask(one).auth.proveFactor({ kind: 'Totp', code });
    await expect(ask(other).auth.proveFactor({ kind: 'Totp', code })).rejects.toMatchObject({
      publicCode: 'Forbidden',
    });
    expect(await isSignedIn(other)).toBe(false);
  });

  it('ASVS 15.4.2 of two requests with one code at once, one is let in', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const { secret } = await door.enrol(person);
    const code = door.nextCode(secret);
    const browsers = await Promise.all(Array.from({ length: 4 }, () => door.givePassword(person)));
    const answers = await Promise.allSettled(
      browsers.map((cookie) => ask(cookie).auth.proveFactor({ kind: 'Totp', code })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('ASVS 6.5.2 a recovery code opens one session, once', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const { recoveryCodes } = await door.enrol(person);
    const proof = { kind: 'RecoveryCode', code: recoveryCodes[3] ?? '' } as const;
    const [one, other] = [await door.givePassword(person), await door.givePassword(person)];
    await ask(one).auth.proveFactor(proof);
    expect(await isSignedIn(one)).toBe(true);
    await expect(ask(other).auth.proveFactor(proof)).rejects.toMatchObject({
      publicCode: 'Forbidden',
    });
  });
});

describe('a session', () => {
  it('ASVS 7.4.1 that was ended opens nothing from the next request on, for whoever copied it', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const { cookie, secret } = await door.enrol(person);
    const stolen = aBrowser(cookie.secret);
    const own = await door.signIn(person, secret);
    expect(await isSignedIn(stolen)).toBe(true);
    await ask(own).auth.endMySessions(key());
    expect(await ask(stolen).auth.session()).toBeNull();
    expect(await isSignedIn(own)).toBe(true);
  });

  it('ASVS 7.4.2 7.4.3 of a suspended person opens nothing, and signing out ends it for good', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const { cookie, secret } = await door.enrol(person);
    const kept = aBrowser(cookie.secret);
    await ask(cookie).auth.signOut({});
    expect([cookie.secret, await ask(kept).auth.session()]).toEqual([null, null]);
    const next = await door.signIn(person, secret);
    await database.sql("update access.person set state = 'Suspended' where id = $1", [person.id]);
    expect(await ask(next).auth.session()).toBeNull();
  });

  it.each([
    ['operations', 'Operations', 15, 12 * 60],
    ['client', 'ClientTrader', 60, 24 * 60],
  ] as const)(
    'ASVS 7.3.1 7.3.2 of %s rests and lives as long as it may: use keeps it, streams do not, its end comes',
    async (_audience, role, idleMinutes, absoluteMinutes) => {
      const house = role === 'ClientTrader' ? client : firm;
      const person = await aPerson(database, services, house, { role });
      const { cookie } = await door.enrol(person);
      const startMs = door.aheadMs;
      const at = (minutes: number) => {
        door.aheadMs = startMs + minutes * 60_000;
      };
      for (let minutes = 0; minutes < absoluteMinutes - idleMinutes; minutes += idleMinutes - 1) {
        at(minutes);
        expect(await isSignedIn(cookie), `after ${minutes} minutes`).toBe(true);
      }
      at(absoluteMinutes + 1);
      expect(await ask(cookie).auth.session()).toBeNull();
      door.aheadMs = startMs;
      const rested = await door.enrol(await aPerson(database, services, house, { role }));
      const restedMs = door.aheadMs;
      for (const minutes of [1, idleMinutes - 1]) {
        door.aheadMs = restedMs + minutes * 60_000;
        expect(await ask(rested.cookie, { isPassive: true }).auth.session()).not.toBeNull();
      }
      door.aheadMs = restedMs + (idleMinutes + 1) * 60_000;
      expect(await ask(rested.cookie).auth.session()).toBeNull();
      door.aheadMs = startMs;
    },
  );

  it('ASVS 8.3.2 a role that was taken back is gone with the next request', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const { cookie } = await door.enrol(person);
    await ask(cookie).operations.getPlatformHealth();
    await database.sql(
      `update access.role_grant set ended_at = now() - interval '1 second', ended_by = person_id
        where person_id = $1`,
      [person.id],
    );
    await expect(ask(cookie).operations.getPlatformHealth()).rejects.toMatchObject({
      publicCode: 'NotFound',
    });
  });

  it('is used from networks that are let in alone, at the sign-in and on each call', async () => {
    const person = await aPerson(database, services, firm, {
      role: 'Operations',
      allowList: ['203.0.113.0/24'],
    });
    const inside = { address: '203.0.113.9' };
    const outside = { address: '198.51.100.9' };
    const refused = await tryPassword(person, outside);
    expect(refused.kind).toBe('Refused');
    const { cookie } = await door.enrol(person, inside);
    expect((await ask(cookie, inside).auth.session())?.stage).toBe('Full');
    await expect(ask(cookie, outside).auth.session()).rejects.toMatchObject({
      publicCode: 'Forbidden',
    });
  });
});

describe('wrong passwords', () => {
  const wrong = 'not the right password';

  it('ASVS 6.3.1 make the one who guesses wait, longer with each, and never for good', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const guess = () =>
      tryPassword(
        {
          email: person.email,
          password: wrong,
        },
        { address: '192.0.2.1' },
      );
    for (let n = 0; n < 4; n += 1) expect((await guess()).kind).toBe('Refused');
    expect(await guess()).toEqual({ kind: 'Wait', seconds: 1 });
    const right = await tryPassword(person, { address: '192.0.2.2' });
    expect(right.kind).toBe('LetIn');
  });

  it('ASVS 6.1.1 of an outsider do not keep the owner out at an address that is known', async () => {
    const person = await aPerson(database, services, firm, { role: 'Operations' });
    const home = { address: '192.0.2.77' };
    await door.enrol(person, home);
    for (let n = 0; n < 20; n += 1) {
      await tryPassword({ email: person.email, password: wrong }, { address: `198.51.100.${n}` });
    }
    const elsewhere = await tryPassword(person, { address: '198.51.100.200' });
    expect(elsewhere.kind).toBe('Wait');
    const own = await tryPassword(person, home);
    expect(own.kind).toBe('LetIn');
  });
});
