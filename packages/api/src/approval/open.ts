/** How every procedure that proposes opens its proposal, and what it answers. */

import type { Changed, Tx } from '@ultrathink/db';
import type { ProposalAct, Resource } from '@ultrathink/domain/access';
import {
  type Decimal,
  mapError,
  type Result,
  type UtcTime,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { proposalId, roleSchema } from '../access/schemas.ts';
import type { Refusal } from '../errors.ts';
import type { ActContext } from '../procedures/act.ts';
import { actingIn } from '../procedures/authorise.ts';
import { openProposal } from './propose.ts';
import { told } from './sentences.ts';

export const groupSchema = z.strictObject({
  name: z.string(),
  roles: z.array(roleSchema),
  needed: z.int().positive(),
});

export const openedSchema = z.strictObject({
  proposalId,
  /** The rule of the policy that governs it. */
  rule: z.string(),
  groups: z.array(groupSchema),
  expiresAt: utcTimeSchema,
});

export interface Opening {
  readonly ctx: ActContext;
  readonly tx: Tx;
  readonly at: UtcTime;
  readonly act: ProposalAct;
  readonly resource: Resource;
  readonly subject: string;
  readonly payload: unknown;
  readonly reason: string;
  /** In the policy's asset; null where there is none, or none is known. */
  readonly amount?: Decimal | null;
}

export async function open(
  opening: Opening,
): Promise<Result<Changed<z.input<typeof openedSchema>>, Refusal>> {
  const { ctx, amount = null, ...asked } = opening;
  const actor = actingIn(ctx.access, ctx.caller.organisation);
  const opened = await openProposal({ ...asked, services: ctx.services, actor, amount });
  if (!opened.ok) return mapError(opened, told);
  const { answer, events } = opened.value;
  const groups = answer.groups.map(({ roles, ...group }) => ({ ...group, roles: [...roles] }));
  return { ok: true, value: { answer: { ...answer, groups }, events } };
}
