import { describe, expect, it } from 'vitest';
import { COSTS, hashPassword, verifyPassword, weaknessOf } from './passwords.ts';

const GOOD = 'quarry lantern obtuse meadow';

describe('a stored password', () => {
  it('ASVS 11.4.2 is Argon2id with its parameters beside it, and another salt each time', async () => {
    const [one, two] = await Promise.all([hashPassword(GOOD), hashPassword(GOOD)]);
    expect(one).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    );
    expect(one).not.toBe(two);
    expect(await verifyPassword(GOOD, one)).toEqual({ isRight: true, isOld: false });
    expect(await verifyPassword(`${GOOD}.`, one)).toMatchObject({ isRight: false });
  });

  it('of other parameters is still right, and known for old', async () => {
    const old = await hashPassword(GOOD, { ...COSTS, memory: 8_192 });
    expect(await verifyPassword(GOOD, old)).toEqual({ isRight: true, isOld: true });
  });

  it('that is missing or not ours is never right', async () => {
    expect(await verifyPassword(GOOD, null)).toMatchObject({ isRight: false });
    expect(await verifyPassword(GOOD, '$argon2id$nonsense')).toMatchObject({ isRight: false });
    expect(await verifyPassword('', null)).toMatchObject({ isRight: false });
  });

  it('is the same however its letters were composed', async () => {
    const composed = await hashPassword('caf\u00e9 lantern obtuse meadow');
    expect(await verifyPassword('cafe\u0301 lantern obtuse meadow', composed)).toMatchObject({
      isRight: true,
    });
  });
});

describe('ASVS 6.2 a password that is chosen', () => {
  it.each([
    ['6.2.1', 'shortone', /too short/],
    ['6.2.9', 'x'.repeat(129), /too long/],
    ['6.2.12', 'passwordpassword', /easy to guess|stolen/],
    ['6.2.12', 'qwertyuiop123', /easy to guess|stolen/],
    ['6.2.11', 'ada.lovelace1815', /easy to guess/],
  ])('ASVS %s %s is refused with a sentence', async (_number, password, sentence) => {
    expect(await weaknessOf(password, ['Ada Lovelace', 'ada.lovelace@example.com'])).toMatch(
      sentence,
    );
  });

  it.each([GOOD, 'all lower case and long enough', '日本語のとても長い合言葉です今日も'])(
    'ASVS 6.2.5 %s is taken: no signs of any kind are asked for',
    async (password) => expect(await weaknessOf(password, [])).toBeNull(),
  );
});
