import { TRPCError } from '@trpc/server';
import { openTestDatabase } from '@ultrathink/db/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { aFirm, aPerson, type Browser, FrontDoor, type House, key } from '../../testing/index.ts';
import { Refusal } from '../errors.ts';
import type { StepUpDemand } from '../public-error.ts';

const database = await openTestDatabase();
const door = new FrontDoor(database);
const MINUTE_MS = 60_000;
let firm: House;

beforeAll(async () => {
  firm = await aFirm(database);
});

async function aPersonInside() {
  const person = await aPerson(database, door.services, firm, { role: 'Operations' });
  const enrolled = await door.enrol(person);
  // Beyond the minute in which the sign-in itself is a proof.
  door.aheadMs += MINUTE_MS + 1;
  return { person, ...enrolled };
}

const renew = (cookie: Browser, stepUp: string | null = null, intent = key()) =>
  door.ask(cookie, { stepUp }).api.auth.newRecoveryCodes(intent);

/** What the act asks for before it happens. */
async function demanded(call: Promise<unknown>): Promise<StepUpDemand> {
  const error = await call.catch((thrown: unknown) => thrown);
  const demand = error instanceof Refusal ? error.stepUp : undefined;
  if (demand === undefined)
    throw error instanceof TRPCError ? error : new Error('No proof was asked for.');
  return demand;
}

async function prove(cookie: Browser, secret: string, { id }: Pick<StepUpDemand, 'id'>) {
  const proof = { kind: 'Totp', code: door.nextCode(secret) } as const;
  await door.ask(cookie).api.auth.proveStepUp({ id: id as never, proof });
}

const refused = { publicCode: 'StepUpNeeded' };

describe('an act that needs a proof', () => {
  it('ASVS 7.5.3 asks for one, says of what, and happens once it is given', async () => {
    const { cookie, secret } = await aPersonInside();
    const intent = key();
    const demand = await demanded(renew(cookie, null, intent));
    expect(demand).toMatchObject({
      accepts: ['Totp', 'Passkey'],
      permission: 'self.changeFactors',
      sentence: 'Prove that it is you who wants to change their own second factors.',
    });
    await prove(cookie, secret, demand);
    const { recoveryCodes } = await renew(cookie, demand.id, intent);
    expect(recoveryCodes).toHaveLength(10);
  });

  it('ASVS 7.5.3 takes a proof for itself alone: not for another act, nor with another input', async () => {
    const { cookie, secret, factorId } = await aPersonInside();
    const demand = await demanded(renew(cookie));
    await prove(cookie, secret, demand);
    const { auth } = door.ask(cookie, { stepUp: demand.id }).api;
    await expect(auth.removeFactor({ factorId, ...key() })).rejects.toMatchObject(refused);
    await expect(auth.startTotp({ name: 'Another' })).rejects.toMatchObject(refused);
    expect((await renew(cookie, demand.id)).recoveryCodes).toHaveLength(10);
  });

  it('ASVS 7.5.3 takes a proof in the session alone that asked for it, and of its person alone', async () => {
    const { person, cookie, secret } = await aPersonInside();
    const demand = await demanded(renew(cookie));
    const other = await door.signIn(person, secret);
    door.aheadMs += MINUTE_MS + 1;
    const proof = { kind: 'Totp', code: door.nextCode(secret) } as const;
    const elsewhere = door.ask(other).api.auth.proveStepUp({ id: demand.id as never, proof });
    await expect(elsewhere).rejects.toMatchObject({ publicCode: 'NotFound' });
    await prove(cookie, secret, demand);
    await expect(renew(other, demand.id)).rejects.toMatchObject(refused);
    const stranger = await aPersonInside();
    await expect(renew(stranger.cookie, demand.id)).rejects.toMatchObject(refused);
  });

  it('ASVS 15.4.2 happens once for one proof, also when it is sent many times at once', async () => {
    const { cookie, secret } = await aPersonInside();
    const demand = await demanded(renew(cookie));
    await prove(cookie, secret, demand);
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => renew(cookie, demand.id)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(renew(cookie, demand.id)).rejects.toMatchObject(refused);
  });

  it('ASVS 7.5.3 does not happen with a proof older than five minutes', async () => {
    const { cookie, secret } = await aPersonInside();
    const demand = await demanded(renew(cookie));
    await prove(cookie, secret, demand);
    door.aheadMs += 5 * MINUTE_MS;
    await expect(renew(cookie, demand.id)).rejects.toMatchObject(refused);
  });

  it('ASVS 6.5.1 takes no code that was used before, and no recovery code', async () => {
    const { cookie, secret } = await aPersonInside();
    const first = await demanded(renew(cookie));
    const code = door.nextCode(secret);
    const { auth } = door.ask(cookie).api;
    await auth.proveStepUp({ id: first.id as never, proof: { kind: 'Totp', code } });
    const second = await demanded(renew(cookie));
    const again = auth.proveStepUp({ id: second.id as never, proof: { kind: 'Totp', code } });
    await expect(again).rejects.toMatchObject({ publicCode: 'Forbidden' });
  });

  it('counts a sign-in younger than a minute as the proof of one act, the first that asks', async () => {
    const person = await aPerson(database, door.services, firm, { role: 'Operations' });
    const { cookie, factorId } = await door.enrol(person);
    expect((await renew(cookie)).recoveryCodes).toHaveLength(10);
    const { auth } = door.ask(cookie).api;
    await expect(auth.removeFactor({ factorId, ...key() })).rejects.toMatchObject(refused);
    await expect(renew(cookie)).rejects.toMatchObject(refused);
  });

  it('ASVS 7.2.4 gives the session another secret; the one before ends within seconds', async () => {
    const { cookie, secret } = await aPersonInside();
    const copied = { ...cookie, read: () => Promise.resolve(before) };
    const before = cookie.secret;
    await prove(cookie, secret, await demanded(renew(cookie)));
    expect(await door.stageOf(copied)).toBe('Full');
    door.aheadMs += 11_000;
    expect(await door.stageOf(copied)).toBeNull();
    expect(await door.stageOf(cookie)).toBe('Full');
  });
});

