/** One proposal: what exactly it would do, value by value, who agreed, and what the caller can decide. */
import { read } from '@ultrathink/db';
import { findProposal } from '@ultrathink/db/access';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { resourceOfProposal } from '../access/look-up.ts';
import { personRefSchema, readNames, refOf } from '../access/names.ts';
import { proposalId } from '../access/schemas.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { lookingAt, proposalRowSchema, rowOut } from './rows.ts';

const decisionSchema = z.strictObject({
  /** The name is null for who is not of the caller's tenant. */
  person: personRefSchema,
  group: z.string(),
  verdict: z.enum(['Approve', 'Refuse']),
  reason: z.string(),
  at: utcTimeSchema,
});

export const get = query('approval.read')
  .input(z.strictObject({ proposalId }))
  .output(
    z.strictObject({
      proposal: proposalRowSchema,
      /** Canonical JSON of exactly what would be done. */
      payload: z.string(),
      diff: z.array(
        z.strictObject({
          pointer: z.string(),
          before: z.string().nullable(),
          after: z.string().nullable(),
        }),
      ),
      /** Whom it is about: they decide as little as who proposed it. */
      concerns: z.array(personRefSchema),
      /** Hex, of all its terms; what executes compares it with what the audit trail sealed. */
      terms: z.string(),
      decisions: z.array(decisionSchema),
    }),
  )
  .query(async ({ ctx, input }) => {
    const resource = await resourceOfProposal(ctx, input.proposalId);
    const { database, actor } = await ctx.authorise('approval.read', resource);
    return read(database, actor, async (tx) => {
      const stored = await findProposal(tx, input.proposalId);
      if (stored === undefined) throw new Refusal('NotFound');
      const { proposal, decisions } = stored.approval;
      const people = [
        proposal.proposer,
        ...proposal.concerns,
        ...decisions.map(({ person }) => person),
      ];
      const names = await readNames(tx, ctx.services, people);
      const looking = await lookingAt(tx, ctx, [stored]);
      return {
        proposal: rowOut(stored, looking, names),
        payload: proposal.payload,
        diff: proposal.diff.map((line) => ({ ...line })),
        concerns: proposal.concerns.map((person) => refOf(names, person)),
        terms: stored.terms,
        decisions: decisions.map(({ person, group, verdict, reason, at }) => ({
          person: refOf(names, person),
          group,
          verdict,
          reason,
          at,
        })),
      };
    });
  });
