/**
 * A forgotten password: a link by mail, then another password. Second factors stay as they are, so
 * that whoever reads somebody's mail gets no further (ASVS 6.4.3). Asking tells nobody whether there
 * is such an account, by its words or by its time (6.3.8).
 */
import {
  endSessions,
  findMailToken,
  findPersonByEmail,
  findPersonById,
  setPassword,
  useMailToken,
} from '@ultrathink/db/identity';
import { sendMail } from '@ultrathink/db/operations';
import { err, ok, type SessionId } from '@ultrathink/domain/kernel';
import { mailTokenHash, mailTokenSchema, securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { emailHashOf } from '../../access/names.ts';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import { publicAct } from '../../procedures/public.ts';
import { asIdentity } from '../as-identity.ts';
import { ownName } from '../own-name.ts';
import { hashPassword, weaknessOf } from '../passwords.ts';
import { sealAct } from '../seal.ts';
import { addressOf, delaysOf } from '../sign-in.ts';
import { DONE, done, signInInput } from './inputs.ts';
import { newPassword } from './invitation.ts';

const GONE = 'This link was used or has ended. Ask for another one.';

/** Every answer takes at least this long: longer than the mail's job takes to be written down. */
const ANSWER_MS = 400;

export const requestPasswordReset = publicAct
  .input(signInInput({ email: z.string().trim().max(254) }))
  .output(done)
  .mutation(async ({ ctx, input: { email } }) => {
    const { clock, patience } = ctx.services;
    const startedMs = clock.monotonicMs();
    await askForMail(ctx, email);
    await patience.pause(Math.max(0, ANSWER_MS - (clock.monotonicMs() - startedMs)));
    return DONE;
  });

async function askForMail(ctx: Context, email: string): Promise<void> {
  const { services, request } = ctx;
  const address = addressOf(request);
  const hash = emailHashOf(services, email);
  const delays = await delaysOf(services, 'mail');
  const attempt = { account: Buffer.from(hash).toString('hex'), address };
  if ((await delays.wait(attempt)) > 0) return;
  await delays.failed(attempt);
  const person = await findPersonByEmail(await services.identityDatabase(), hash, address);
  if (person?.state !== 'Active') return;
  const { id, clientId } = person;
  const act = { kind: 'auth.requestPasswordReset', person: id, clientId, input: {} } as const;
  await sealAct<{ done: boolean }>(ctx, act, async (tx) => {
    await sendMail(tx, { version: 1, template: 'passwordReset', personId: id });
    const subject = { kind: 'Person', id };
    return ok({
      answer: { done: true },
      events: [{ action: 'auth.requestPasswordReset', subject }],
    });
  });
}

export const resetPassword = publicAct
  .input(signInInput({ token: mailTokenSchema, password: newPassword }))
  .output(done)
  .mutation(async ({ ctx, input: { token, password } }) => {
    const { services } = ctx;
    const hash = mailTokenHash(services.digest, token);
    const database = await services.identityDatabase();
    const id = await findMailToken(database, 'PasswordReset', hash, services.clock.now());
    const person = id === undefined ? undefined : await findPersonById(database, id, '0.0.0.0');
    if (person?.state !== 'Active') throw new Refusal('NotFound', GONE);
    const name = await asIdentity(services, person.id, (tx) => ownName(services, tx, person.id));
    const weakness = await weaknessOf(password, name === null ? [] : [name.name, name.email]);
    if (weakness !== null) throw new Refusal('InvalidInput', weakness);
    const phc = await hashPassword(password);
    const { clientId } = person;
    const act = { kind: 'auth.resetPassword', person: person.id, clientId, input: {} } as const;
    let ended: readonly SessionId[] = [];
    await sealAct<{ done: boolean }>(ctx, act, async (tx, at) => {
      const used = { person: person.id, purpose: 'PasswordReset', tokenHash: hash } as const;
      if (!(await useMailToken(tx, used, at))) return err(new Refusal('NotFound', GONE));
      await setPassword(tx, person.id, phc, at);
      ended = await endSessions(tx, person.id, { why: 'PasswordChanged', by: person.id, at });
      await sendMail(tx, securityNotice(person.id, 'PasswordChanged', at));
      const subject = { kind: 'Person', id: person.id };
      const after = { sessionsEnded: ended.length };
      return ok({
        answer: { done: true },
        events: [{ action: 'auth.resetPassword', subject, after }],
      });
    });
    services.endings.tell(ended);
    return DONE;
  });