describe('second factors', () => {
  it('ASVS 6.4.4 are removed with a proof, and never the last one', async () => {
    const { cookie, secret, factorId } = await aPersonInside();
    const { auth } = door.ask(cookie).api;
    const demand = await demanded(auth.removeFactor({ factorId, ...key() }));
    await prove(cookie, secret, demand);
    const proved = door.ask(cookie, { stepUp: demand.id }).api;
    await expect(proved.auth.removeFactor({ factorId, ...key() })).rejects.toMatchObject({
      publicCode: 'Conflict',
    });
    expect((await auth.listFactors()).factors).toHaveLength(1);
  });

  it('ASVS 6.2.3 a password is changed with the present one and a proof; other sessions end', async () => {
    const { person, cookie, secret } = await aPersonInside();
    const other = await door.signIn(person, secret);
    const password = 'velvet harbour timid orchid';
    const input = { current: person.password, password, ...key() };
    const demand = await demanded(door.ask(cookie).api.auth.changePassword(input));
    await prove(cookie, secret, demand);
    const { auth } = door.ask(cookie, { stepUp: demand.id }).api;
    const wrong = { ...input, current: 'not the right password', ...key() };
    await expect(auth.changePassword(wrong)).rejects.toMatchObject({ publicCode: 'Forbidden' });
    await auth.changePassword(input);
    expect([await door.stageOf(cookie), await door.stageOf(other)]).toEqual(['Full', null]);
    await expect(door.givePassword(person)).rejects.toThrow('Refused');
    await door.givePassword({ ...person, password });
  });
});

it('every change of security has its event', async () => {
  const { person, cookie, secret } = await aPersonInside();
  const demand = await demanded(renew(cookie));
  await prove(cookie, secret, demand);
  await renew(cookie, demand.id);
  await door.ask(cookie).api.auth.signOut({});
  const events = await database.sql<{ action: string }>(
    'select action from audit.event where actor = $1 order by sequence',
    [person.id],
  );
  expect(events.map(({ action }) => action)).toEqual([
    'auth.givePassword',
    'auth.startFactor',
    'auth.signIn',
    'auth.addFactor',
    'auth.proveStepUp',
    'auth.renewRecoveryCodes',
    'auth.signOut',
  ]);
});
