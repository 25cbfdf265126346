/**
 * Another password, with the present one and a proof (ASVS 6.2.3). Every other session of the person
 * ends with it.
 */
import { endSessions, findPersonById, setPassword } from '@ultrathink/db/identity';
import { sendMail } from '@ultrathink/db/operations';
import { err, ok, type SessionId } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { type ActContext, act } from '../../procedures/act.ts';
import { asIdentity } from '../as-identity.ts';
import { waitFor } from '../complete-sign-in.ts';
import { ownName } from '../own-name.ts';
import { hashPassword, PASSWORD_MAX, verifyPassword, weaknessOf } from '../passwords.ts';
import { addressOf, delaysOf } from '../sign-in.ts';
import { DONE, done } from './inputs.ts';

const password = z.string().max(4 * PASSWORD_MAX);

const input = z.strictObject({ current: password, password });

type Input = z.infer<typeof input>;

interface Prepared {
  readonly hash: string;
  ended: readonly SessionId[];
}

async function prepare(ctx: ActContext, { current, password: wanted }: Input): Promise<Prepared> {
  const { services, person, request } = ctx;
  const address = addressOf(request);
  const delays = await delaysOf(services, 'code');
  const attempt = { account: `password-${person}`, address };
  const seconds = await delays.wait(attempt);
  if (seconds > 0) throw waitFor(seconds);
  const known = await findPersonById(await services.identityDatabase(), person, address);
  const { isRight } = await verifyPassword(current, known?.passwordHash ?? null);
  if (!isRight) {
    await delays.failed(attempt);
    throw new Refusal('Forbidden', 'This is not your present password. Nothing was changed.');
  }
  const name = await asIdentity(services, person, (tx) => ownName(services, tx, person));
  const weakness = await weaknessOf(wanted, name === null ? [] : [name.name, name.email]);
  if (weakness !== null) throw new Refusal('InvalidInput', weakness);
  return { hash: await hashPassword(wanted), ended: [] };
}

export const changePassword = act('self.changePassword')
  .input(input)
  .output(done)
  .change({
    resource: ({ person }) => ({ kind: 'Self', person }),
    subject: () => 'Password',
    // Keyed, so that what is kept of it can't be tried against lists of passwords.
    remembers: ({ services, person }, given) => ({
      password: Buffer.from(
        services.ring.mac(`password of ${person}`, Buffer.from(given.password)),
      ).toString('hex'),
    }),
    prepare,
    run: async ({ ctx: { person, session }, prepared, tx, at }) => {
      if (session === null) return err(new Refusal('Forbidden'));
      await setPassword(tx, person, prepared.hash, at);
      const end = { why: 'PasswordChanged', by: person, at } as const;
      prepared.ended = await endSessions(tx, person, end, { except: session.id });
      await sendMail(tx, securityNotice(person, 'PasswordChanged', at));
      const subject = { kind: 'Person', id: person };
      const after = { sessionsEnded: prepared.ended.length };
      return ok({ answer: DONE, events: [{ action: 'auth.changePassword', subject, after }] });
    },
    after: ({ ctx: { services }, prepared, answer }) => {
      services.endings.tell(prepared.ended);
      return Promise.resolve(answer);
    },
  });
