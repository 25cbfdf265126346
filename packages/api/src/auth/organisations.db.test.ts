import { openTestDatabase } from '@ultrathink/db/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  aClientHouse,
  aFirm,
  aGrant,
  aPerson,
  FrontDoor,
  type House,
  key,
} from '../../testing/index.ts';

const database = await openTestDatabase();
const door = new FrontDoor(database);
let firm: House;
let alpha: House;
let beta: House;

beforeAll(async () => {
  firm = await aFirm(database);
  alpha = await aClientHouse(database, 'Alpha');
  beta = await aClientHouse(database, 'Beta');
});

describe('somebody with roles in two organisations', () => {
  it('ASVS 8.4.1 acts in the name of one at a time: the rights of the other are not there', async () => {
    const person = await aPerson(database, door.services, firm, { role: 'Operations' });
    await aGrant(database, person.id, alpha, 'ClientTrader');
    const { cookie } = await door.enrol(person);
    const staff = cookie.secret;
    const { api } = door.ask(cookie);
    await api.operations.getPlatformHealth();
    const moved = await api.auth.switchOrganisation({ organisationId: alpha.id as never });
    expect(moved).toEqual({ audience: 'client' });
    const asClient = door.ask(cookie).api;
    expect(await asClient.auth.session()).toMatchObject({
      organisation: { id: alpha.id, kind: 'Client' },
      audiences: ['client'],
      roles: ['ClientTrader'],
    });
    await expect(asClient.operations.getPlatformHealth()).rejects.toMatchObject({
      publicCode: 'NotFound',
    });
    expect(cookie.secret).not.toEqual(staff);
  });

  it('ASVS 8.4.1 has no way into an organisation without a role there', async () => {
    const person = await aPerson(database, door.services, alpha, { role: 'ClientTrader' });
    const { cookie } = await door.enrol(person);
    for (const { id } of [beta, firm]) {
      const into = door.ask(cookie).api.auth.switchOrganisation({ organisationId: id as never });
      await expect(into).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
  });

  it('makes no session longer by moving it', async () => {
    const person = await aPerson(database, door.services, firm, { role: 'Operations' });
    await aGrant(database, person.id, alpha, 'ClientTrader');
    const { cookie } = await door.enrol(person);
    const before = await door.ask(cookie).api.auth.session();
    await door.ask(cookie).api.auth.switchOrganisation({ organisationId: alpha.id as never });
    const after = await door.ask(cookie).api.auth.session();
    expect(after?.absoluteUntil).toBe(before?.absoluteUntil);
  });
});

describe('while trading is LIVE', () => {
  it('ASVS 6.3.3 an administrator signs in and proves acts with a passkey alone', async () => {
    const live = new FrontDoor(database, { tradingMode: () => 'LIVE', ring: door.services.ring });
    const administrator = await aPerson(database, live.services, firm, { role: 'Administrator' });
    const { secret } = await door.enrol(administrator);
    const cookie = await live.givePassword(administrator);
    expect(await live.ask(cookie).api.auth.session()).toMatchObject({ accepts: ['Passkey'] });
    const proof = { kind: 'Totp', code: door.nextCode(secret) } as const;
    await expect(live.ask(cookie).api.auth.proveFactor(proof)).rejects.toMatchObject({
      publicCode: 'Forbidden',
      sentence: 'Your role signs in with a passkey while trading is LIVE.',
    });
    expect(await live.stageOf(cookie)).toBe('Password');
  });
});

describe('a live stream', () => {
  it('ASVS 7.4.1 ends with the session it was opened with', async () => {
    const person = await aPerson(database, door.services, firm, { role: 'Operations' });
    const { cookie, secret } = await door.enrol(person);
    const opened = await door.ask(cookie).api.live({ topics: ['operations.process-metrics'] });
    const stream = opened[Symbol.asyncIterator]();
    // A beat bears the place it was told at, so that whoever hears little keeps up.
    const first = (await stream.next()).value as readonly unknown[];
    expect(first).toContainEqual(expect.objectContaining({ kind: 'Beat' }));
    const other = await door.signIn(person, secret);
    await door.ask(other).api.auth.endMySessions(key());
    let beats = 0;
    while (!(await stream.next()).done) beats += 1;
    expect(beats).toBeLessThan(3);
    expect(door.services.streams.count).toBe(0);
  });
});
