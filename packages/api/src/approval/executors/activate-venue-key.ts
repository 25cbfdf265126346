import {
  activateVenueKey,
  drainVenueKey,
  lockActiveKey,
  lockVenueKey,
  type SeenVenueKey,
} from '@ultrathink/db/venue-keys';
import type { EventDraft } from '@ultrathink/domain/audit';
import { addMs, canonicalJson, err, ok, type Result, unwrap } from '@ultrathink/domain/kernel';
import {
  checkActivation,
  type VenueKeyPayload,
  venueKeyPayloadSchema,
} from '@ultrathink/domain/market-data';
import type { VenueKeyProposalRefusal } from '../../market-data/venue-keys/sentences.ts';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { readPayload } from './read.ts';

interface Prepared extends World {
  readonly payload: VenueKeyPayload;
  readonly key: SeenVenueKey;
  readonly active: SeenVenueKey | undefined;
}

/** Brings a key of a venue into use; the one whose place it takes drains from then on. */
export const activateVenueKeyOf: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { payload, key, active } = prepared.value;
    const { replaces } = payload;
    const events: EventDraft[] = [];
    if (replaces !== null) {
      const until = addMs(at, replaces.drainSeconds * 1_000);
      const from = 'Active';
      if (!(await drainVenueKey(tx, { id: replaces.key, from, until, at }))) {
        return err({ code: 'Overtaken' });
      }
      events.push({
        action: 'venues.drainKey',
        subject: { kind: 'VenueKey', id: replaces.key },
        before: { status: from },
        after: { status: 'Draining', drainUntil: until, replacedBy: key.id },
      });
    }
    const isActive = await activateVenueKey(tx, {
      id: key.id,
      proposal: execution.proposal,
      rotatedFrom: active?.id ?? null,
      at,
    });
    if (!isActive) return err({ code: 'Overtaken' });
    events.push({
      action: 'venues.activateKey',
      subject: { kind: 'VenueKey', id: key.id },
      before: { status: key.status },
      after: {
        status: 'Active',
        fingerprint: key.fingerprint,
        permissions: { ...payload.permissions },
        rotatedFrom: active?.id ?? null,
      },
    });
    return ok(events);
  },
};

async function prepare(
  { tx, at }: Reading,
  asked: Pick<Asked, 'payload'>,
): Promise<Result<Prepared, ExecutorRefusal>> {
  const read = readPayload(venueKeyPayloadSchema, asked.payload);
  if (!read.ok) return read;
  const payload = read.value;
  const key = await lockVenueKey(tx, payload.key, at);
  if (key === undefined) return err({ code: 'SubjectGone' });
  const active = await lockActiveKey(tx, key.account, at);
  const inUse = { active: active?.id ?? null, replaces: payload.replaces?.key ?? null };
  const fit = checkActivation(key, inUse, at);
  if (!fit.ok) return refused(fit.error);
  if (!isAsPayloadSays(payload, key, active)) return refused({ code: 'ProbeChanged' });
  return ok({
    payload,
    key,
    active,
    // Not its status: between the two it is proposed, which this very proposal made it.
    world: { key: describe(key), active: active === undefined ? null : describe(active) },
    before: active === undefined ? undefined : payloadOf(active),
    concerns: [],
  });
}

/** What was agreed to, field by field, is what the rows say now. */
function isAsPayloadSays(
  payload: VenueKeyPayload,
  key: SeenVenueKey,
  active: SeenVenueKey | undefined,
): boolean {
  const { replaces, ...said } = payload;
  const isSameKey = text(said) === text(payloadOf(key));
  return isSameKey && (replaces === null || replaces.fingerprint === active?.fingerprint);
}

const text = (value: unknown): string => unwrap(canonicalJson(value));

const payloadOf = (key: SeenVenueKey) => ({
  key: key.id,
  account: key.account,
  venue: key.venue,
  label: key.label,
  fingerprint: key.fingerprint,
  permissions: key.permissions === null ? null : { ...key.permissions },
});

const describe = ({ id, fingerprint, permissions, account }: SeenVenueKey) => ({
  id,
  account,
  fingerprint,
  permissions: permissions === null ? null : { ...permissions },
});

function refused(refusal: VenueKeyProposalRefusal): Result<never, ExecutorRefusal> {
  return err({ code: 'VenueKeyRefused', refusal });
}
