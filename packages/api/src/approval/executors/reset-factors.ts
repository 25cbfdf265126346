import { listFactorsOf, movePerson, takeCredentials } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { type FactorResetPayload, factorResetPayloadSchema } from '@ultrathink/domain/access';
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { personIn, readPayload } from './read.ts';

/**
 * Ends every factor, recovery code and session of a person, and the password with them: whoever found
 * the password can't enrol a factor of his own. The person proves the mailbox, chooses a password and
 * enrols anew. For somebody suspended it is the way back.
 */
export const resetFactors: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { person, reinstates } = prepared.value.payload;
    const taken = await takeCredentials(tx, execution.proposal, at);
    if (reinstates && !(await movePerson(tx, person, { from: ['Suspended'], to: 'Active' }))) {
      return err({ code: 'Overtaken' });
    }
    await sendMail(tx, { version: 1, template: 'passwordReset', personId: person });
    await sendMail(tx, securityNotice(person, 'FactorsReset', at));
    return ok([
      {
        action: 'access.resetFactors',
        subject: { kind: 'Person', id: person },
        before: { factors: taken },
        after: { factors: 0, reinstated: reinstates },
      },
    ]);
  },
};

async function prepare(
  reading: Reading,
  asked: Pick<Asked, 'payload'>,
): Promise<Result<World & { readonly payload: FactorResetPayload }, ExecutorRefusal>> {
  const payload = readPayload(factorResetPayloadSchema, asked.payload);
  if (!payload.ok) return payload;
  const { reinstates } = payload.value;
  const person = await personIn(reading, payload.value.person, [
    reinstates ? 'Suspended' : 'Active',
  ]);
  if (!person.ok) return person;
  const { id, state, version } = person.value;
  const factors = (await listFactorsOf(reading.tx, id)).map((factor) => factor.id);
  return ok({
    payload: payload.value,
    world: { person: { id, state, version }, factors },
    before: undefined,
    concerns: [id],
  });
}
