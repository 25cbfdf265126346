import { rotateSigningKey as ask, type KeyRotationId, listSigningKeys } from '@ultrathink/db/proof';
import { type SigningKeyPayload, signingKeyPayloadSchema } from '@ultrathink/domain/access';
import { ok, type Result } from '@ultrathink/domain/kernel';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { readPayload } from './read.ts';

/** Asks for a new signing key of the audit trail. The process that holds the ring makes it. */
export const rotateSigningKey: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { rotation, algorithm, overlapSeconds } = prepared.value.payload;
    await ask(tx, { id: rotation as KeyRotationId, algorithm, overlapSeconds, at });
    return ok([
      {
        action: 'audit.rotateSigningKey',
        subject: { kind: 'SigningKey', id: rotation },
        after: { algorithm, overlapSeconds },
      },
    ]);
  },
};

async function prepare(
  { tx }: Reading,
  asked: Pick<Asked, 'payload'>,
): Promise<Result<World & { readonly payload: SigningKeyPayload }, ExecutorRefusal>> {
  const payload = readPayload(signingKeyPayloadSchema, asked.payload);
  if (!payload.ok) return payload;
  const { algorithm } = payload.value;
  const keys = (await listSigningKeys(tx))
    .filter((key) => key.algorithm === algorithm)
    .map(({ id, until }) => [id, until]);
  return ok({ payload: payload.value, world: { keys }, before: undefined, concerns: [] });
}
