/** A policy on the wire: amounts as text, everything else as the domain has it. */
import {
  checkPolicy,
  MAX_RULES,
  type PolicyDraft,
  type PolicyFault,
  PROPOSAL_ACTS,
  plainTextSchema,
  policyDraftSchema,
  policyPayload,
} from '@ultrathink/domain/access';
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { clientId, roleSchema } from '../access/schemas.ts';

const text = plainTextSchema(200).min(1);

/** Of a draft: as many as a column of 32 bits counts. */
export const versionSchema = z.int().positive().max(2_147_483_647);

const ruleSchema = z.strictObject({
  id: text,
  title: text,
  when: z.strictObject({
    acts: z.array(z.enum(PROPOSAL_ACTS)).nullable(),
    proposers: z.array(roleSchema).nullable(),
    clients: z.array(clientId).max(1_000).nullable(),
    amount: z
      .strictObject({
        /** Decimal text; passed, not reached. */
        over: z.string().max(60),
        within: z
          .strictObject({ ms: z.int(), per: z.enum(['Client', 'Proposer', 'Firm']) })
          .nullable(),
      })
      .nullable(),
  }),
  verdict: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('Block'), why: text }),
    z.strictObject({
      kind: z.literal('Require'),
      groups: z
        .array(z.strictObject({ name: text, roles: z.array(roleSchema), needed: z.int() }))
        .max(20),
      lifeMs: z.int(),
    }),
  ]),
});

/** What a draft holds; its version is given when it is proposed. */
export const rulesSchema = z.strictObject({
  /** What amounts are valued in. */
  asset: z.string().regex(/^[A-Z0-9]{2,12}$/, 'Not an asset.'),
  rules: z.array(ruleSchema).max(MAX_RULES),
});

export const policySchema = rulesSchema.extend({ version: z.int().positive() });

export function policyOut(policy: PolicyDraft): z.input<typeof policySchema> {
  return policyPayload(policy) as z.input<typeof policySchema>;
}

export type DraftFault = PolicyFault | { readonly code: 'NotReadable'; readonly where: string };

/** The draft as the next version of a policy. */
export function nextPolicy(
  rules: unknown,
  current: number,
): Result<PolicyDraft, readonly DraftFault[]> {
  const withVersion = { ...(rules as object), version: current + 1 };
  const parsed = policyDraftSchema.safeParse(withVersion);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map(({ path }) => ({ code: 'NotReadable', where: path.join('.') })),
    );
  }
  const checked = checkPolicy(parsed.data, current);
  return checked.ok ? ok(parsed.data) : checked;
}
