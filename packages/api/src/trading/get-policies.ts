/** How orders are checked and routed, and PAPER or LIVE: what holds first, then what held. */
import { read } from '@ultrathink/db';
import { listCheckPolicies, listRoutingPolicies, listTradingModes } from '@ultrathink/db/controls';
import { routingPolicyPayload } from '@ultrathink/domain/engine/controls';
import { toText } from '@ultrathink/domain/kernel';
import { CHECK_CODES } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { readAgreements, versionFields } from '../approval/versions.ts';
import { query } from '../procedures/query.ts';

const MOST = 50;

const output = z.strictObject({
  /** Each newest first, and empty before the first: then nothing is traded. */
  checks: z
    .array(
      z.strictObject({
        ...versionFields,
        checks: z.array(z.enum(CHECK_CODES)),
        calm: z.string(),
        floor: z.string(),
      }),
    )
    .max(MOST),
  routing: z
    .array(z.strictObject({ ...versionFields, policy: routingPolicyPayload.shape.policy }))
    .max(MOST),
  /** Paper before the first. */
  modes: z.array(z.strictObject({ ...versionFields, mode: z.enum(['Paper', 'Live']) })).max(MOST),
});

export const getPolicies = query('trading.readPolicy')
  .output(output)
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('trading.readPolicy', { kind: 'Firm' });
    return read(database, actor, async (tx) => {
      const checks = await listCheckPolicies(tx, MOST);
      const routing = await listRoutingPolicies(tx, MOST);
      const modes = await listTradingModes(tx, MOST);
      const proposals = [...checks, ...routing, ...modes].map(({ proposal }) => proposal);
      const agreed = await readAgreements(tx, ctx.services, proposals);
      return {
        checks: checks.map((one) => ({
          ...agreed.version(one),
          checks: [...one.checks],
          calm: toText(one.calm),
          floor: toText(one.floor),
        })),
        routing: routing.map((one) => ({ ...agreed.version(one), policy: one.policy })),
        modes: modes.map((one) => ({ ...agreed.version(one), mode: one.mode })),
      };
    });
  });
