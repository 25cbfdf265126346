/** Clients in the database: the legal entities we act for, and their accounts. */
export * from './accounts.ts';
export * from './find-client.ts';
