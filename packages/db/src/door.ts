/**
 * The one way in which people change anything: one transaction that says who acts, checks the key,
 * makes the change, keeps the answer and seals its events last. Nothing but the database is awaited
 * inside it, so that no slow mail or hash holds a lock.
 *
 * The same key with the same input gives the answer it gave before, whichever process asks. The same
 * key with another input is refused. A broken connection is neither a yes nor a no.
 */
import type { EventDraft, EventFrame } from '@ultrathink/domain/audit';
import {
  type AnyId,
  type CanonicalRefusal,
  type CausationId,
  type ClientId,
  type Clock,
  type CommandId,
  type CorrelationId,
  canonicalDigest,
  type Digest,
  type EventId,
  err,
  type IdempotencyKey,
  type Ids,
  idTimeMs,
  ok,
  type PersonId,
  type Result,
  type SessionId,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { type Actor, enter, tenantOf } from './actor.ts';
import { type Framing, sealEvents } from './audit/seal-events.ts';
import type { Database, Tx } from './connect.ts';
import { classify, type DatabaseFailure } from './failure.ts';
import { Prisma } from './generated/client.ts';
import { type Patience, retryConflicts } from './retry.ts';

export interface Door {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
  readonly patience: Patience;
}

/** What is asked for. `kind` is the permission, or `context.act`, as in `auth.signIn`. */
export interface Act {
  readonly actor: Actor;
  /**
   * The client it concerns, when staff act: its rows carry it. A client's own people always act for
   * their client. Without one the act is the firm's own, which the scope `Firm` alone may do.
   */
  readonly clientId?: ClientId;
  readonly idempotencyKey: IdempotencyKey;
  readonly correlationId: CorrelationId;
  readonly kind: string;
  /** Everything the change depends on; hashed in its canonical form. */
  readonly input: unknown;
  readonly sessionId?: SessionId;
  /** The key the request came with; the actor is whom it belongs to. */
  readonly apiKeyId?: AnyId;
  readonly onBehalfOf?: PersonId;
  /** What directly caused it, when that was no person. */
  readonly causationId?: CausationId;
}

/** What was changed: the answer, and at least one event, so that there is no act without. */
export interface Changed<T> {
  /** What JSON can hold; the same key gets it again. */
  readonly answer: T;
  readonly events: readonly [EventDraft, ...EventDraft[]];
}

export interface Written<T> {
  readonly answer: T;
  /** The answer of an earlier call with this key: nothing was changed now. */
  readonly isRepeated: boolean;
}

export type DoorRefusal<R> =
  /** The change said no; nothing was written. */
  | { readonly code: 'Refused'; readonly refusal: R }
  /** This key was used for something else. */
  | { readonly code: 'KeyReused' }
  /** The actor may not act for this client, or not for the firm. */
  | { readonly code: 'NotTheirs' }
  /** The key was made too long ago, or in the future: its clock is wrong or it was kept too long. */
  | { readonly code: 'KeyOutOfTime' }
  | { readonly code: 'InputNotCanonical'; readonly refusal: CanonicalRefusal }
  | { readonly code: 'Failed'; readonly failure: DatabaseFailure };

/** Keys are kept for ever; these bounds keep them in the months that exist. */
export const KEY_AGE_MAX_MS = 24 * 60 * 60 * 1000;
export const KEY_AHEAD_MAX_MS = 5 * 60 * 1000;

/**
 * Makes the change once, at one moment: the time its rows and its events carry.
 * @param change gets the open transaction. After a conflict it is called again from the start, so it
 *   touches nothing but the transaction.
 * @throws whatever is no failure of the database: a bug in the change, or an event that has no
 *   canonical form.
 */
export async function write<T, R>(
  door: Door,
  act: Act,
  change: (tx: Tx, at: UtcTime) => Promise<Result<Changed<T>, R>>,
): Promise<Result<Written<T>, DoorRefusal<R>>> {
  const age = toEpochMs(door.clock.now()) - idTimeMs(act.idempotencyKey);
  if (age > KEY_AGE_MAX_MS || age < -KEY_AHEAD_MAX_MS) return err({ code: 'KeyOutOfTime' });
  const tenant = tenantOf(act.actor, act.clientId);
  if (!tenant.ok) return tenant;
  const { clientId } = tenant.value;
  const inputHash = canonicalDigest({ kind: act.kind, clientId, input: act.input }, door.digest);
  if (!inputHash.ok) return err({ code: 'InputNotCanonical', refusal: inputHash.error });
  const attempt = () =>
    door.database.prisma.$transaction((tx) =>
      once(tx, door, { ...act, clientId, inputHash: inputHash.value }, change),
    );
  try {
    return ok(await retryConflicts(attempt, door.patience));
  } catch (error) {
    if (error instanceof Undo) return err(error.refusal as DoorRefusal<R>);
    const failure = classify(error);
    if (failure === undefined) throw error;
    return err({ code: 'Failed', failure });
  }
}

/** An act that was judged: whose it is and what exactly was asked. */
interface JudgedAct extends Omit<Act, 'clientId'> {
  /** null for the firm's own. */
  readonly clientId: ClientId | null;
  readonly inputHash: Uint8Array;
}

/** Thrown to make Prisma roll back; carries the refusal out. */
class Undo extends Error {
  readonly refusal: DoorRefusal<unknown>;
  constructor(refusal: DoorRefusal<unknown>) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

async function once<T, R>(
  tx: Tx,
  door: Door,
  act: JudgedAct,
  change: (tx: Tx, at: UtcTime) => Promise<Result<Changed<T>, R>>,
): Promise<Written<T>> {
  const writer = await enter(tx, act.actor);
  const commandId = door.ids.next<CommandId>();
  if (!(await claimKey(tx, act, commandId))) return earlierAnswer<T>(tx, act);
  const at = door.clock.now();
  const changed = await change(tx, at);
  if (!changed.ok) throw new Undo({ code: 'Refused', refusal: changed.error });
  const { answer, events } = changed.value;
  await keepAnswer(tx, act, answer);
  await sealEvents(tx, events, framing(door, act, { commandId, at, writer }));
  return { answer, isRepeated: false };
}

/** What every event of the act has besides what its change says. */
function framing(
  door: Door,
  act: JudgedAct,
  made: Pick<EventFrame, 'commandId' | 'at' | 'writer'>,
): Framing {
  const { actor, correlationId, sessionId, apiKeyId, onBehalfOf, causationId } = act;
  const kind = actor.kind ?? (apiKeyId === undefined ? 'Person' : 'ApiKey');
  return (draft) => ({
    ...made,
    id: door.ids.next<EventId>(),
    actor: {
      kind,
      id: actor.id,
      ...(sessionId !== undefined && { session: sessionId }),
      ...(apiKeyId !== undefined && { key: apiKeyId }),
    },
    clientId: draft.clientId === undefined ? act.clientId : draft.clientId,
    correlationId,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    ...(causationId !== undefined && { causationId }),
  });
}

/** Waits for another transaction with this key; false when that one was committed. */
async function claimKey(
  tx: Tx,
  { actor, clientId, idempotencyKey, kind, inputHash }: JudgedAct,
  id: CommandId,
): Promise<boolean> {
  const inserted = await tx.$executeRaw(Prisma.sql`
    insert into audit.command (actor, idempotency_key, id, client_id, kind, input_hash)
    values (${actor.id}::uuid, ${idempotencyKey}::uuid, ${id}::uuid, ${clientId}::uuid,
      ${kind}, ${Buffer.from(inputHash)})
    on conflict (actor, idempotency_key) do nothing`);
  return inserted === 1;
}

async function keepAnswer(
  tx: Tx,
  { actor, clientId, idempotencyKey }: JudgedAct,
  answer: unknown,
): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    insert into audit.answer (actor, idempotency_key, client_id, answer)
    values (${actor.id}::uuid, ${idempotencyKey}::uuid, ${clientId}::uuid,
      ${JSON.stringify(answer ?? null)}::jsonb)`);
}

async function earlierAnswer<T>(tx: Tx, act: JudgedAct): Promise<Written<T>> {
  const [earlier] = await tx.$queryRaw<{ input_hash: Uint8Array; answer: T }[]>(Prisma.sql`
    select c.input_hash, a.answer from audit.command c
      join audit.answer a on a.actor = c.actor and a.idempotency_key = c.idempotency_key
    where c.actor = ${act.actor.id}::uuid and c.idempotency_key = ${act.idempotencyKey}::uuid`);
  // Not to be seen from here means that it was used for another client: that is other input.
  if (earlier === undefined || Buffer.compare(earlier.input_hash, act.inputHash) !== 0) {
    throw new Undo({ code: 'KeyReused' });
  }
  return { answer: earlier.answer, isRepeated: true };
}
