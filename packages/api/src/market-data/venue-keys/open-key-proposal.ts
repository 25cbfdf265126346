/** Opens the proposal that a key come into use: exactly this key, as the venue described it, for this account. */
import type { Changed, Tx } from '@ultrathink/db';
import { lockActiveKey, proposeVenueKey } from '@ultrathink/db/venue-keys';
import { err, ok, type Result, type UtcTime } from '@ultrathink/domain/kernel';
import {
  checkActivation,
  type VenueKeyId,
  type VenueKeyPayload,
} from '@ultrathink/domain/market-data';
import type { z } from 'zod';
import { open, type openedSchema } from '../../approval/open.ts';
import { told } from '../../approval/sentences.ts';
import type { Refusal } from '../../errors.ts';
import type { ActContext } from '../../procedures/act.ts';
import { FIRM, keyToChange, overtaken } from './schemas.ts';
import type { VenueKeyProposalRefusal } from './sentences.ts';

export interface KeyProposal {
  readonly ctx: ActContext;
  readonly tx: Tx;
  readonly at: UtcTime;
  readonly key: VenueKeyId;
  readonly replaces: { readonly key: VenueKeyId; readonly drainSeconds: number } | null;
  readonly reason: string;
}

export async function openKeyProposal(
  asked: KeyProposal,
): Promise<Result<Changed<z.input<typeof openedSchema>>, Refusal>> {
  const { ctx, tx, at, replaces, reason } = asked;
  const found = await keyToChange(tx, asked.key, at);
  if (!found.ok) return found;
  const key = found.value;
  if (key.status === 'Proposed' && key.isProposalOpen) return refused({ code: 'AlreadyProposed' });
  const active = await lockActiveKey(tx, key.account, at);
  const inUse = { active: active?.id ?? null, replaces: replaces?.key ?? null };
  const fit = checkActivation(key, inUse, at);
  if (!fit.ok) return refused(fit.error);
  const { id, account, venue, label, fingerprint } = key;
  const payload: VenueKeyPayload = {
    key: id,
    account,
    venue,
    label,
    fingerprint,
    permissions: { ...fit.value },
    replaces:
      replaces === null || active === undefined
        ? null
        : { ...replaces, fingerprint: active.fingerprint },
  };
  const opened = await open({
    ctx,
    tx,
    at,
    act: 'venues.proposeKey',
    resource: FIRM,
    subject: id,
    payload,
    reason,
  });
  if (!opened.ok) return opened;
  const { answer, events } = opened.value;
  const proposal = answer.proposalId;
  if (!(await proposeVenueKey(tx, { id, from: key.status, proposal }))) return err(overtaken());
  return ok({
    answer,
    events: [
      ...events,
      {
        action: 'venues.proposeKey',
        subject: { kind: 'VenueKey', id },
        before: { status: key.status },
        after: { status: 'Proposed', proposal },
      },
    ],
  });
}

function refused(refusal: VenueKeyProposalRefusal): Result<never, Refusal> {
  return err(told({ code: 'VenueKeyRefused', refusal }));
}
