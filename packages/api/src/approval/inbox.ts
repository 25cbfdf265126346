/** What waits for the caller's decision, and what the caller waits for. */
import { read } from '@ultrathink/db';
import { listProposals } from '@ultrathink/db/access';
import { z } from 'zod';
import { readNames } from '../access/names.ts';
import { query } from '../procedures/query.ts';
import { isSeen, lookingAt, proposalRowSchema, rowOut, standingOf } from './rows.ts';

/** Open ones at most; they end within a week, so more than this would be a fault of its own. */
const MOST = 500;

export const inbox = query('approval.read')
  .output(
    z.strictObject({
      counts: z.strictObject({
        /** Those the caller can decide now. */
        toDecide: z.int(),
        /** Open ones the caller proposed. */
        mine: z.int(),
        /** Every open one the caller may see. */
        open: z.int(),
      }),
      /** Open ones: those to decide first, then by how soon they end. */
      proposals: z.array(proposalRowSchema),
    }),
  )
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('approval.read', standingOf(ctx));
    return read(database, actor, async (tx) => {
      const found = await listProposals(tx, { statuses: ['Pending', 'Approved'], most: MOST });
      const looking = await lookingAt(tx, ctx, found);
      const seen = found.filter((stored) => isSeen(stored, looking));
      const proposers = seen.map(({ approval }) => approval.proposal.proposer);
      const names = await readNames(tx, ctx.services, proposers);
      const proposals = seen
        .map((stored) => rowOut(stored, looking, names))
        .filter(({ status }) => status === 'Pending' || status === 'Approved')
        .sort((a, b) => order(a) - order(b) || (a.expiresAt < b.expiresAt ? -1 : 1));
      const toDecide = proposals.filter(({ canDecideFor }) => canDecideFor.length > 0).length;
      const mine = proposals.filter(({ isMine }) => isMine).length;
      return { counts: { toDecide, mine, open: proposals.length }, proposals };
    });
  });

const order = ({ canDecideFor }: { readonly canDecideFor: readonly string[] }): number =>
  canDecideFor.length > 0 ? 0 : 1;
