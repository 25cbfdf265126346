import { destroyPersonKey } from '@ultrathink/db';
import { endApiKeysOf, endGrantsOf, movePerson, takeCredentials } from '@ultrathink/db/access';
import { type ErasurePayload, erasurePayloadSchema } from '@ultrathink/domain/access';
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { personIn, readPayload } from './read.ts';

const STATES = ['Invited', 'Active', 'Suspended'] as const;

/**
 * Destroys the key of a person's data, and with it every name and address sealed under it, here and
 * in the vault of the audit trail. What the person did stays, under an id that leads to nobody.
 */
export const erasePerson: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution, by } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { person } = prepared.value.payload;
    await takeCredentials(tx, execution.proposal, at);
    const grants = await endGrantsOf(tx, person, { by, at, why: 'Erased' });
    const keys = await endApiKeysOf(tx, person, { by, at });
    if (!(await movePerson(tx, person, { from: STATES, to: 'Erased' }))) {
      return err({ code: 'Overtaken' });
    }
    await destroyPersonKey(tx, person);
    return ok([
      {
        action: 'audit.erase',
        subject: { kind: 'Person', id: person },
        after: { state: 'Erased', grants, keys },
      },
    ]);
  },
};

async function prepare(
  reading: Reading,
  asked: Pick<Asked, 'payload'>,
): Promise<Result<World & { readonly payload: ErasurePayload }, ExecutorRefusal>> {
  const payload = readPayload(erasurePayloadSchema, asked.payload);
  if (!payload.ok) return payload;
  const person = await personIn(reading, payload.value.person, STATES);
  if (!person.ok) return person;
  const { id, state, version } = person.value;
  return ok({
    payload: payload.value,
    world: { person: { id, state, version } },
    before: undefined,
    concerns: [id],
  });
}
