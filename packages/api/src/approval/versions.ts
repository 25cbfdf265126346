/** How pages tell since when something holds and who agreed to it. */
import type { Tx } from '@ultrathink/db';
import { agreementsOf, type Version } from '@ultrathink/db/controls';
import type { ProposalId } from '@ultrathink/domain/access';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { type Names, personRefSchema, readNames, refOf } from '../access/names.ts';
import { proposalId } from '../access/schemas.ts';
import type { Services } from '../context.ts';

/** Null in it: not yours to see, as the firm's own proposals are for a client. */
const agreedFields = {
  proposalId,
  proposer: personRefSchema.nullable(),
  approvers: z.array(personRefSchema),
  reason: z.string().nullable(),
};
export const agreedSchema = z.strictObject(agreedFields);

export const versionFields = {
  /** Counts from 1. */
  version: z.int().positive(),
  from: utcTimeSchema,
  ...agreedFields,
};

export interface Agreements {
  readonly names: Names;
  of(proposal: ProposalId): z.input<typeof agreedSchema>;
  version(version: Version): z.input<z.ZodObject<typeof versionFields>>;
}

export async function readAgreements(
  tx: Tx,
  services: Services,
  proposals: readonly ProposalId[],
): Promise<Agreements> {
  const agreements = await agreementsOf(tx, proposals);
  const people = [...agreements.values()].flatMap((one) => [one.proposer, ...one.approvers]);
  const names = await readNames(tx, services, [...new Set(people)]);
  const of = (proposal: ProposalId) => {
    const known = agreements.get(proposal);
    return {
      proposalId: proposal,
      proposer: known === undefined ? null : refOf(names, known.proposer),
      approvers: (known?.approvers ?? []).map((person) => refOf(names, person)),
      reason: known?.reason ?? null,
    };
  };
  return {
    names,
    of,
    version: ({ version, from, proposal }) => ({ version, from, ...of(proposal) }),
  };
}
