import {
  lockOrganisation,
  setOrganisationAllowList,
  setPersonAllowList,
} from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { type AllowListPayload, allowListPayloadSchema } from '@ultrathink/domain/access';
import { err, ok, type PersonId, type Result } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { personIn, readPayload } from './read.ts';

interface Prepared extends World {
  readonly payload: AllowListPayload;
  readonly version: number;
  readonly networks: readonly string[];
}

/** Sets the networks an organisation or a person may come from. */
export const changeAllowList: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { payload, version, networks: before } = prepared.value;
    const { target, networks } = payload;
    const isSet =
      target.kind === 'Organisation'
        ? await setOrganisationAllowList(tx, { id: target.id, version, networks })
        : await setPersonAllowList(tx, { id: target.id, version, networks });
    if (!isSet) return err({ code: 'Overtaken' });
    if (target.kind === 'Person') {
      await sendMail(tx, securityNotice(target.id, 'AllowListChanged', at));
    }
    return ok([
      {
        action: 'access.changeAllowList',
        subject: { kind: target.kind, id: target.id },
        before: { networks: before },
        after: { networks },
      },
    ]);
  },
};

async function prepare(
  reading: Reading,
  asked: Pick<Asked, 'payload'>,
): Promise<Result<Prepared, ExecutorRefusal>> {
  const payload = readPayload(allowListPayloadSchema, asked.payload);
  if (!payload.ok) return payload;
  const { target } = payload.value;
  const found = await read(reading, target);
  if (!found.ok) return found;
  const { version, allowList: networks } = found.value;
  const concerns: readonly PersonId[] = target.kind === 'Person' ? [target.id] : [];
  return ok({
    payload: payload.value,
    version,
    networks,
    world: { target, version },
    before: { target, networks },
    concerns,
  });
}

async function read(
  reading: Reading,
  target: AllowListPayload['target'],
): Promise<
  Result<{ readonly version: number; readonly allowList: readonly string[] }, ExecutorRefusal>
> {
  if (target.kind === 'Person') {
    return personIn(reading, target.id, ['Invited', 'Active', 'Suspended']);
  }
  const organisation = await lockOrganisation(reading.tx, target.id);
  return organisation === undefined ? err({ code: 'SubjectGone' }) : ok(organisation);
}
