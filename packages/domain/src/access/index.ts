/** Access's one door: who may do what, and who has to agree. */
export * from './api-key.ts';
export * from './approval.ts';
export * from './diff.ts';
export * from './duties.ts';
export * from './execution.ts';
export * from './grants.ts';
export * from './ids.ts';
export * from './payloads.ts';
export * from './permission-table.ts';
export * from './permissions.ts';
export * from './policy.ts';
export * from './policy-check.ts';
export * from './proposal.ts';
export * from './roles.ts';
export * from './session-limits.ts';
export * from './starting-policy.ts';
export * from './step-up.ts';
