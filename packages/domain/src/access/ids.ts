/** Ids of what access keeps: who belongs where, what was granted, proposed and proved. */
import type { Id } from '../kernel/index.ts';

export type OrganisationId = Id<'OrganisationId'>;
export type GrantId = Id<'GrantId'>;
export type ApiKeyId = Id<'ApiKeyId'>;
export type FactorId = Id<'FactorId'>;
export type StepUpId = Id<'StepUpId'>;
export type ProposalId = Id<'ProposalId'>;
