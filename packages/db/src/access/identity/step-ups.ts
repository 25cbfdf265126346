/**
 * Proofs of one exact act. Shown and proven as `app_identity`; used up, once, inside the transaction
 * of the act itself, where row-level security lets a person see no proofs but his own.
 */
import type {
  ActionHash,
  Challenge,
  FactorId,
  Permission,
  StepUp,
  StepUpFactor,
  StepUpId,
} from '@ultrathink/domain/access';
import { addMs, type PersonId, type SessionId, type UtcTime } from '@ultrathink/domain/kernel';
import type { Database, Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { utcOf } from '../../moments.ts';

/** What was shown to the person: the challenge a passkey has to sign stands with it. */
export interface ShownStepUp extends Challenge {
  readonly permission: Permission;
  readonly challenge: Uint8Array;
}

const DAY_MS = 24 * 60 * 60_000;

export async function showStepUp(database: Database, shown: ShownStepUp): Promise<void> {
  const { id, person, session, actionHash, permission, accepts, challenge, shownAt } = shown;
  // What was shown a day ago and never used proves nothing; a used one is evidence and stays.
  await database.prisma.stepUp.deleteMany({
    where: { personId: person, usedAt: null, shownAt: { lt: addMs(shownAt, -DAY_MS) } },
  });
  await database.prisma.stepUp.create({
    data: {
      id,
      personId: person,
      sessionId: session,
      actionHash,
      permission,
      accepts: [...accepts],
      challenge: Buffer.from(challenge),
      shownAt,
    },
  });
}

/** What was shown and is not proven yet, to this person in this session. */
export async function findShownStepUp(
  tx: Tx,
  id: StepUpId,
  by: { readonly person: PersonId; readonly session: SessionId },
): Promise<ShownStepUp | undefined> {
  const row = await tx.stepUp.findFirst({
    where: { id, personId: by.person, sessionId: by.session, provenAt: null },
  });
  if (row === null) return undefined;
  const [first = 'Passkey', ...rest] = row.accepts as StepUpFactor[];
  return {
    id,
    ...by,
    actionHash: row.actionHash as ActionHash,
    permission: row.permission as Permission,
    accepts: [first, ...rest],
    challenge: row.challenge,
    shownAt: utcOf(row.shownAt),
  };
}

/** False when another request has proven it first. */
export async function markProven(
  tx: Tx,
  { id, factor, provenAt }: Pick<StepUp, 'id' | 'factor' | 'provenAt'>,
): Promise<boolean> {
  const { count } = await tx.stepUp.updateMany({
    where: { id, provenAt: null },
    data: { factorId: factor, provenAt },
  });
  return count === 1;
}

/**
 * Lets the sign-in itself be the proof of one act: only the first that asks, and that one again for
 * as long as its proof is unused. Undefined when it was proof of another act.
 */
export async function proveFromSignIn(
  tx: Tx,
  stepUp: StepUp,
  details: Pick<ShownStepUp, 'permission' | 'accepts' | 'challenge' | 'shownAt'>,
): Promise<StepUpId | undefined> {
  const counted = await tx.session.updateMany({
    where: { id: stepUp.session, countedFor: null, endedAt: null },
    data: { countedFor: stepUp.actionHash },
  });
  if (counted.count === 0) return unusedProof(tx, stepUp);
  await tx.stepUp.create({
    data: {
      id: stepUp.id,
      personId: stepUp.person,
      sessionId: stepUp.session,
      actionHash: stepUp.actionHash,
      permission: details.permission,
      accepts: [...details.accepts],
      challenge: Buffer.from(details.challenge),
      shownAt: details.shownAt,
      factorId: stepUp.factor,
      provenAt: stepUp.provenAt,
    },
  });
  return stepUp.id;
}

async function unusedProof(tx: Tx, stepUp: StepUp): Promise<StepUpId | undefined> {
  const { person, session, actionHash } = stepUp;
  const found = await tx.stepUp.findFirst({
    where: {
      personId: person,
      sessionId: session,
      actionHash,
      usedAt: null,
      provenAt: { not: null },
    },
    select: { id: true },
  });
  return found === null ? undefined : (found.id as StepUpId);
}

interface ProofRow {
  readonly id: string;
  readonly person_id: string;
  readonly session_id: string;
  readonly action_hash: string;
  readonly factor_id: string;
  readonly proven_at: Date;
  readonly used_at: Date | null;
}

/**
 * The proof that an act came with, locked until the end of the act's transaction. Undefined when
 * there is none, it was not proven, or it is somebody else's (row-level security).
 */
export async function lockStepUp(tx: Tx, id: string): Promise<StepUp | undefined> {
  const [row] = await tx.$queryRaw<ProofRow[]>(Prisma.sql`
    select id, person_id, session_id, action_hash, factor_id, proven_at, used_at
    from access.step_up where id = ${id}::uuid and proven_at is not null for update`);
  if (row === undefined) return undefined;
  return {
    id: row.id as StepUpId,
    person: row.person_id as PersonId,
    session: row.session_id as SessionId,
    actionHash: row.action_hash as ActionHash,
    factor: row.factor_id as FactorId,
    provenAt: utcOf(row.proven_at),
    usedAt: row.used_at === null ? null : utcOf(row.used_at),
  };
}

/** False when it was used in the meantime: then the act does not happen. */
export async function markUsed(tx: Tx, id: StepUpId, at: UtcTime): Promise<boolean> {
  const { count } = await tx.stepUp.updateMany({
    where: { id, usedAt: null },
    data: { usedAt: at },
  });
  return count === 1;
}
