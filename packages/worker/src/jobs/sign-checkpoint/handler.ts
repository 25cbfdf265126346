/**
 * Keys that are missing are made first, as an act of its own: the trail itself says when which key
 * came. Then one transaction under a lock: hold the log against what was signed last (in the database
 * and in the folder outside), sign. Then the folder is brought up to date from
 * the database, so that a crash between the two loses no copy.
 */
import type { Database, Door } from '@ultrathink/db';
import {
  checkpointsAfter,
  explainFinding,
  insertLogCheck,
  type LogCheckId,
  listLogChecks,
  listSigningKeys,
  lockSigning,
  openSigners,
  type SecretRing,
  type SigningEnd,
  sha256,
  signCheckpoint,
  trustedKeys,
} from '@ultrathink/db/proof';
import { formatVerifierKey, parseCheckpoint } from '@ultrathink/domain/audit';
import type { Ids, ProcessId, UtcTime } from '@ultrathink/domain/kernel';
import type { CheckpointCopies } from '../../drivers/checkpoint-copies/folder.ts';
import type { JobHandler } from '../job.ts';
import type { SignCheckpointInput } from './definition.ts';
import { makeKeys } from './make-keys.ts';

const TRANSACTION = { timeout: 30_000, maxWait: 5_000 };
/** Copies in one go; what is left follows with the next. */
const COPIES_MOST = 500;

export interface SignCheckpointParts {
  readonly database: Database;
  readonly ring: SecretRing;
  readonly ids: Ids;
  readonly origin: string;
  readonly copies: CheckpointCopies;
  readonly door: Door;
  readonly processId: ProcessId;
}

export function createSignCheckpoint(parts: SignCheckpointParts): JobHandler<SignCheckpointInput> {
  return async ({ clock, log }) => {
    await makeKeys(parts);
    const at = clock.now();
    const end = await sign(parts, at);
    if (end === undefined) return;
    if (end.kind === 'Refused') {
      log.error('No checkpoint is signed: the audit trail is not what it was.', {
        finding: explainFinding(end.finding),
      });
      await writeDown(parts, end, at);
      return;
    }
    if (end.kind === 'Signed') log.info('A checkpoint was signed.', { size: end.checkpoint.size });
    await copyOut(parts);
  };
}

/** Undefined when another process signs at this moment. */
async function sign(parts: SignCheckpointParts, at: UtcTime): Promise<SigningEnd | undefined> {
  const { database, ring, copies } = parts;
  const lastCopy = await copies.latest();
  return database.prisma.$transaction(
    async (tx) => {
      if (!(await lockSigning(tx))) return undefined;
      const signers = await openSigners(tx, ring, at);
      const trusted = await trustedKeys(tx, ring);
      return signCheckpoint(tx, { signers, trusted, at, lastCopy });
    },
    { ...TRANSACTION, isolationLevel: 'RepeatableRead' },
  );
}

/** What the folder lacks, the shortest log first, so that a stop in between leaves no hole. */
async function copyOut({ database, copies }: SignCheckpointParts): Promise<void> {
  const last = await copies.latest();
  const parsed = last === undefined ? undefined : parseCheckpoint(last.note);
  const size = parsed?.ok === true ? parsed.value.size : 0;
  const { prisma } = database;
  const missing = await prisma.$transaction((tx) => checkpointsAfter(tx, size, COPIES_MOST));
  for (const checkpoint of missing) await copies.write(checkpoint);
  if (missing.length === 0) return;
  const keys = await prisma.$transaction(listSigningKeys);
  await copies.writeKeys(keys.map((key) => formatVerifierKey(sha256, key)));
}

/** A refusal that lasts is written down once an hour, not once a minute. */
const TOLD_AGAIN_MS = 60 * 60 * 1000;

async function writeDown(
  { database, ids }: SignCheckpointParts,
  { finding }: Extract<SigningEnd, { kind: 'Refused' }>,
  at: UtcTime,
): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    const [last] = await listLogChecks(tx, { kind: 'Signing', most: 1 });
    if (last !== undefined && Date.parse(at) - Date.parse(last.at) < TOLD_AGAIN_MS) return;
    const counts = { events: 0, size: 0, checkpoints: 0, copies: 0 };
    const id = ids.next<LogCheckId>();
    await insertLogCheck(tx, { id, kind: 'Signing', startedAt: at, at, ...counts, finding });
  });
}
