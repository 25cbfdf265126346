/** Taking up an invitation: the link shows the address to be the person's; a password is chosen. */
import {
  activate,
  findMailToken,
  findPersonById,
  setPassword,
  useMailToken,
} from '@ultrathink/db/identity';
import { err, ok } from '@ultrathink/domain/kernel';
import { mailTokenHash, mailTokenSchema } from '@ultrathink/domain/operations';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';
import { publicAct } from '../../procedures/public.ts';
import { asIdentity } from '../as-identity.ts';
import { organisationNames } from '../organisation-names.ts';
import { ownName } from '../own-name.ts';
import { hashPassword, PASSWORD_MAX, weaknessOf } from '../passwords.ts';
import { sealAct } from '../seal.ts';
import { signInInput } from './inputs.ts';

const GONE = 'This link was used or has ended. Ask for another one.';

export const newPassword = z.string().max(4 * PASSWORD_MAX);

/** Whose the link is. @throws {Refusal} NotFound for one that is unknown, used or too old. */
async function invited({ services }: Context, token: string) {
  const hash = mailTokenHash(services.digest, token);
  const database = await services.identityDatabase();
  const id = await findMailToken(database, 'Invitation', hash, services.clock.now());
  const person = id === undefined ? undefined : await findPersonById(database, id, '0.0.0.0');
  if (person?.state !== 'Invited') throw new Refusal('NotFound', GONE);
  const told = await asIdentity(services, person.id, async (tx) => ({
    name: await ownName(services, tx, person.id),
    organisations: await organisationNames(tx, [person.organisation.id]),
  }));
  const organisation = told.organisations.get(person.organisation.id) ?? '';
  return { person, hash, organisation, name: told.name };
}

/** An act, so that the secret stands in no address or log; that the link was opened is evidence. */
export const openInvitation = publicAct
  .input(signInInput({ token: mailTokenSchema }))
  .output(z.strictObject({ organisation: z.string(), name: z.string(), email: z.string() }))
  .mutation(async ({ ctx, input: { token } }) => {
    const { person, organisation, name } = await invited(ctx, token);
    const { id, clientId } = person;
    const act = { kind: 'auth.openInvitation', person: id, clientId, input: {} } as const;
    await sealAct<{ done: boolean }>(ctx, act, () => {
      const subject = { kind: 'Person', id };
      const events = [{ action: 'auth.openInvitation', subject }] as const;
      return Promise.resolve(ok({ answer: { done: true }, events }));
    });
    return { organisation, name: name?.name ?? '', email: name?.email ?? '' };
  });

export const acceptInvitation = publicAct
  .input(signInInput({ token: mailTokenSchema, password: newPassword }))
  .output(z.strictObject({ email: z.string() }))
  .mutation(async ({ ctx, input: { token, password } }) => {
    const { person, hash, organisation, name } = await invited(ctx, token);
    const known = name === null ? [] : [name.name, name.email];
    const weakness = await weaknessOf(password, [...known, organisation]);
    if (weakness !== null) throw new Refusal('InvalidInput', weakness);
    const phc = await hashPassword(password);
    const { id, clientId } = person;
    const act = { kind: 'auth.acceptInvitation', person: id, clientId, input: {} } as const;
    await sealAct<{ done: boolean }>(ctx, act, async (tx, at) => {
      const token = { person: id, purpose: 'Invitation', tokenHash: hash } as const;
      if (!(await useMailToken(tx, token, at))) return err(new Refusal('NotFound', GONE));
      if (!(await activate(tx, id))) return err(new Refusal('NotFound', GONE));
      await setPassword(tx, id, phc, at);
      const subject = { kind: 'Person', id };
      const event = {
        action: 'auth.acceptInvitation',
        subject,
        before: { state: 'Invited' },
        after: { state: 'Active' },
      };
      return ok({ answer: { done: true }, events: [event] });
    });
    return { email: name?.email ?? '' };
  });
