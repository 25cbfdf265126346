/** What signing in reads and writes, as the role `app_identity`. */
export * from './attempts.ts';
export * from './factors.ts';
export * from './people.ts';
export type { StoredGrant, StoredOrganisation } from './rows.ts';
export * from './session-writes.ts';
export * from './sessions.ts';
export * from './step-ups.ts';
export * from './table-views.ts';
export * from './tokens.ts';
export * from './transaction.ts';
export * from './uses.ts';
