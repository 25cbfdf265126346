/** Proposals the caller may see, newest first, a page at a time. */
import { read } from '@ultrathink/db';
import { listProposals } from '@ultrathink/db/access';
import { z } from 'zod';
import { readNames } from '../access/names.ts';
import { personId, proposalId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';
import {
  actSchema,
  isSeen,
  lookingAt,
  proposalRowSchema,
  rowOut,
  standingOf,
  statusSchema,
} from './rows.ts';

const MOST = 200;

export const list = query('approval.read')
  .input(
    z.strictObject({
      /** As stored: one that has just expired is still found under Pending, and says Expired. */
      statuses: z.array(statusSchema).min(1).optional(),
      acts: z.array(actSchema).min(1).optional(),
      proposerId: personId.optional(),
      subject: z
        .string()
        .regex(/^[\w-]{1,100}$/, 'Not the id of anything.')
        .optional(),
      /** The `next` of the page before. */
      before: proposalId.optional(),
      most: z.int().min(1).max(MOST).default(50),
    }),
  )
  .output(z.strictObject({ proposals: z.array(proposalRowSchema), next: proposalId.nullable() }))
  .query(async ({ ctx, input }) => {
    const { statuses, acts, proposerId, subject, before, most } = input;
    const { database, actor } = await ctx.authorise('approval.read', standingOf(ctx));
    return read(database, actor, async (tx) => {
      const found = await listProposals(tx, {
        most,
        ...(statuses !== undefined && { statuses }),
        ...(acts !== undefined && { acts }),
        ...(proposerId !== undefined && { proposer: proposerId }),
        ...(subject !== undefined && { subject }),
        ...(before !== undefined && { before }),
      });
      const looking = await lookingAt(tx, ctx, found);
      const seen = found.filter((stored) => isSeen(stored, looking));
      const proposers = seen.map(({ approval }) => approval.proposal.proposer);
      const names = await readNames(tx, ctx.services, proposers);
      const next = found.length === most ? (found.at(-1)?.approval.proposal.id ?? null) : null;
      return { proposals: seen.map((stored) => rowOut(stored, looking, names)), next };
    });
  });
