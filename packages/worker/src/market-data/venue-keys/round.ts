/**
 * One round over the keys whose time has come: asks venues what new keys may do and what keys in use
 * still may, ends those that have drained, destroys the secrets of those that have ended.
 *
 * Each key is taken by a lease before its venue is asked and let go by what was found, in one sealed
 * act. Who is killed in between leaves a key that is due again when the lease ends; who comes back
 * late finds its attempt overtaken and changes nothing.
 */
import {
  claimVenueKey,
  destroyVenueSecret,
  dueVenueKeys,
  keepEnvelope,
  keepFinding,
  restVenueKey,
  type StoredVenueKey,
} from '@ultrathink/db/venue-keys';
import { addMs, type UtcTime } from '@ultrathink/domain/kernel';
import {
  afterEvent,
  afterSilence,
  drainEnd,
  isEnded,
  judgeProbe,
  type ProbedPermissions,
  REPROBE_EVERY_MS,
  type VenueKeyRefusal,
  type VenueKeyStatus,
} from '@ultrathink/domain/market-data';
import { sealEnvelope } from './envelopes.ts';
import { openSecret } from './open-secret.ts';
import { PROBE_MOST_MS, type ProbeAnswer, sealed, type VenueKeyParts } from './parts.ts';

const KEYS_A_ROUND = 20;
/** Longer than a venue may take, so that two never ask about one key. */
export const LEASE_MS = 2 * PROBE_MOST_MS;
const DRAIN_LOOK_EVERY_MS = 60_000;
const DETAIL_MOST_CHARS = 200;

/** Answers whether more is due at once. */
export function createVenueKeyRound(parts: VenueKeyParts): () => Promise<boolean> {
  const { door, shard, log } = parts;
  const { prisma } = door.database;
  return async () => {
    const at = door.clock.now();
    const due = await prisma.$transaction((tx) =>
      dueVenueKeys(tx, { shard, at, most: KEYS_A_ROUND }),
    );
    for (const key of due) {
      try {
        await (isEnded(key.status) ? destroy(parts, key) : look(parts, key));
      } catch (error) {
        // One key's trouble is not the others'; it is due again when its lease has ended.
        log.error('A venue key could not be looked at.', { key: key.id, error });
      }
    }
    return due.length === KEYS_A_ROUND;
  };
}

async function destroy(parts: VenueKeyParts, key: StoredVenueKey): Promise<void> {
  const done = await sealed(
    parts,
    { kind: 'venues.destroySecret', input: { key: key.id } },
    async (tx, at) => {
      await restVenueKey(tx, key.id);
      return destroyVenueSecret(tx, key.id, at);
    },
    { ...subjectOf(key, 'venues.destroySecret'), after: { status: key.status } },
  );
  // It was destroyed before: only the row is to be left alone from now on.
  if (!done) await parts.door.database.prisma.$transaction((tx) => restVenueKey(tx, key.id));
}

async function look(parts: VenueKeyParts, due: StoredVenueKey): Promise<void> {
  const key = await claim(parts, due);
  if (key === undefined) return;
  const secret = await openSecret(parts, key);
  if (secret.kind === 'Unusable') return fail(parts, key, [secret.why], null);
  if (secret.kind === 'NotNow') return wait(parts, key, secret.detail);
  const { credentials } = secret;
  if (key.status === 'Draining') {
    const hasOpen = await parts.probe.hasOpenOrders(key.venue, credentials);
    if (await endDrained(parts, key, hasOpen)) return;
  }
  const answer = await parts.probe.permissions(key.venue, credentials);
  await conclude(parts, key, answer, async () => {
    if (!secret.isNew) return undefined;
    const envelope = await sealEnvelope(parts.providers, key, 1, credentials);
    if (!envelope.ok) throw new Error(`The key provider refused: ${envelope.error.code}.`);
    return envelope.value;
  });
}

/** The key as it stands from now on; undefined when somebody else has it. */
async function claim(
  parts: VenueKeyParts,
  key: StoredVenueKey,
): Promise<StoredVenueKey | undefined> {
  const to = afterEvent(key.status, 'Probe') ?? key.status;
  const claimed = { ...key, status: to, attempts: key.attempts + 1 };
  const take = (at: UtcTime) => ({ key, to, leaseUntil: addMs(at, LEASE_MS) });
  if (to === key.status) {
    // Nothing but the lease changes: what is found is what is sealed.
    const { prisma } = parts.door.database;
    const at = parts.door.clock.now();
    return (await prisma.$transaction((tx) => claimVenueKey(tx, take(at)))) ? claimed : undefined;
  }
  const isTaken = await sealed(
    parts,
    { kind: 'venues.probeKey', input: { key: key.id, attempt: claimed.attempts } },
    (tx, at) => claimVenueKey(tx, take(at)),
    {
      ...subjectOf(key, 'venues.probeKey'),
      before: { status: key.status },
      after: { status: to, fingerprint: key.fingerprint },
    },
  );
  return isTaken ? claimed : undefined;
}

