import {
  allGrantsOf,
  countClients,
  findOrganisation,
  insertGrant,
  listHolders,
} from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import {
  checkGrant,
  type Grant,
  type GrantPayload,
  grantEnd,
  grantPayloadSchema,
  type Organisation,
  roleConflicts,
} from '@ultrathink/domain/access';
import { err, ok, type PersonId, type Result, type UtcTime } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { grantsWorld, personIn, readPayload } from './read.ts';

interface Prepared extends World {
  readonly payload: GrantPayload;
  readonly grant: Grant;
}

/** Gives a role. Conflicts of roles are looked for when it is proposed and again when it is done. */
export const grantRole: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { grant, payload } = prepared.value;
    await insertGrant(tx, grant, { proposal: execution.proposal, reason: payload.reason });
    await sendMail(tx, securityNotice(grant.person, 'RoleGranted', at));
    if (grant.role === 'BreakGlass') {
      const watching = await listHolders(tx, { roles: ['HeadOfCompliance', 'Administrator'], at });
      for (const officer of watching) {
        await sendMail(tx, securityNotice(officer, 'BreakGlassGranted', at));
      }
    }
    const { id, role, until } = grant;
    const clients = 'clients' in grant ? grant.clients : null;
    return ok([
      {
        action: 'access.grantRole',
        subject: { kind: 'Grant', id },
        after: { person: grant.person, organisation: grant.organisation.id, role, clients, until },
        reason: payload.reason,
      },
    ]);
  },
};

async function prepare(
  reading: Reading,
  asked: Pick<Asked, 'payload' | 'proposer'>,
): Promise<Result<Prepared, ExecutorRefusal>> {
  const { tx, at } = reading;
  const payload = readPayload(grantPayloadSchema, asked.payload);
  if (!payload.ok) return payload;
  const person = await personIn(reading, payload.value.person, ['Invited', 'Active']);
  if (!person.ok) return person;
  const organisation = await findOrganisation(tx, payload.value.organisation);
  if (organisation === undefined) return err({ code: 'SubjectGone' });
  const grant = grantOf(payload.value, organisation.organisation, asked.proposer, at);
  if (!grant.ok) return grant;
  const { clients } = payload.value;
  if (Array.isArray(clients) && (await countClients(tx, clients)) !== new Set(clients).size) {
    return err({ code: 'ClientUnknown' });
  }
  const existing = await allGrantsOf(tx, [payload.value.person]);
  const conflicts = roleConflicts(grant.value, existing);
  if (conflicts.length > 0) return err({ code: 'RoleConflict', conflicts });
  const { id, state, version } = person.value;
  return ok({
    payload: payload.value,
    grant: grant.value,
    world: { person: { id, state, version }, grants: grantsWorld(existing) },
    before: undefined,
    concerns: [id],
  });
}

function grantOf(
  payload: GrantPayload,
  organisation: Organisation,
  proposer: PersonId,
  at: UtcTime,
): Result<Grant, ExecutorRefusal> {
  const { grant: id, person, role, clients, reason } = payload;
  const checked = checkGrant({
    id,
    person,
    organisation,
    role,
    from: at,
    until: grantEnd(payload, at),
    grantedBy: proposer,
    reason,
    ...(clients !== null && { clients }),
  });
  return checked.ok ? checked : err({ code: 'GrantRefused', refusal: checked.error });
}
