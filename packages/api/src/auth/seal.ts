/** Acts of signing in: through the people's door like every other, as the role `app_identity`. */
import type { Tx } from '@ultrathink/db';
import { type Changed, write } from '@ultrathink/db';
import type {
  ClientId,
  IdempotencyKey,
  PersonId,
  Result,
  SessionId,
  UtcTime,
} from '@ultrathink/domain/kernel';
import type { Context } from '../context.ts';
import type { Refusal } from '../errors.ts';
import { refusalOfWrite } from '../procedures/act.ts';
import { doorOf } from '../procedures/authorise.ts';

export interface IdentityAct {
  /** `auth.` and what is done. */
  readonly kind: `auth.${string}`;
  /** Whose sign-in it is. */
  readonly person: PersonId;
  readonly clientId: ClientId | null;
  readonly sessionId?: SessionId;
  /** What is asked, without a secret of any kind: it is hashed and kept. */
  readonly input: unknown;
  readonly idempotencyKey?: IdempotencyKey;
}

/** @throws {Refusal} when the change says no, or the door does. */
export async function sealAct<T>(
  ctx: Pick<Context, 'services' | 'correlationId'>,
  act: IdentityAct,
  change: (tx: Tx, at: UtcTime) => Promise<Result<Changed<T>, Refusal>>,
): Promise<T> {
  const { services, correlationId } = ctx;
  const door = doorOf(services, await services.identityDatabase());
  const { kind, person, clientId, sessionId, input } = act;
  const written = await write(
    door,
    {
      actor: { id: person, scope: { kind: 'Identity' } },
      ...(clientId !== null && { clientId }),
      idempotencyKey: act.idempotencyKey ?? services.ids.next<IdempotencyKey>(),
      correlationId,
      kind,
      input,
      ...(sessionId !== undefined && { sessionId }),
    },
    change,
  );
  if (written.ok) return written.value.answer;
  if (written.error.code === 'Refused') throw written.error.refusal;
  throw refusalOfWrite(written.error);
}