async function conclude(
  parts: VenueKeyParts,
  key: StoredVenueKey,
  answer: ProbeAnswer,
  envelopeOf: () => Promise<Parameters<typeof keepEnvelope>[2] | undefined>,
): Promise<void> {
  if (answer.kind === 'NoInformation') return wait(parts, key, answer.detail);
  const { permissions } = answer.probe;
  const at = parts.door.clock.now();
  const verdict = judgeProbe(answer.probe, at);
  if (verdict.kind === 'Unproven') {
    const { limitMs, actualMs } = verdict;
    const detail = `The clocks differ by ${actualMs} ms; ${limitMs} ms are allowed.`;
    parts.log.warn('The clock of a venue differs from ours too much.', {
      venue: key.venue,
      actualMs,
    });
    return wait(parts, key, detail);
  }
  if (verdict.kind === 'Unfit') return fail(parts, key, verdict.reasons, permissions);
  const to = afterEvent(key.status, 'Pass');
  if (to === undefined) return;
  const envelope = await envelopeOf();
  const isSuspended = to === 'Suspended';
  const everyMs = to === 'Draining' ? DRAIN_LOOK_EVERY_MS : REPROBE_EVERY_MS;
  const finding = {
    ...found(key, to),
    told: { permissions, at },
    reasons: isSuspended ? key.reasons : null,
    dueAt: addMs(at, everyMs),
  };
  await sealed(
    parts,
    { kind: 'venues.findKeyFit', input: { key: key.id } },
    async (tx) => {
      if (!(await keepFinding(tx, finding))) return false;
      return envelope === undefined || keepEnvelope(tx, key.id, envelope);
    },
    {
      ...subjectOf(key, 'venues.findKeyFit'),
      before: { status: key.status, permissions: key.permissions },
      after: { status: to, permissions: { ...permissions }, fingerprint: key.fingerprint },
    },
  );
}

/** What was told is kept beside the reasons; a key that ends by it loses its secret at once. */
async function fail(
  parts: VenueKeyParts,
  key: StoredVenueKey,
  reasons: readonly VenueKeyRefusal[],
  permissions: ProbedPermissions | null,
): Promise<void> {
  const to = afterEvent(key.status, 'Fail');
  if (to === undefined) return;
  const at = parts.door.clock.now();
  const hasEnded = isEnded(to);
  const wasInUse = key.status === 'Active' || key.status === 'Draining';
  const kept = await sealed(
    parts,
    { kind: hasEnded ? 'venues.refuseKey' : 'venues.suspendUnfitKey', input: { key: key.id } },
    async (tx) => {
      const isKept = await keepFinding(tx, {
        ...found(key, to),
        told: permissions === null ? null : { permissions, at },
        reasons,
        dueAt: hasEnded ? null : addMs(at, REPROBE_EVERY_MS),
        endedAt: hasEnded ? at : null,
      });
      return isKept && (!hasEnded || destroyVenueSecret(tx, key.id, at));
    },
    {
      ...subjectOf(key, hasEnded ? 'venues.refuseKey' : 'venues.suspendUnfitKey'),
      before: { status: key.status, permissions: key.permissions },
      after: { status: to, permissions, reasons, fingerprint: key.fingerprint },
    },
  );
  if (kept && wasInUse) {
    parts.log.error('A venue key in use may no longer be used, and is suspended.', {
      key: key.id,
      venue: key.venue,
      reasons: reasons.map(({ code }) => code),
    });
  }
}

/** Nothing was told. A key that never was proven runs out of patience; one in use is asked again. */
async function wait(parts: VenueKeyParts, key: StoredVenueKey, why: string): Promise<void> {
  const at = parts.door.clock.now();
  const isNew = key.status === 'Probing';
  const next = afterSilence(isNew ? key.submittedAt : at, key.attempts, at);
  if (!next.ok) return fail(parts, key, [next.error], null);
  const detail = why.slice(0, DETAIL_MOST_CHARS).toWellFormed();
  const reasons = isNew ? [{ code: 'NotTold' as const, detail }] : key.reasons;
  const isDraining = key.status === 'Draining';
  const dueAt = isDraining ? addMs(at, DRAIN_LOOK_EVERY_MS) : next.value;
  const { prisma } = parts.door.database;
  // Nothing is known that was not known before; the trail says when it is.
  await prisma.$transaction((tx) =>
    keepFinding(tx, { ...found(key, key.status), told: null, reasons, dueAt }),
  );
}

/** Whether it has ended now: nothing is open any more, or its time is over. */
async function endDrained(
  parts: VenueKeyParts,
  key: StoredVenueKey,
  hasOpen: boolean | null,
): Promise<boolean> {
  const at = parts.door.clock.now();
  const why = drainEnd({ drainUntil: key.drainUntil ?? at, hasOpen }, at);
  if (why === undefined) return false;
  await sealed(
    parts,
    { kind: 'venues.endDrainedKey', input: { key: key.id } },
    async (tx) =>
      (await keepFinding(tx, {
        ...found(key, 'Retired'),
        told: null,
        reasons: key.reasons,
        dueAt: null,
        endedAt: at,
      })) && destroyVenueSecret(tx, key.id, at),
    {
      ...subjectOf(key, 'venues.endDrainedKey'),
      before: { status: key.status },
      after: { status: 'Retired', why, fingerprint: key.fingerprint },
    },
  );
  return true;
}

const found = ({ id, status, attempts }: StoredVenueKey, to: VenueKeyStatus) => ({
  id,
  from: status,
  attempt: attempts,
  to,
  endedAt: null,
});

const subjectOf = (key: StoredVenueKey, action: string) => ({
  action,
  subject: { kind: 'VenueKey', id: key.id },
});
