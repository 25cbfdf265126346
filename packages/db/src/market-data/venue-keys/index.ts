/** Keys of venues in the database: accounts, keys, and what the engine does to them. */
export * from './accounts.ts';
export * from './keys.ts';
export type { StoredVenueAccount, StoredVenueKey } from './rows.ts';
export * from './seal-keys.ts';
export * from './secrets.ts';
export * from './work.ts';
