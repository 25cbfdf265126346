import { openTestDatabase } from '@ultrathink/db/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { SoftwarePasskey } from '../../testing/authenticator.ts';
import { type APerson, aFirm, aPerson, FrontDoor, type House, key } from '../../testing/index.ts';
import { Refusal } from '../errors.ts';

const database = await openTestDatabase();
const door = new FrontDoor(database);
let firm: House;

beforeAll(async () => {
  firm = await aFirm(database);
});

const challengeOf = (options: unknown) => (options as { challenge: string }).challenge;
const refused = { publicCode: 'Forbidden' };

/** Somebody whose first factor is a passkey. */
async function enrolled() {
  const person = await aPerson(database, door.services, firm, { role: 'Operations' });
  const cookie = await door.givePassword(person);
  const passkey = new SoftwarePasskey(door.services.origin);
  const { auth } = door.ask(cookie).api;
  const { options } = await auth.passkeyEnrolOptions({});
  const attestation = passkey.create({ challenge: challengeOf(options) });
  const { recoveryCodes } = await auth.confirmPasskey({ name: 'A key', attestation });
  return { person, cookie, passkey, recoveryCodes };
}

async function asked(person: APerson) {
  const cookie = await door.givePassword(person);
  const { options } = await door.ask(cookie).api.auth.passkeySignInOptions({});
  return { cookie, challenge: challengeOf(options) };
}

describe('a passkey', () => {
  it('ASVS 6.3.3 is enrolled at the first sign-in and completes the next', async () => {
    const { person, cookie, passkey, recoveryCodes } = await enrolled();
    expect(recoveryCodes).toHaveLength(10);
    expect(await door.stageOf(cookie)).toBe('Full');
    const next = await asked(person);
    const assertion = passkey.get(next);
    await door.ask(next.cookie).api.auth.proveFactor({ kind: 'Passkey', assertion });
    expect(await door.stageOf(next.cookie)).toBe('Full');
  });

  it('ASVS 6.5.1 signs one challenge once: neither an assertion nor its challenge is taken again', async () => {
    const { person, passkey } = await enrolled();
    const next = await asked(person);
    const assertion = passkey.get(next);
    const other = await asked(person);
    await door.ask(next.cookie).api.auth.proveFactor({ kind: 'Passkey', assertion });
    const replayed = door.ask(other.cookie).api.auth.proveFactor({ kind: 'Passkey', assertion });
    await expect(replayed).rejects.toMatchObject(refused);
    const again = door.ask(other.cookie).api.auth.proveFactor({
      kind: 'Passkey',
      assertion: passkey.get(other),
    });
    await expect(again).rejects.toMatchObject(refused);
  });

  it('ASVS 6.3.3 without a finger, a face or a PIN proves nothing', async () => {
    const { person, passkey } = await enrolled();
    const next = await asked(person);
    const assertion = passkey.get({ ...next, isVerified: false });
    await expect(
      door.ask(next.cookie).api.auth.proveFactor({ kind: 'Passkey', assertion }),
    ).rejects.toMatchObject(refused);
    const fresh = await aPerson(database, door.services, firm, { role: 'Operations' });
    const { auth } = door.ask(await door.givePassword(fresh)).api;
    const { options } = await auth.passkeyEnrolOptions({});
    const weak = new SoftwarePasskey(door.services.origin);
    const attestation = weak.create({ challenge: challengeOf(options), isVerified: false });
    await expect(auth.confirmPasskey({ attestation })).rejects.toMatchObject(refused);
  });

  it('that was asked by the page of another site proves nothing', async () => {
    const { person, passkey } = await enrolled();
    const next = await asked(person);
    const assertion = passkey.get({ ...next, origin: 'https://ultrathink.example.evil' });
    await expect(
      door.ask(next.cookie).api.auth.proveFactor({ kind: 'Passkey', assertion }),
    ).rejects.toMatchObject(refused);
  });

  it('whose counter went back is refused: there may be a copy of it', async () => {
    const { person, passkey } = await enrolled();
    passkey.counter = 10;
    const first = await asked(person);
    const assertion = passkey.get(first);
    await door.ask(first.cookie).api.auth.proveFactor({ kind: 'Passkey', assertion });
    passkey.counter = 3;
    const next = await asked(person);
    await expect(
      door.ask(next.cookie).api.auth.proveFactor({ kind: 'Passkey', assertion: passkey.get(next) }),
    ).rejects.toMatchObject(refused);
  });

  it("of somebody else's account proves nothing for this one", async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    const next = await asked(one.person);
    const assertion = other.passkey.get(next);
    await expect(
      door.ask(next.cookie).api.auth.proveFactor({ kind: 'Passkey', assertion }),
    ).rejects.toMatchObject(refused);
  });

  it('ASVS 7.5.3 proves one act by signing the challenge that was shown with it', async () => {
    const { cookie, passkey } = await enrolled();
    door.aheadMs += 61_000;
    const intent = key();
    const error = await door
      .ask(cookie)
      .api.auth.newRecoveryCodes(intent)
      .catch((thrown: unknown) => thrown);
    const demand = error instanceof Refusal ? error.stepUp : undefined;
    const id = demand?.id ?? '';
    const assertion = passkey.get({ challenge: challengeOf(demand?.passkeyOptions) });
    const proof = { kind: 'Passkey', assertion } as const;
    await door.ask(cookie).api.auth.proveStepUp({ id: id as never, proof });
    const { recoveryCodes } = await door
      .ask(cookie, { stepUp: id })
      .api.auth.newRecoveryCodes(intent);
    expect(recoveryCodes).toHaveLength(10);
  });
});
